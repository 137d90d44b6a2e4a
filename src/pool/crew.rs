//! The workers of a pool: started once they are worth their while, and let go when they are lost.

use super::StartWorkers;
use super::network::Recipe;
use super::seat::Seat;
use crate::landscape::Variation;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// The most memory that the images take in all workers, and how often each lies in one for a while.
const MOST_MEMORY: usize = 2 << 30;
const COPIES_OF_IMAGES: usize = 2;

/// All workers of a job beside the one that has it.
pub(super) struct Crew<'a> {
    recipe: Recipe<'a>,
    pool: Box<dyn StartWorkers>,
    seats: Mutex<Vec<Arc<Seat>>>,
    has_started: AtomicBool,
    /// Multiplications that could have been shared.
    sharable: AtomicU64,
}

impl<'a> Crew<'a> {
    pub(super) fn new(recipe: Recipe<'a>, pool: Box<dyn StartWorkers>) -> Self {
        let (seats, has_started, sharable) = Default::default();
        Self { recipe, pool, seats, has_started, sharable }
    }

    /// Counts work that could be shared, in ways of an example forward, and starts workers once there has been so much of
    /// it that they are worth their while.
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
        let seats = workers.map(|worker| Arc::new(Seat::new(worker)));
        self.seats.lock().unwrap_or_else(PoisonError::into_inner).extend(seats);
    }

    /// The workers that can take something now, told of the network with these variations. Those that are lost are let go.
    pub(super) fn ready(&self, variations: &[Variation]) -> Vec<Arc<Seat>> {
        let mut seats = self.seats.lock().unwrap_or_else(PoisonError::into_inner);
        seats.retain(|seat| !seat.is_lost());
        let ready: Vec<_> = seats.iter().filter(|seat| seat.is_ready()).cloned().collect();
        drop(seats);
        ready.iter().for_each(|seat| seat.tell_network(&self.recipe, variations));
        ready
    }
}
