//! A handle to a pool's worker, for the worker that runs the job.

use super::network::Recipe;
use super::{PoolWorker, answer, request};
use crate::landscape::Variation;
use crate::points::{HostPoints, Split};
use crate::step::StepSequence;
use std::ops::Range;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Bytes of images in one message: whole sets of images would double the memory that they take.
const PIECE: usize = 4 << 20;

/// A worker, and what was sent to it.
pub(super) struct WorkerHandle {
    worker: Box<dyn PoolWorker>,
    sent: Mutex<Sent>,
}

#[derive(Default)]
struct Sent {
    /// The current variations of the network; `None` before the network was sent.
    variations: Option<Vec<Variation>>,
    /// The descent and its points whose subspace was sent.
    subspace: Option<(u64, Range<usize>)>,
    requests: u64,
    is_dismissed: bool,
}

impl WorkerHandle {
    pub(super) fn new(worker: Box<dyn PoolWorker>) -> Self {
        Self { worker, sent: Mutex::default() }
    }

    fn sent(&self) -> MutexGuard<'_, Sent> {
        self.sent.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether it is no longer usable.
    pub(super) fn is_lost(&self) -> bool {
        self.sent().is_dismissed || self.worker.is_lost()
    }

    /// Whether it can take work.
    pub(super) fn is_ready(&self) -> bool {
        self.worker.is_ready() && !self.is_lost()
    }

    /// Stops using this worker.
    pub(super) fn dismiss(&self) {
        self.sent().is_dismissed = true;
    }

    /// Sends the network and its variations, unless they were sent before.
    pub(super) fn tell_network(&self, recipe: &Recipe<'_>, variations: &[Variation]) {
        let mut sent = self.sent();
        if sent.variations.is_none() {
            self.worker.send(request::network(recipe));
            for images in recipe.images() {
                images.pixels().chunks(PIECE).for_each(|piece| self.worker.send(request::pixels(piece)));
                self.worker.send(request::labels(images.labels()));
            }
        }
        if sent.variations.as_deref().unwrap_or_default() != variations {
            self.worker.send(request::variations(variations));
        }
        sent.variations = Some(variations.to_vec());
    }

    /// Requests steps of some points, the `rows` of the descent. Returns the request's number.
    pub(super) fn ask_steps(&self, steps: &StepSequence<HostPoints<f32>>, rows: &Range<usize>) -> u64 {
        let here = Some((steps.descent, rows.clone()));
        if self.sent().subspace != here {
            self.worker.send(request::subspace(&steps.subspace));
            self.sent().subspace = here;
        }
        let number = self.number();
        self.worker.send(request::steps(number, steps));
        number
    }

    /// Requests the losses of points. Returns the request's number.
    pub(super) fn ask_losses(&self, points: &HostPoints<f32>, split: Split) -> u64 {
        let number = self.number();
        self.worker.send(request::measure(number, split, points));
        number
    }

    fn number(&self) -> u64 {
        let mut sent = self.sent();
        sent.requests += 1;
        sent.requests
    }

    /// The answer to a request; `None` if it does not come. Older answers, which nobody waits for, are skipped.
    pub(super) async fn answer(&self, number: u64, patience: Duration) -> Option<Vec<u8>> {
        loop {
            let answer = self.worker.answer(patience).await?;
            match answer::number_of(&answer)? {
                newer if newer == number => return Some(answer),
                older if older < number => {}
                _ => return None,
            }
        }
    }
}
