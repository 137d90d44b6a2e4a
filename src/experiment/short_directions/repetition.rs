//! One repetition on a network: the points between its optima, and the counts near them.

use super::ShortDirections;
use super::beside::{Counting, loss};
use super::between::{Between, descend_between};
use super::hessian::Hessian;
use super::network_numbers::{Along, Connector, Counts, Rates, Spectrum};
use crate::descent::{DescentError, DescentSpecification};
use crate::experiment::ExperimentError;
use crate::experiment::training::train;
use crate::landscape::{Landscape, Variation};
use crate::numerics::random::trial_seeds;
use crate::observer::{Note, Observer};
use crate::points::{HostPoints, Points, Split};

/// Points between optima descend until their loss is at most this far above the ends' mean.
const AS_LOW_AS_ENDS: f64 = 0.05;
/// The unfinished middle is counted once its loss is at most this far above the ends' mean.
const UNFINISHED: f64 = 0.25;
/// Optima of several learning rates are trained to a loss this far above the ends' mean, which higher rates also reach.
const ABOVE_ENDS: f64 = 0.1;
/// All rates have this many times as many epochs for it, which low rates need.
const MORE_EPOCHS: usize = 3;
/// The longer step is this many times as long, and its threshold this many times as far above the ends' mean.
const FURTHER: f64 = 2.0;
/// Positions along the tunnel.
pub(super) const POSITIONS: [f64; 5] = [0.0, 0.25, 0.5, 0.75, 1.0];
/// Indices in [`POSITIONS`] of the points that also get the longer step.
pub(super) const FAR: [usize; 3] = [0, 2, 4];

/// One repetition, with the data that its points share.
pub(super) struct Repetition<'a, L> {
    pub(super) settings: &'a ShortDirections,
    pub(super) landscape: &'a L,
    pub(super) descent: &'a DescentSpecification,
    pub(super) seed: u64,
    pub(super) optima: HostPoints<f64>,
    pub(super) ends: [f64; 2],
    pub(super) counting: Counting<'a>,
}

