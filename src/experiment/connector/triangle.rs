//! The loss over the triangle of three optima, before and after descents from there.

use super::crossing::{Crossing, descend_across};
use super::measure_both;
use crate::descent::Plan;
use crate::experiment::ExperimentError;
use crate::experiment::from_json::from_json;
use crate::landscape::{Landscape, measure_sweep};
use crate::observer::Observer;
use crate::points::{HostPoints, Points, Split, Sweep};
use serde::Serialize;

/// Height of an equilateral triangle of side 1.
pub(crate) const TRIANGLE_HEIGHT: f64 = 0.866_025_403_784_438_6;

/// The loss over the triangle of three optima, as an equilateral one of side 1: row by row from the bottom, with as
/// many columns as rows, NaN outside.
#[derive(Debug, Clone, Serialize)]
pub struct Triangle {
    /// Columns, and rows.
    pub columns: usize,
    /// On the plane through the optima.
    pub before: Vec<f64>,
    /// On the wedges: where the descents from every cell end.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub after: Vec<f64>,
    /// On networks, where that many descents would take hours: on the plane that the descent from the middle ends in,
    /// which is parallel to that of the optima.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub beside: Vec<f64>,
}

from_json!(Triangle: needs [columns, before], may lack [after, beside]);

impl Triangle {
    fn blank(columns: usize) -> Self {
        Self { columns, before: vec![f64::NAN; columns * columns], after: Vec::new(), beside: Vec::new() }
    }

    /// Maps the triangle with a descent from every cell.
    pub(super) async fn descended<L: Landscape>(
        landscape: &L,
        corners: &HostPoints<f64>,
        columns: usize,
        plan: Plan,
        observer: &mut impl Observer,
    ) -> Result<Self, ExperimentError> {
        let mut triangle = Self::blank(columns);
        triangle.after.clone_from(&triangle.before);
        for cells in cells(columns).chunks(landscape.points_at_once().clamp(1, 512)) {
            let crossing = descend_across(landscape, corners, &weights(cells), plan, observer).await?;
            let (before, after) = measure_both(landscape, &crossing, observer).await?;
            for ((cell, _), (before, after)) in cells.iter().zip(before.into_iter().zip(after)) {
                triangle.before[*cell] = before.loss;
                triangle.after[*cell] = after.loss;
            }
        }
        Ok(triangle)
    }

    /// Maps the triangle with one descent, from the middle of the corners to where `crossing` ends: measured on its
    /// plane, and on that of the corners.
    pub(super) async fn beside<L: Landscape>(
        landscape: &L,
        corners: &HostPoints<f64>,
        crossing: &Crossing<L::Points>,
        columns: usize,
        observer: &mut impl Observer,
    ) -> Result<Self, ExperimentError> {
        let mut triangle = Self::blank(columns);
        let corners = landscape.points(corners);
        let way = crossing.end.clone().add(-1.0, &crossing.start);
        let shifted = corners.clone().add(1.0, &way);
        triangle.before = on_plane(landscape, corners, columns, observer).await?;
        triangle.beside = on_plane(landscape, shifted, columns, observer).await?;
        Ok(triangle)
    }
}

async fn on_plane<L: Landscape>(
    landscape: &L,
    corners: L::Points,
    columns: usize,
    observer: &mut impl Observer,
) -> Result<Vec<f64>, ExperimentError> {
    let cells = cells(columns);
    let plane = Sweep::new(corners, weights(&cells));
    let measured = measure_sweep(landscape, &plane, Split::Measured, observer).await?;
    let mut losses = vec![f64::NAN; columns * columns];
    for ((cell, _), measured) in cells.iter().zip(measured) {
        losses[*cell] = measured.loss;
    }
    Ok(losses)
}

fn weights(cells: &[(usize, [f64; 3])]) -> HostPoints<f64> {
    HostPoints::from_fn(cells.len(), 3, |cell, corner| cells[cell].1[corner])
}

/// The cells of the map whose middles lie in the triangle, with their weights for the three corners (left, right, top).
pub(super) fn cells(columns: usize) -> Vec<(usize, [f64; 3])> {
    let cells = (0..columns * columns).map(|cell| {
        let x = ((cell % columns) as f64 + 0.5) / columns as f64;
        let top = ((cell / columns) as f64 + 0.5) / columns as f64;
        let right = x - 0.5 * top;
        (cell, [1.0 - right - top, right, top])
    });
    cells.filter(|(_, weights)| weights.iter().all(|&weight| weight >= 0.0)).collect()
}
