//! Finds the lowest point of a plane: by a descent, or by solving the equations of the wedges.

use super::plane::Plane;
use crate::descent::{DescentSpecification, descend};
use crate::experiment::ExperimentError;
use crate::landscape::wedges::{ShortDirections, Wedge};
use crate::landscape::{Landscape, LandscapeError, Wedges, measure};
use crate::numerics::dot;
use crate::numerics::linear_algebra::least_squares;
use crate::observer::{Observer, Work};
use crate::points::{HostPoints, Points, Split};
use crate::settings::choices;
use crate::step;
use crate::step::Subspace;

choices! {
    /// The method that finds the lowest point of a plane.
    pub enum Solver {
        /// A descent with the descent's settings: by default Adam with a rate that decays to zero.
        Adam = "adam",
        /// Lloyd's method: the nearest point of the plane to the nearest wedge, by least squares, until the nearest wedge
        /// stays the same.
        Exact = "exact",
    }
}

/// Lloyd's method terminates because the loss falls in every round; this many rounds are never needed.
const MOST_ROUNDS: usize = 1_000;

impl Solver {
    /// A trial succeeds below this share of its initial loss.
    pub(super) fn success(self) -> f64 {
        match self {
            Self::Adam => 1e-2,
            Self::Exact => 1e-6,
        }
    }

    /// For every plane (all with the same number of dimensions), the loss where the solver ends over the loss at the
    /// origin.
    pub(super) async fn loss_ratios<L: Landscape>(
        self,
        landscape: &L,
        wedges: &Wedges,
        planes: &[Plane],
        descent: &DescentSpecification,
        observer: &mut impl Observer,
    ) -> Result<Vec<f64>, ExperimentError> {
        if self == Self::Adam {
            return descended_loss_ratios(landscape, planes, descent, observer).await;
        }
        let mut ratios = Vec::with_capacity(planes.len());
        for plane in planes {
            ratios.push(exact_loss_ratio(wedges, plane, observer).await?);
        }
        Ok(ratios)
    }
}

async fn descended_loss_ratios<L: Landscape>(
    landscape: &L,
    planes: &[Plane],
    descent: &DescentSpecification,
    observer: &mut impl Observer,
) -> Result<Vec<f64>, ExperimentError> {
    let origins: Vec<_> = planes.iter().map(|plane| landscape.points(&plane.origin)).collect();
    let initial = measure(landscape, &L::Points::stack(&origins), Split::Measured, observer).await?;
    let dimension = planes.first().map_or(0, |plane| plane.axes.len());
    if dimension == 0 {
        return Ok(vec![1.0; planes.len()]);
    }
    let spanned = planes.iter().zip(origins);
    let spanned = spanned.map(|(plane, origin)| step::Plane::spanned_by(&plane.axes_as_points(), origin));
    let subspace = Subspace::Planes(spanned.collect());
    let start = landscape.points(&HostPoints::from_fn(planes.len(), dimension, |_, _| 0.0));
    let plan = descent.plan(landscape.examples(Split::Train), 0);
    let ended = descend(landscape, start, subspace, plan, observer).await?;
    let reached = measure(landscape, &ended.points, Split::Measured, observer).await?;
    Ok(reached.iter().zip(&initial).map(|(reached, initial)| reached.loss / initial.loss).collect())
}

/// The loss ratio of Lloyd's method on wedges without thickness.
pub(super) async fn exact_loss_ratio(
    wedges: &Wedges,
    plane: &Plane,
    observer: &mut impl Observer,
) -> Result<f64, ExperimentError> {
    let mut point = plane.origin.point(0).to_vec();
    let initial = wedges.distance(&point);
    let mut loss = initial;
    if !plane.axes.is_empty() {
        for _ in 0..MOST_ROUNDS {
            let wedge = wedges.nearest(&point);
            let lowest = plane.point(&lowest_coordinates(&wedge, plane));
            let reached = wedges.distance(&lowest);
            observer.rest(Work::Evaluation(0.0)).await.map_err(LandscapeError::from)?;
            let is_same_wedge = wedges.nearest(&lowest) == wedge;
            (point, loss) = (lowest, reached.min(loss));
            if is_same_wedge {
                break;
            }
        }
    }
    observer.rest(Work::Evaluation(1.0)).await.map_err(LandscapeError::from)?;
    Ok(loss / initial)
}

/// The coordinates of the plane's point that is nearest to a wedge.
fn lowest_coordinates(wedge: &Wedge<'_>, plane: &Plane) -> Vec<f64> {
    let target: Vec<f64> = wedge.components(plane.origin.point(0)).into_iter().map(|value| -value).collect();
    let columns: Vec<Vec<f64>> = plane.axes.iter().map(|axis| short_components(wedge, axis)).collect();
    least_squares(&columns, &target)
}

fn short_components(wedge: &Wedge<'_>, axis: &[f64]) -> Vec<f64> {
    match wedge.short_directions() {
        ShortDirections::Axes(axes) => axes.iter().map(|&place| axis[place as usize]).collect(),
        ShortDirections::Basis(basis) => basis.iter().map(|direction| dot(direction, axis)).collect(),
    }
}
