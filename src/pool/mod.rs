//! A network on the CPU that several workers compute together, each in its own memory: they exchange messages.
//!
//! Points are distributed among the workers: points whose losses are requested, and points that descend in parallel.
//! Every worker computes the same kernels on the same images, so the results are bit for bit those of one worker. The
//! worker that runs the job takes a share too, and the shares of lost workers.

mod answer;
mod fit;
mod network;
mod other_workers;
mod request;
mod sent_points;
mod worker_handle;
mod worker_state;
mod workers;

pub use network::{PooledNetwork, Recipe};
pub use worker_state::WorkerState;
pub use workers::{PoolWorker, StartWorkers};

/// An invalid request or answer.
#[derive(Debug, thiserror::Error)]
pub enum PoolError {
    /// It is truncated, or has invalid content.
    #[error("a message between workers is damaged ({0})")]
    Damaged(&'static str),
    /// The request does not fit the network, or its parts do not fit each other.
    #[error("a message between workers does not fit ({what}: found {found}, wanted {wanted})")]
    Misfit {
        /// What was counted.
        what: &'static str,
        /// The number found.
        found: usize,
        /// The number needed.
        wanted: usize,
    },
    /// The requested vector instructions are unknown here, or this processor lacks them.
    #[error(
        "a worker cannot compute with the vector instructions '{0}', which are unknown or unavailable there"
    )]
    Instructions(String),
    /// A request came before another that it needs.
    #[error("a worker is not ready for {0}; an earlier request is missing")]
    TooEarly(&'static str),
    /// The network is invalid.
    #[error(transparent)]
    Network(#[from] crate::network::ArchitectureError),
    /// The images do not fit.
    #[error(transparent)]
    Images(#[from] crate::data::DataError),
    /// The network has no kernels, or the images do not fit it.
    #[error(transparent)]
    Host(#[from] crate::landscape::HostNetworkError),
    /// The network's evaluation failed.
    #[error(transparent)]
    Landscape(#[from] crate::landscape::LandscapeError),
}
