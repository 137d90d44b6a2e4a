//! Jobs, as the front doors run them.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]
// A job is one future of deep types.
#![recursion_limit = "512"]

#[cfg(feature = "compute")]
mod devices;
mod divergence;
mod experiments;
mod front_door;
mod pool;
mod report;
mod resumption;
