//! Trains one network, and measures how wide its tunnel is, at the target loss and at the end.

use super::{NetworkNumbers, Outcome};
use crate::descent::DescentSpecification;
use crate::experiment::ExperimentError;
use crate::experiment::training::{Trained, TrainedPastTarget, train_past_target};
use crate::experiment::width::{RISE, widths};
use crate::landscape::{Landscape, measure};
use crate::numerics::statistics::{mean, standard_deviation};
use crate::numerics::wide_length;
use crate::observer::Observer;
use crate::points::{Points, Split};

/// How widths are measured.
pub(super) struct Measuring {
    pub(super) directions: usize,
    /// The absolute threshold.
    pub(super) threshold: f64,
}

/// One network at both stages.
pub(super) struct Stages {
    pub(super) at_target: NetworkNumbers,
    pub(super) at_end: NetworkNumbers,
}

impl Stages {
    /// The stages of a network that cannot be built.
    pub(super) fn not_built() -> Self {
        let nothing = NetworkNumbers::nothing_but(Outcome::NotBuilt);
        Self { at_target: nothing.clone(), at_end: nothing }
    }
}

impl Measuring {
    /// Trains from the start of `seed` and measures.
    ///
    /// # Errors
    /// When the work is cancelled or the device fails. A training that diverges is not an error.
    pub(super) async fn network<L: Landscape>(
        &self,
        landscape: &L,
        descent: &DescentSpecification,
        seed: u64,
        observer: &mut impl Observer,
    ) -> Result<Stages, ExperimentError> {
        let TrainedPastTarget { at_target, at_end } =
            train_past_target(landscape, descent, seed, observer).await?;
        let diverged = at_end.as_ref().err().map(|&step| NetworkNumbers {
            steps: Some(step - 1),
            ..NetworkNumbers::nothing_but(Outcome::Diverged)
        });
        let at_target = match (&at_target, &diverged) {
            (Some(trained), _) => self.optimum(landscape, trained, seed, observer).await?,
            (None, Some(diverged)) => diverged.clone(),
            (None, None) => NetworkNumbers::nothing_but(Outcome::NotReached),
        };
        let at_end = match (&at_end, diverged) {
            (Ok(trained), _) => self.optimum(landscape, trained, seed, observer).await?,
            (Err(_), Some(diverged)) => diverged,
            (Err(_), None) => NetworkNumbers::nothing_but(Outcome::Diverged),
        };
        Ok(Stages { at_target, at_end })
    }

    async fn optimum<L: Landscape>(
        &self,
        landscape: &L,
        trained: &Trained<L::Points>,
        seed: u64,
        observer: &mut impl Observer,
    ) -> Result<NetworkNumbers, ExperimentError> {
        let loss = measure(landscape, &trained.optimum, Split::Measured, observer).await?[0].loss;
        let steps = Some(trained.losses.len());
        let point = trained.optimum.read().await?;
        let length = wide_length(point.point(0));
        // The loss may become NaN or infinite in the last step of a descent, which only a measurement after it shows.
        if !loss.is_finite() || !length.is_finite() {
            return Ok(NetworkNumbers { steps, ..NetworkNumbers::nothing_but(Outcome::Diverged) });
        }
        let test = measure(landscape, &trained.optimum, Split::Test, observer).await?[0];
        let thresholds = [loss + RISE, self.threshold];
        let found = widths(landscape, (&point, loss), &thresholds, self.directions, seed, observer).await?;
        let [relative, absolute] = [0, 1].map(|place| &found[place]);
        let mean_width = |widths: &[f64]| Some(mean(widths)).filter(|mean| mean.is_finite());
        let euclidean = mean_width(&relative.euclidean);
        Ok(NetworkNumbers {
            outcome: Outcome::Measured,
            steps,
            loss: Some(loss),
            test_accuracy: test.accuracy,
            length: Some(length),
            euclidean,
            angular: mean_width(&relative.angular),
            relative_spread: euclidean.map(|mean| standard_deviation(&relative.euclidean) / mean),
            euclidean_absolute: mean_width(&absolute.euclidean),
            angular_absolute: mean_width(&absolute.angular),
        })
    }
}
