//! Compares the predictions of one wedge with measurements where only that wedge is near.

use super::measuring::{Base, BaseWedge, Directions, NEGLIGIBLE, Probed};
use crate::experiment::{Claim, ExperimentError};
use crate::landscape::{Landscape, Wedges};
use crate::numerics::statistics::{STANDARD_ERRORS, mean, standard_deviation};
use crate::observer::Observer;

/// How often a distance is halved at most to find one at which only a single wedge is near.
const MOST_HALVINGS: usize = 60;
/// Beyond this many times a component's spread, hardly any direction leaves a thick wedge, and nothing can be compared.
const THICKEST: f64 = 2.0;
/// The fewest directions for an estimate of the spread.
const FEWEST_FOR_SPREAD: usize = 10;
/// The least relative uncertainty of numbers: twice the negligible difference between two wedges.
const PRECISION: f64 = 2.0 * NEGLIGIBLE;

/// Losses at one distance at which the wedge of the base point is the nearest in every direction.
pub(super) struct Compared {
    pub(super) distance: f64,
    /// One per direction.
    loss: Vec<f64>,
}

/// Losses at the largest of the distances at which the wedge of the base point is the nearest in all directions; if
/// there is none, at the smallest, halved until it is. `None` on networks.
///
/// # Errors
/// When the work is cancelled or the device fails.
pub(super) async fn comparable<L: Landscape>(
    landscape: &L,
    wedges: Option<&Wedges>,
    base: &Base,
    directions: &Directions,
    distances: &[f64],
    probed: &Probed,
    observer: &mut impl Observer,
) -> Result<Option<Compared>, ExperimentError> {
    if base.wedge.is_none() {
        return Ok(None);
    }
    if let Some(place) = probed.is_single.iter().rposition(|&is_single| is_single) {
        let loss = probed.loss.iter().map(|losses| losses[place]).collect();
        return Ok(Some(Compared { distance: distances[place], loss }));
    }
    let mut distance = distances[0];
    for _ in 0..MOST_HALVINGS {
        distance /= 2.0;
        let nearer = directions.probe(landscape, wedges, base, &[distance], observer).await?;
        if nearer.is_single[0] {
            return Ok(Some(Compared { distance, loss: nearer.loss.concat() }));
        }
    }
    Ok(None)
}

/// The root of the mean square loss that one wedge predicts for each distance; empty if there is no formula.
pub(super) fn law(base: &Base, distances: &[f64]) -> Vec<f64> {
    let Some(wedge) = &base.wedge else { return Vec::new() };
    distances.iter().map_while(|&distance| Some(libm::sqrt(mean_square(base, wedge, distance)?))).collect()
}

fn mean_square(base: &Base, wedge: &BaseWedge, distance: f64) -> Option<f64> {
    match (wedge.half_thickness > 0.0, wedge.is_middle) {
        (false, _) => Some(wedge.dimensions.mean_square(base.loss, distance)),
        (true, true) => Some(wedge.dimensions.thick_mean_square(wedge.half_thickness, distance)),
        (true, false) => None,
    }
}

/// The claims with known formulas.
pub(super) fn claims(base: &Base, compared: &Compared) -> Vec<Claim> {
    let Some(wedge) = &base.wedge else { return Vec::new() };
    let mut claims = Vec::new();
    claims.extend(mean_law(base, wedge, compared));
    claims.extend(spread_law(wedge, compared));
    claims
}

fn mean_law(base: &Base, wedge: &BaseWedge, compared: &Compared) -> Option<Claim> {
    let &Compared { distance, ref loss } = compared;
    let (dimensions, half_thickness) = (wedge.dimensions, wedge.half_thickness);
    let expected = libm::sqrt(mean_square(base, wedge, distance)?);
    let (statement, variance) = if half_thickness > 0.0 {
        let scale = distance / libm::sqrt(dimensions.dimension as f64);
        if half_thickness > THICKEST * scale {
            return None;
        }
        (
            format!(
                "from the middle of a wedge of thickness 2w the root mean square loss over random directions is \
                 √(s E max(|c| − w, 0)²), c being a coordinate of a random vector of length a; at a = {distance:.4}"
            ),
            dimensions.thick_square_variance(half_thickness, distance),
        )
    } else {
        (
            format!(
                "the root mean square loss over random directions is √(L₀² + a²s/D) while no other wedge is nearer; \
                 at a = {distance:.4}"
            ),
            dimensions.square_variance(base.loss, distance),
        )
    };
    let measured = libm::sqrt(mean(&loss.iter().map(|loss| loss * loss).collect::<Vec<_>>()));
    let error = libm::sqrt(variance / loss.len() as f64) / (2.0 * expected);
    let tolerance = STANDARD_ERRORS * error + PRECISION * expected;
    Some(Claim::equal("mean-law", &statement, measured, expected, tolerance))
}

fn spread_law(wedge: &BaseWedge, compared: &Compared) -> Option<Claim> {
    let &Compared { distance, ref loss } = compared;
    if wedge.half_thickness > 0.0 || !wedge.is_middle || loss.len() < FEWEST_FOR_SPREAD {
        return None;
    }
    let expected = wedge.dimensions.relative_spread();
    Some(Claim::equal(
        "spread-law",
        &format!(
            "the standard deviation of the loss over random directions from a wedge, as a share of its mean, is \
             √(Eβ/E²√β − 1) with β from Beta(s/2, (D − s)/2), near 1/√(2s) where s is much smaller than D; \
             at a = {distance:.4}"
        ),
        standard_deviation(loss) / mean(loss),
        expected,
        wedge.dimensions.relative_spread_tolerance(loss.len()) + PRECISION,
    ))
}
