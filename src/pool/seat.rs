//! A worker of a pool as the one sees it who has the job.

use super::PoolWorker;
use super::network::Recipe;
use super::order;
use crate::descent::Stretch;
use crate::landscape::{HostPoints, Split, Variation};
use std::ops::Range;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Bytes of images that are handed over in one message: whole sets of images would double the memory that they take.
const PIECE: usize = 4 << 20;

/// A worker, and what it was told.
pub(super) struct Seat {
    worker: Box<dyn PoolWorker>,
    told: Mutex<Told>,
}

#[derive(Default)]
struct Told {
    /// The variations of the network that holds; none before the network was sent.
    variations: Option<Vec<Variation>>,
    /// The descent, and which of its points.
    subspace: Option<(u64, Range<usize>)>,
    orders: u64,
    is_dismissed: bool,
}

impl Seat {
    pub(super) fn new(worker: Box<dyn PoolWorker>) -> Self {
        Self { worker, told: Mutex::default() }
    }

    fn told(&self) -> MutexGuard<'_, Told> {
        self.told.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether it is of no use any more.
    pub(super) fn is_lost(&self) -> bool {
        self.told().is_dismissed || self.worker.is_lost()
    }

    /// Whether it can be given work.
    pub(super) fn is_ready(&self) -> bool {
        self.worker.is_ready() && !self.is_lost()
    }

    /// Nothing is wanted of it any more.
    pub(super) fn dismiss(&self) {
        self.told().is_dismissed = true;
    }

    /// Sends the network and its variations, as far as they have not been sent.
    pub(super) fn tell_network(&self, recipe: &Recipe<'_>, variations: &[Variation]) {
        let mut told = self.told();
        if told.variations.is_none() {
            self.worker.send(order::network(recipe));
            for images in recipe.images() {
                images.pixels().chunks(PIECE).for_each(|piece| self.worker.send(order::pixels(piece)));
                self.worker.send(order::labels(images.labels()));
            }
        }
        if told.variations.as_deref().unwrap_or_default() != variations {
            self.worker.send(order::variations(variations));
        }
        told.variations = Some(variations.to_vec());
    }

    /// Asks for the steps of some points; those are the `rows` of the descent. Returns the order's number.
    pub(super) fn ask_steps(&self, stretch: &Stretch<HostPoints<f32>>, rows: &Range<usize>) -> u64 {
        let here = Some((stretch.descent, rows.clone()));
        if self.told().subspace != here {
            self.worker.send(order::subspace(&stretch.subspace));
            self.told().subspace = here;
        }
        let number = self.number();
        self.worker.send(order::stretch(number, stretch));
        number
    }

    /// Asks for the losses of points. Returns the order's number.
    pub(super) fn ask_losses(&self, points: &HostPoints<f32>, split: Split) -> u64 {
        let number = self.number();
        self.worker.send(order::measure(number, split, points));
        number
    }

    fn number(&self) -> u64 {
        let mut told = self.told();
        told.orders += 1;
        told.orders
    }

    /// The answer to an order; none where it does not come. Older ones, which nobody waits for any more, are passed over.
    pub(super) async fn answer(&self, number: u64, patience: Duration) -> Option<Vec<u8>> {
        loop {
            let answer = self.worker.answer(patience).await?;
            match order::number_of(&answer)? {
                newer if newer == number => return Some(answer),
                older if older < number => {}
                _ => return None,
            }
        }
    }
}
