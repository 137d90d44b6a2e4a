//! Random directions around a point of a landscape without formulas: whether all are similar, how far the loss stays
//! low, and the loss along the one direction that is not random, the radius.

use super::measuring::{Base, Probed};
use crate::experiment::from_json::{Lacking, from_json};
use crate::experiment::width::{RISE, widths};
use crate::experiment::{Claim, ExperimentError};
use crate::landscape::{Landscape, measure_sweep};
use crate::numerics::statistics::{mean, standard_deviation};
use crate::numerics::wide_length;
use crate::observer::Observer;
use crate::points::{HostPoints, Split, Sweep};
use serde::Serialize;

/// The largest number of directions along which widths are measured: a mean over more is hardly more certain.
pub(super) const MOST_DIRECTIONS: usize = 20;
/// Directions are similar if their losses have at most this standard deviation, as a share of their mean.
const ISOTROPIC: f64 = 0.25;
/// A direction stands out if the loss rises in it by at most this share of the rise in others.
const FAR_LESS: f64 = 0.5;
/// A fall of the mean loss by at most this share of its range is ignored.
const FLAT: f64 = 0.01;

/// The numbers of the well around a point.
#[derive(Debug, Clone, Serialize)]
pub struct NetworkProbeNumbers {
    /// |P|.
    pub length: f64,
    /// The standard deviation of the loss over directions as a share of its mean, for every distance.
    pub relative_spread: Vec<f64>,
    /// The loss on the ray from the origin through the base point, at every distance beyond it.
    pub outward_loss: Vec<f64>,
    /// The loss that widths are measured at: half a nat above the base point's own.
    pub threshold: f64,
    /// w_E, the smallest distance at which the loss is above the threshold, along directions orthogonal to P.
    pub euclidean_width: WidthNumbers,
    /// w_A, the smallest angle at which it is, in radians, turning P towards them.
    pub angular_width: WidthNumbers,
}

from_json! {
    NetworkProbeNumbers:
    needs [outward_loss, euclidean_width],
    may lack [length, relative_spread, threshold, angular_width]
}

/// A width over directions.
#[derive(Debug, Clone, Serialize)]
pub struct WidthNumbers {
    /// NaN if the loss stays low in some direction.
    pub mean: f64,
    /// The standard deviation over directions.
    pub standard_deviation: f64,
    /// One per direction.
    pub each: Vec<f64>,
}

from_json!(WidthNumbers: needs [mean], may lack [standard_deviation, each]);

impl Lacking for WidthNumbers {
    fn lacking() -> Self {
        Self { mean: f64::NAN, standard_deviation: f64::NAN, each: Vec::new() }
    }
}

impl WidthNumbers {
    fn of(each: &[f64]) -> Self {
        Self { mean: mean(each), standard_deviation: standard_deviation(each), each: each.to_vec() }
    }
}

/// The numbers around a base point other than the origin, and the paper's claims on them.
///
/// # Errors
/// When the work is cancelled or the device fails.
pub(super) async fn measure<L: Landscape>(
    landscape: &L,
    base: &Base,
    (distances, probed): (&[f64], &Probed),
    seed: u64,
    observer: &mut impl Observer,
) -> Result<(NetworkProbeNumbers, Vec<Claim>), ExperimentError> {
    let length = wide_length(base.point.point(0));
    let outward = HostPoints::from_fn(distances.len(), 1, |place, _| 1.0 + distances[place] / length);
    let ray = Sweep::new(landscape.points(&base.point), outward);
    let outward = measure_sweep(landscape, &ray, Split::Measured, observer).await?;
    let threshold = base.loss + RISE;
    let directions = probed.loss.len().min(MOST_DIRECTIONS);
    let found = widths(landscape, (&base.point, base.loss), &[threshold], directions, seed, observer).await?;
    let spread = |place: usize| {
        let losses: Vec<f64> = probed.loss.iter().map(|row| row[place]).collect();
        standard_deviation(&losses) / mean(&losses)
    };
    let numbers = NetworkProbeNumbers {
        length,
        relative_spread: (0..distances.len()).map(spread).collect(),
        outward_loss: outward.iter().map(|measured| measured.loss).collect(),
        threshold,
        euclidean_width: WidthNumbers::of(&found[0].euclidean),
        angular_width: WidthNumbers::of(&found[0].angular),
    };
    let claims = claims(base, distances, probed, &numbers);
    Ok((numbers, claims))
}

fn claims(base: &Base, distances: &[f64], probed: &Probed, numbers: &NetworkProbeNumbers) -> Vec<Claim> {
    let means: Vec<f64> = (0..distances.len())
        .map(|place| mean(&probed.loss.iter().map(|row| row[place]).collect::<Vec<_>>()))
        .collect();
    let mut claims = vec![rises(base, &means)];
    // There is no width if the loss stays low.
    let width = numbers.euclidean_width.mean;
    let off = |distance: &f64| (distance - width).abs();
    let nearest =
        (0..distances.len()).min_by(|&left, &right| off(&distances[left]).total_cmp(&off(&distances[right])));
    let Some(place) = nearest.filter(|_| width.is_finite()) else { return claims };
    let distance = distances[place];
    claims.push(Claim::at_most(
        "isotropic",
        &format!(
            "the loss rises alike in all random directions: its standard deviation over directions as a share of its mean at \
             a = {distance:.4}, the distance nearest to the Euclidean width {width:.4}"
        ),
        numbers.relative_spread[place],
        ISOTROPIC,
        0.0,
    ));
    claims.push(Claim::at_most(
        "radial",
        &format!(
            "tunnels are radial: a = {distance:.4} outward on the ray from the origin, the loss rises by less than half of \
             what it rises by in the mean of random directions"
        ),
        numbers.outward_loss[place] - base.loss,
        FAR_LESS * (means[place] - base.loss),
        0.0,
    ));
    claims
}

fn rises(base: &Base, means: &[f64]) -> Claim {
    let (mut low, mut high, mut highest_fall) = (base.loss, base.loss, 0.0_f64);
    for &mean in means {
        highest_fall = highest_fall.max(high - mean);
        (low, high) = (low.min(mean), high.max(mean));
    }
    Claim::at_most(
        "rises",
        "the mean loss over random directions rises with the distance: its largest fall from an earlier value, as a share of \
         its range",
        highest_fall / (high - low),
        0.0,
        FLAT,
    )
}
