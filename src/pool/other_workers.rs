//! The workers of a pool: started once they are worth it, and dropped when they are lost.

use super::StartWorkers;
use super::network::Recipe;
use super::worker_handle::WorkerHandle;
use crate::landscape::Variation;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// The most memory for images in all workers together, and how many copies of them a worker holds for a while.
const MOST_MEMORY: usize = 2 << 30;
const COPIES_OF_IMAGES: usize = 2;

/// All workers of a job besides the one that runs it.
pub(super) struct OtherWorkers<'a> {
    recipe: Recipe<'a>,
    pool: Box<dyn StartWorkers>,
    workers: Mutex<Vec<Arc<WorkerHandle>>>,
    has_started: AtomicBool,
    /// Multiplications in work that could have been shared.
    sharable: AtomicU64,
}

impl<'a> OtherWorkers<'a> {
    pub(super) fn new(recipe: Recipe<'a>, pool: Box<dyn StartWorkers>) -> Self {
        let (workers, has_started, sharable) = Default::default();
        Self { recipe, pool, workers, has_started, sharable }
    }

    /// Counts work that could be shared, in forward passes of an example, and starts workers once there has been enough
    /// of it to make them worth it.
    pub(super) fn count(&self, ways: usize) {
        let multiplications = ways as u64 * self.recipe.shape.multiplications() as u64;
        let before = self.sharable.fetch_add(multiplications, Ordering::Relaxed);
        if before + multiplications < self.pool.multiplications_while_starting()
            || self.has_started.swap(true, Ordering::Relaxed)
        {
            return;
        }
        let pixels: usize = self.recipe.images().map(|images| images.pixels().len()).sum();
        let most = self.pool.most().min(MOST_MEMORY / (COPIES_OF_IMAGES * pixels.max(1)));
        let workers = (0..most).map_while(|_| self.pool.start());
        let workers = workers.map(|worker| Arc::new(WorkerHandle::new(worker)));
        self.workers.lock().unwrap_or_else(PoisonError::into_inner).extend(workers);
    }

    /// The workers that can take work now, after sending them the network with these variations. Lost ones are dropped.
    pub(super) fn ready(&self, variations: &[Variation]) -> Vec<Arc<WorkerHandle>> {
        let mut workers = self.workers.lock().unwrap_or_else(PoisonError::into_inner);
        workers.retain(|worker| !worker.is_lost());
        let ready: Vec<_> = workers.iter().filter(|worker| worker.is_ready()).cloned().collect();
        drop(workers);
        ready.iter().for_each(|worker| worker.tell_network(&self.recipe, variations));
        ready
    }
}
