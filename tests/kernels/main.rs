//! The kernels of networks on the CPU, every set of instructions that this machine has, against a plain reference in double
//! precision.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod agreement;
mod backpropagation;
#[path = "../network/reference.rs"]
mod reference;
mod repeats;
mod scene;
mod variations;
