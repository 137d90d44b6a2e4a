//! What a pool needs from its environment: workers that can be started and receive requests.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

/// An environment that can start workers.
pub trait StartWorkers: Send + Sync {
    /// The most workers that may be started.
    fn most(&self) -> usize;

    /// The number of multiplications in a network that take about as long as starting a worker.
    fn multiplications_while_starting(&self) -> u64;

    /// Starts a worker; `None` if that is refused.
    fn start(&self) -> Option<Box<dyn PoolWorker>>;
}

/// A worker that passes requests to a [`WorkerState`](super::WorkerState). It ends when this is dropped.
pub trait PoolWorker: Send + Sync {
    /// Whether it has been loaded. Nothing is sent before.
    fn is_ready(&self) -> bool;

    /// Whether it is gone and will not answer any more.
    fn is_lost(&self) -> bool;

    /// Sends a request.
    fn send(&self, request: Vec<u8>);

    /// The next answer; `None` if the worker is lost, or nothing arrives within `patience`.
    fn answer(&self, patience: Duration) -> Pin<Box<dyn Future<Output = Option<Vec<u8>>> + '_>>;
}
