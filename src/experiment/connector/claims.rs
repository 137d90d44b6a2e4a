//! Claims on connectors on wedges: how many directions are short where several wedges cross, and zero loss there.

use super::ConnectorNumbers;
use crate::experiment::union::{expected_union, shift_of_different};
use crate::experiment::{Claim, ExperimentError};
use crate::landscape::wedges::{Family, ShortDirections};
use crate::landscape::{LandscapeError, Wedges};
use crate::numerics::linear_algebra::OrthonormalBasis;
use crate::observer::{Observer, Work};
use crate::points::HostPoints;
use std::collections::BTreeSet;

/// The dimension of the span of all short directions of the points' wedges.
pub(super) async fn short_directions(
    wedges: &Wedges,
    optima: &HostPoints<f64>,
    observer: &mut impl Observer,
) -> Result<usize, ExperimentError> {
    let mut axes = BTreeSet::new();
    let mut basis = OrthonormalBasis::default();
    for optimum in optima.iter() {
        match wedges.nearest(optimum).short_directions() {
            ShortDirections::Axes(short) => axes.extend(short.iter().copied()),
            ShortDirections::Basis(short) => {
                for direction in short.iter() {
                    basis.add(direction);
                    observer.rest(Work::Evaluation(0.0)).await.map_err(LandscapeError::from)?;
                }
            }
        }
    }
    Ok(axes.len() + basis.rank())
}

/// The claims.
pub(super) fn of(wedges: &Wedges, numbers: &ConnectorNumbers) -> Vec<Claim> {
    let highest = |losses: &[f64]| losses.iter().copied().fold(0.0, f64::max);
    let size = (wedges.specification().dimension as f64).sqrt();
    let mut claims = vec![Claim::equal(
        "middle-loss",
        "in the middle of m + 1 optima, a descent across their differences reaches zero loss, for every m",
        highest(&numbers.loss_after),
        0.0,
        1e-4 * highest(&numbers.loss_before) + 1e-6 * size,
    )];
    let largest = (0..numbers.m.len()).max_by_key(|&place| numbers.m[place]);
    if let Some((place, &count)) =
        largest.and_then(|place| Some((place, numbers.short_directions.get(place)?)))
    {
        let m = numbers.m[place];
        let union = expected_union(wedges.specification(), m + 1);
        let specification = wedges.specification();
        let (formula, tolerance) = match specification.family {
            Family::Oriented => ("min(D, (m + 1) s)", 1e-9),
            Family::All | Family::AxisAligned => {
                ("D (1 − (1 − p)^{m+1})", union.tolerance() + shift_of_different(specification, m + 1) + 1e-6)
            }
        };
        claims.push(Claim::equal(
            "short-directions",
            &format!(
                "where the wedges of m + 1 = {} optima cross there are {formula} directions that are short for any of \
                 them (for the nearest wedge alone, s as everywhere)",
                m + 1
            ),
            count as f64,
            union.mean,
            tolerance,
        ));
    }
    claims
}
