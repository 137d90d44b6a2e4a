//! Jobs, as the front ends run them.

#[cfg(feature = "compute")]
mod devices;
mod divergence;
mod experiments;
pub mod frontend;
mod instructions;
mod pool;
mod report;
#[cfg(feature = "compute")]
mod residual_network;
mod resumption;
mod verdicts;
