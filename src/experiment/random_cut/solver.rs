//! How the lowest point of a plane is found: by a descent, or by solving the equations of the wedges.

use super::plane::Plane;
use crate::descent::{DescentSpecification, Subspace, descend};
use crate::experiment::ExperimentError;
use crate::landscape::wedges::{ShortDirections, Wedge};
use crate::landscape::{HostPoints, Landscape, LandscapeError, Split, Wedges};
use crate::linear_algebra::{dot, least_squares};
use crate::observer::{Observer, Work};
use serde::{Deserialize, Serialize};

/// How the lowest point of a plane is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Solver {
    /// A descent, as the settings of the descent say: by default Adam with a rate that decays to zero.
    #[default]
    Adam,
    /// Lloyd's method: the nearest point of the plane to the nearest wedge, by least squares, until the nearest wedge stays
    /// the same.
    Exact,
}

/// Lloyd's method ends by itself, the loss falling in every round; this many rounds are never needed.
const MOST_ROUNDS: usize = 1_000;

impl Solver {
    /// The names of all solvers.
    pub const NAMES: &'static [&'static str] = &["adam", "exact"];

    /// A trial has succeeded below this share of its initial loss.
    pub(super) fn success(self) -> f64 {
        match self {
            Self::Adam => 1e-2,
            Self::Exact => 1e-6,
        }
    }

    /// The loss where the solver ends over the loss at the plane's origin.
    pub(super) async fn loss_ratio<L: Landscape>(
        self,
        landscape: &L,
        plane: &Plane,
        descent: &DescentSpecification,
        observer: &mut impl Observer,
    ) -> Result<f64, ExperimentError> {
        match (self, landscape.as_wedges()) {
            (Self::Exact, Some(wedges)) => exact_loss_ratio(wedges, plane, observer).await,
            _ => descended_loss_ratio(landscape, plane, descent, observer).await,
        }
    }
}

async fn descended_loss_ratio<L: Landscape>(
    landscape: &L,
    plane: &Plane,
    descent: &DescentSpecification,
    observer: &mut impl Observer,
) -> Result<f64, ExperimentError> {
    let origin = landscape.points(&plane.origin);
    let initial = landscape.measure(&origin, Split::Train, observer).await?[0].loss;
    let dimension = plane.axes.len();
    if dimension == 0 {
        return Ok(1.0);
    }
    let subspace = Subspace::Plane { origin, axes: landscape.points(&plane.axes_as_points()) };
    let start = landscape.points(&HostPoints::from_fn(1, dimension, |_, _| 0.0));
    let plan = descent.plan(landscape.examples(Split::Train), 0);
    let ended = descend(landscape, start, subspace, plan, observer).await?;
    Ok(landscape.measure(&ended.points, Split::Train, observer).await?[0].loss / initial)
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
