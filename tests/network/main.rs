//! Networks as landscapes: against a plain reference in double precision, finite differences, and themselves.
#![cfg(feature = "compute")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod agreement;
mod gradients;
mod parts;
mod reference;
mod regularisation;
mod scene;
