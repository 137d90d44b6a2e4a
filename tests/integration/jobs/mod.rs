//! Jobs, as the front ends run them.

#[cfg(feature = "compute")]
mod devices;
mod divergence;
mod experiments;
pub mod frontend;
mod instructions;
mod pool;
mod report;
mod resumption;
mod verdicts;
