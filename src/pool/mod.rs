//! A network on the CPU that several workers compute together, each in a memory of its own: they exchange messages.
//!
//! What is shared out are points: those whose losses are asked for, and those that descend side by side. Every worker
//! computes the same kernels on the same images, so the numbers are those of one worker, bit for bit. Whoever has the job
//! takes its share, too, and that of a worker that is lost.

mod bytes;
mod crew;
mod fit;
mod member;
mod network;
mod order;
mod seat;
mod workers;

pub use member::Member;
pub use network::{PooledNetwork, Recipe};
pub use workers::{PoolWorker, StartWorkers};

/// An order or an answer that makes no sense.
#[derive(Debug, thiserror::Error)]
pub enum PoolError {
    /// It ends too early, or holds what it cannot.
    #[error("a message between workers is damaged ({0})")]
    Damaged(&'static str),
    /// What is asked for does not fit the network, or its parts do not fit each other.
    #[error("a message between workers does not fit ({what}: {found}, and not {wanted})")]
    Misfit {
        /// What was counted.
        what: &'static str,
        /// How many there are.
        found: usize,
        /// How many there have to be.
        wanted: usize,
    },
    /// The vector instructions that the numbers are to come from are unknown here, or this processor lacks them.
    #[error("a worker was asked for numbers of the vector instructions '{0}', and has none of them")]
    Instructions(String),
    /// Something was asked for before it could be.
    #[error("a worker was asked for {0} before it was told of it")]
    TooEarly(&'static str),
    /// The network cannot be.
    #[error(transparent)]
    Network(#[from] crate::network::ArchitectureError),
    /// The images do not fit.
    #[error(transparent)]
    Images(#[from] crate::data::DataError),
    /// The network gave out.
    #[error(transparent)]
    Landscape(#[from] crate::landscape::LandscapeError),
}
