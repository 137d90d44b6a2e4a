//! Short directions of a network near one of its points, as the dimension of random planes that lead back to low loss
//! (section 3.3 of the paper, made local): a step of fixed length in a random direction, and from there descents in
//! planes of more and more dimensions, until one falls to a threshold.

use crate::descent::Plan;
use crate::experiment::ExperimentError;
use crate::experiment::from_json::from_json;
use crate::experiment::random_plane::{descend_in_random_plane, first_dimension_reaching};
use crate::landscape::{Landscape, measure};
use crate::numerics::random::{Purpose, stream, unit_vector};
use crate::observer::Observer;
use crate::points::{HostPoints, Measurement, Points, Split};
use serde::Serialize;

/// How to count short directions, the same for all points that are compared.
pub(in crate::experiment) struct Counting<'a> {
    /// The length of the step away.
    pub(in crate::experiment) radius: f64,
    /// The loss that planes must reach.
    pub(in crate::experiment) threshold: f64,
    /// The dimensions of planes that are tried, ascending.
    pub(in crate::experiment) plane_dimensions: &'a [usize],
    /// The plan of descents in planes.
    pub(in crate::experiment) plan: Plan,
    /// One for each trial: the direction of the step, and the plane.
    pub(in crate::experiment) seeds: &'a [u64],
}

/// One trial.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Trial {
    /// The loss at the end of the step.
    pub start_loss: f64,
    /// The loss where the descent in the plane of each dimension ends, up to the first that reaches the threshold; NaN
    /// if it diverges.
    pub loss: Vec<f64>,
    /// The dimension at which the loss reaches the threshold, interpolated over the logarithms of both; 0 if the step
    /// stays below the threshold; `None` if no plane reaches it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub short_directions: Option<f64>,
}

from_json!(Trial: needs [loss], may lack [start_loss, short_directions]);

impl Counting<'_> {
    /// All trials near one point.
    ///
    /// # Errors
    /// When the work is cancelled or the device fails.
    pub(in crate::experiment) async fn beside<L: Landscape>(
        &self,
        landscape: &L,
        point: &HostPoints<f64>,
        observer: &mut impl Observer,
    ) -> Result<Vec<Trial>, ExperimentError> {
        let mut trials = Vec::with_capacity(self.seeds.len());
        for &seed in self.seeds {
            trials.push(self.trial(landscape, point, seed, observer).await?);
        }
        Ok(trials)
    }

    async fn trial<L: Landscape>(
        &self,
        landscape: &L,
        point: &HostPoints<f64>,
        seed: u64,
        observer: &mut impl Observer,
    ) -> Result<Trial, ExperimentError> {
        let away = unit_vector(&mut stream(seed, Purpose::Start), landscape.dimension());
        let origin = point.clone().add(self.radius, &HostPoints::single(away));
        let start_loss = loss(landscape, &landscape.points(&origin), observer).await?;
        if start_loss <= self.threshold {
            return Ok(Trial { start_loss, loss: Vec::new(), short_directions: Some(0.0) });
        }
        let plan = Plan { seed, ..self.plan };
        let mut losses = Vec::new();
        for &dimension in self.plane_dimensions {
            let end = descend_in_random_plane(landscape, &origin, dimension, seed, plan, observer).await?;
            losses.push(match end {
                Some(end) => loss(landscape, &end, observer).await?,
                None => f64::NAN,
            });
            if losses.last().is_some_and(|&loss| loss <= self.threshold) {
                break;
            }
        }
        // A plane of zero dimensions ends where it starts. Losses fall, so their negative logarithms rise.
        let dimensions: Vec<usize> =
            std::iter::once(0).chain(self.plane_dimensions.iter().copied()).collect();
        let heights: Vec<f64> =
            std::iter::once(&start_loss).chain(&losses).map(|&loss| -libm::log(loss)).collect();
        let short_directions = first_dimension_reaching(&dimensions, &heights, -libm::log(self.threshold));
        Ok(Trial { start_loss, loss: losses, short_directions })
    }
}

/// The loss at one point, on the measured training examples.
pub(super) async fn loss<L: Landscape>(
    landscape: &L,
    point: &L::Points,
    observer: &mut impl Observer,
) -> Result<f64, ExperimentError> {
    let measured = measure(landscape, point, Split::Measured, observer).await?;
    Ok(measured.first().map_or(f64::NAN, |measured: &Measurement| measured.loss))
}
