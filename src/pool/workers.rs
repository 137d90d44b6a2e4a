//! What a pool wants of the surroundings: workers that can be started, and be told something.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

/// Who can start workers.
pub trait StartWorkers: Send + Sync {
    /// How many may be started.
    fn most(&self) -> usize;

    /// How many multiplications of a network take about as long as a worker takes to start.
    fn multiplications_while_starting(&self) -> u64;

    /// Starts one; none where that is refused.
    fn start(&self) -> Option<Box<dyn PoolWorker>>;
}

/// A worker that gives orders to a [`Member`](super::Member). It ends when it is dropped.
pub trait PoolWorker: Send + Sync {
    /// Whether it has been loaded. Before, it is sent nothing.
    fn is_ready(&self) -> bool;

    /// Whether it is gone, and will not answer any more.
    fn is_lost(&self) -> bool;

    /// Sends an order.
    fn send(&self, order: Vec<u8>);

    /// The next answer; none where the worker is lost, or nothing comes for so long.
    fn answer(&self, patience: Duration) -> Pin<Box<dyn Future<Output = Option<Vec<u8>>> + '_>>;
}
