//! A loss over a plane as a surface in space: quadrilateral tiles, the farthest first.

use crate::experiment::plane::PlaneNumbers;
use crate::teaching::three_sheets::Camera;

/// Half the side of the surface's ground, in units of the scene.
const REACH: f64 = 2.1;
/// Height of the highest loss above the lowest.
const HEIGHT: f64 = 2.2;
/// Losses are cut off at this many times the mean height above the lowest, because a few cliffs would flatten the rest.
const CUT: f64 = 2.5;

/// The surface.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Relief {
    columns: usize,
    /// The corners, row after row: position, and height as a share of the range, from 0 to 1.
    corners: Vec<([f64; 3], f64)>,
}

/// One piece of the surface.
pub(super) struct Tile {
    /// Its corners, in order around it.
    pub(super) corners: [[f64; 3]; 4],
    /// Its height as a share of the range, from 0 to 1.
    pub(super) share: f64,
}

impl Relief {
    /// The surface of the losses on a plane; `None` if they do not fit to its columns and rows.
    pub(super) fn of(plane: &PlaneNumbers) -> Option<Self> {
        let PlaneNumbers { x, y, loss, .. } = plane;
        if x.len() < 2 || loss.len() != y.len() || loss.iter().any(|row| row.len() != x.len()) {
            return None;
        }
        let finite = || loss.iter().flatten().copied().filter(|value| value.is_finite());
        let (lowest, highest) = (finite().reduce(f64::min)?, finite().reduce(f64::max)?);
        let mean = finite().sum::<f64>() / finite().count() as f64;
        let cut = highest.min(lowest + CUT * (mean - lowest).max(f64::MIN_POSITIVE));
        let span = (x[x.len() - 1] - x[0]).abs().max((y[y.len() - 1] - y[0]).abs());
        let (middle_x, middle_y) = (f64::midpoint(x[0], x[x.len() - 1]), f64::midpoint(y[0], y[y.len() - 1]));
        let place = |value: f64, middle: f64| 2.0 * REACH * (value - middle) / span;
        let corners = loss.iter().zip(y).flat_map(|(row, &y)| {
            row.iter().zip(x).map(move |(&loss, &x)| {
                let share = ((loss.min(cut) - lowest) / (cut - lowest)).clamp(0.0, 1.0);
                let share = if share.is_nan() { 1.0 } else { share };
                ([place(x, middle_x), place(y, middle_y), HEIGHT * (share - 0.5)], share)
            })
        });
        Some(Self { columns: x.len(), corners: corners.collect() })
    }

    /// All tiles, each before the nearer ones that may hide it: over a plane, that is row after row and column after
    /// column from the far side.
    pub(super) fn tiles(&self, camera: Camera) -> impl Iterator<Item = Tile> {
        let (columns, rows) = (self.columns, self.corners.len() / self.columns);
        let [x, y, _] = camera.eye();
        let from_far =
            |place: usize, count: usize, eye: f64| if eye < 0.0 { count - 1 - place } else { place };
        (0..(columns - 1) * (rows - 1)).map(move |tile| {
            let row = from_far(tile / (columns - 1), rows - 1, y);
            let column = from_far(tile % (columns - 1), columns - 1, x);
            let first = row * columns + column;
            let corners = [first, first + 1, first + columns + 1, first + columns];
            let corners = corners.map(|corner| self.corners[corner]);
            let share = corners.iter().map(|corner| corner.1).sum::<f64>() / 4.0;
            Tile { corners: corners.map(|corner| corner.0), share }
        })
    }
}
