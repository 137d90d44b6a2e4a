//! Jobs, as the front doors run them.

#[cfg(feature = "compute")]
mod devices;
mod divergence;
mod experiments;
mod front_door;
mod pool;
mod report;
mod resumption;
mod verdicts;
