//! Jobs, as the front doors run them.

#[cfg(feature = "compute")]
mod devices;
mod divergence;
mod experiments;
pub mod front_door;
mod instructions;
mod pool;
mod report;
mod resumption;
mod verdicts;
