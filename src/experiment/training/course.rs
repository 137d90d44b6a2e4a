//! A running training: epoch by epoch, with checks for a target loss in between.

use super::Trained;
use crate::descent::{Descended, Descent, DescentError, DescentSpecification};
use crate::landscape::Landscape;
use crate::observer::{Note, Observer};
use crate::points::{EpochMeasurement, Measurement, Split};
use crate::step::Subspace;

/// How often per epoch the target loss is checked.
pub(super) const LOOKS_PER_EPOCH: usize = 4;

/// A descent from a random start, and the measurements made during it.
pub(super) struct Course<'a, L: Landscape> {
    settings: &'a DescentSpecification,
    examples: usize,
    start: L::Points,
    descent: Descent<'a, L>,
    epochs: Vec<EpochMeasurement>,
    /// The number of finished stretches between checks.
    stretches: usize,
}

impl<'a, L: Landscape> Course<'a, L> {
    /// Begins at the start that `seed` draws.
    pub(super) fn begin(
        landscape: &'a L,
        settings: &'a DescentSpecification,
        seed: u64,
        observer: &mut impl Observer,
    ) -> Result<Self, DescentError> {
        let examples = landscape.examples(Split::Train);
        let (start, plan) = (landscape.start(seed), settings.plan(examples, seed));
        let descent = Descent::begin(landscape, start.clone(), Subspace::Full, plan, observer)?;
        Ok(Self { settings, examples, start, descent, epochs: Vec::new(), stretches: 0 })
    }

    /// Runs to the first check that finds the target loss, and returns whether there was one before the end.
    pub(super) async fn run_to_target(&mut self, observer: &mut impl Observer) -> Result<bool, DescentError> {
        let target = self.settings.target_loss;
        while self.go_on(observer).await? {
            if target > 0.0 && only(self.descent.measure(Split::Measured, observer).await?).loss <= target {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Runs to the end.
    pub(super) async fn run_to_end(&mut self, observer: &mut impl Observer) -> Result<(), DescentError> {
        while self.go_on(observer).await? {}
        Ok(())
    }

    /// Runs for a stretch; returns `false` at the end.
    async fn go_on(&mut self, observer: &mut impl Observer) -> Result<bool, DescentError> {
        if self.stretches == self.settings.epochs * LOOKS_PER_EPOCH {
            return Ok(false);
        }
        self.stretches += 1;
        let epoch = self.stretches as f64 / LOOKS_PER_EPOCH as f64;
        self.descent.run_to(self.settings.step_of_epoch(epoch, self.examples), observer).await?;
        if self.stretches.is_multiple_of(LOOKS_PER_EPOCH) {
            let test = only(self.descent.measure(Split::Test, observer).await?);
            self.epochs.push(EpochMeasurement { epoch, test });
            observer.note(Note::Epoch { epoch, test });
        }
        Ok(true)
    }

    /// The current state; the course can continue from it.
    pub(super) async fn here(
        &self,
        observer: &mut impl Observer,
    ) -> Result<Trained<L::Points>, DescentError> {
        Ok(Trained {
            start: self.start.clone(),
            optimum: self.descent.points(observer).await?,
            losses: of_first_point(self.descent.history()),
            epochs: self.epochs.clone(),
        })
    }

    /// Ends the course at its current state.
    pub(super) async fn finish(
        self,
        observer: &mut impl Observer,
    ) -> Result<Trained<L::Points>, DescentError> {
        let Descended { points, history } = self.descent.finish(observer).await?;
        let losses = of_first_point(&history);
        Ok(Trained { start: self.start, optimum: points, losses, epochs: self.epochs })
    }
}

fn of_first_point(history: &[Vec<f64>]) -> Vec<f64> {
    history.iter().filter_map(|step| step.first().copied()).collect()
}

/// The measurement of a single point.
pub(super) fn only(measured: Vec<Measurement>) -> Measurement {
    measured.first().copied().unwrap_or(Measurement { loss: f64::NAN, accuracy: None })
}