impl<L: Landscape> Repetition<'_, L> {
    fn ends_mean(&self) -> f64 {
        0.5 * (self.ends[0] + self.ends[1])
    }

    /// A point between the first `corners` optima whose loss is at most `above_ends` above the mean of the first two.
    async fn between(
        &self,
        corners: usize,
        weights: Vec<f64>,
        above_ends: f64,
        observer: &mut impl Observer,
    ) -> Result<Option<Between>, ExperimentError> {
        let examples = self.landscape.examples(Split::Train);
        let plan = self.descent.plan_of_steps(self.settings.steps, examples, self.seed);
        let (corners, target) = (self.optima.rows(0..corners), self.ends_mean() + above_ends);
        descend_between(self.landscape, &corners, weights, target, plan, observer).await
    }

    async fn count(
        &self,
        counts: &mut Counts,
        point: &HostPoints<f64>,
        own_loss: f64,
        has_reached: bool,
        observer: &mut impl Observer,
    ) -> Result<(), ExperimentError> {
        let trials = self.counting.beside(self.landscape, point, observer).await?;
        counts.add(own_loss, has_reached, trials);
        Ok(())
    }

    /// The five points of the tunnel: with their losses; `None` if a descent diverges.
    pub(super) async fn tunnel(
        &self,
        observer: &mut impl Observer,
    ) -> Result<Vec<Option<Between>>, ExperimentError> {
        let mut points = Vec::with_capacity(POSITIONS.len());
        for position in POSITIONS {
            let end = |end: usize| {
                Some(Between { point: self.optima.rows(end..end + 1), loss: self.ends[end], steps: 0 })
            };
            points.push(match position {
                0.0 => end(0),
                1.0 => end(1),
                _ => {
                    observer.note(Note::Stage(format!("descending across the line at {position}")));
                    self.between(2, vec![1.0 - position, position], AS_LOW_AS_ENDS, observer).await?
                }
            });
        }
        Ok(points)
    }

    fn is_low(&self, between: &Between) -> bool {
        between.steps == 0 || between.loss <= self.ends_mean() + AS_LOW_AS_ENDS
    }

    /// Counts near every point of the tunnel, and with the longer step near some.
    pub(super) async fn along(
        &self,
        points: &[Option<Between>],
        along: &mut Along,
        far: &mut Along,
        observer: &mut impl Observer,
    ) -> Result<(), ExperimentError> {
        for (between, (counts, position)) in points.iter().zip(along.counts.iter_mut().zip(POSITIONS)) {
            observer
                .note(Note::Stage(format!("counting short directions at position {position} of the tunnel")));
            self.count_beside(counts, between.as_ref(), &self.counting, observer).await?;
        }
        let further = Counting {
            radius: FURTHER * self.counting.radius,
            threshold: self.ends_mean() + FURTHER * self.settings.threshold,
            ..self.counting
        };
        for (place, counts) in FAR.into_iter().zip(&mut far.counts) {
            let position = POSITIONS[place];
            observer.note(Note::Stage(format!(
                "counting from further away at position {position} of the tunnel"
            )));
            self.count_beside(counts, points[place].as_ref(), &further, observer).await?;
        }
        Ok(())
    }

    /// Counts near the middle of the tunnel before its descent is as low as the ends.
    pub(super) async fn unfinished(
        &self,
        unfinished: &mut Counts,
        observer: &mut impl Observer,
    ) -> Result<(), ExperimentError> {
        observer.note(Note::Stage("counting near the middle before its descent ends".to_owned()));
        let between = self.between(2, vec![0.5, 0.5], UNFINISHED, observer).await?;
        self.count_beside(unfinished, between.as_ref(), &self.counting, observer).await
    }

    async fn count_beside(
        &self,
        counts: &mut Counts,
        between: Option<&Between>,
        counting: &Counting<'_>,
        observer: &mut impl Observer,
    ) -> Result<(), ExperimentError> {
        let Some(between) = between else {
            counts.add(f64::NAN, false, Vec::new());
            return Ok(());
        };
        let trials = counting.beside(self.landscape, &between.point, observer).await?;
        counts.add(between.loss, self.is_low(between), trials);
        Ok(())
    }

    /// Counts in the middle of m + 1 optima for every m. The middle of two is that of the tunnel.
    pub(super) async fn connectors(
        &self,
        connector: &mut Connector,
        middle: &Counts,
        observer: &mut impl Observer,
    ) -> Result<(), ExperimentError> {
        for (&m, counts) in connector.m.iter().zip(&mut connector.counts) {
            if m == 1 {
                *counts = middle.clone();
                continue;
            }
            observer
                .note(Note::Stage(format!("counting short directions in the middle of {} optima", m + 1)));
            let weights = vec![1.0 / (m + 1) as f64; m + 1];
            let between = self.between(m + 1, weights, AS_LOW_AS_ENDS, observer).await?;
            self.count_beside(counts, between.as_ref(), &self.counting, observer).await?;
        }
        Ok(())
    }

    /// Counts near the optimum of every learning rate that reaches the target.
    pub(super) async fn rates(
        &self,
        rates: &mut Rates,
        observer: &mut impl Observer,
    ) -> Result<(), ExperimentError> {
        let target_loss = match self.descent.target_loss {
            own if own > 0.0 => own,
            _ => self.ends_mean() + ABOVE_ENDS,
        };
        rates.target_loss.push(target_loss);
        for (&learning_rate, counts) in rates.learning_rate.iter().zip(&mut rates.counts) {
            observer.note(Note::Stage(format!("training at a rate of {learning_rate}")));
            let epochs = MORE_EPOCHS * self.descent.epochs;
            let descent = DescentSpecification { learning_rate, target_loss, epochs, ..self.descent.clone() };
            let optimum = match train(self.landscape, &descent, self.seed, observer).await {
                Ok(trained) => trained.optimum,
                Err(ExperimentError::Descent(DescentError::Diverged { .. })) => {
                    counts.add(f64::NAN, false, Vec::new());
                    continue;
                }
                Err(error) => return Err(error),
            };
            let own_loss = loss(self.landscape, &optimum, observer).await?;
            if own_loss > target_loss || own_loss.is_nan() {
                counts.add(own_loss, false, Vec::new());
                continue;
            }
            let optimum = optimum.read().await?;
            self.count(counts, &optimum, own_loss, true, observer).await?;
        }
        Ok(())
    }

    /// The eigenvalues of the Hessian, without regularisation.
    pub(super) async fn spectra(
        &self,
        points: &[Option<Between>],
        observer: &mut impl Observer,
    ) -> Result<Vec<Spectrum>, ExperimentError> {
        let settings = self.settings;
        let mut spectra = Vec::new();
        if settings.lanczos_steps == 0 {
            return Ok(spectra);
        }
        let plain = Variation { l2: Some(0.0), dropout: Some(0.0), width: None };
        let plain = self.landscape.varied(plain);
        let landscape = plain.as_ref().unwrap_or(self.landscape);
        let seeds = trial_seeds(self.seed, settings.probes);
        for (name, place) in [("optimum", 0), ("middle", 2)] {
            let Some(between) = &points[place] else { continue };
            observer.note(Note::Stage(format!("measuring the curvature: {name}")));
            let hessian = Hessian::at(landscape, between.point.clone(), settings.curvature_examples);
            let runs = hessian.spectra(&seeds, settings.lanczos_steps, observer).await?;
            let thresholds = (settings.relative_threshold, settings.absolute_threshold);
            spectra.push(Spectrum::of(name, &runs, landscape.dimension(), thresholds.0, thresholds.1));
        }
        Ok(spectra)
    }
}
