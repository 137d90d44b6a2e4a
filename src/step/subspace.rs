//! Where a descent may move: everywhere, in a hyperplane normal to given directions, or in a plane of few dimensions.

use super::OptimizerState;
use crate::points::{HostPoints, Points};
use std::ops::Range;
use std::sync::Arc;

/// The set of points that a descent may visit.
///
/// A descent keeps *variables*: the points themselves, or their coordinates in a plane. The subspace turns variables
/// into points, and gradients at points into gradients of variables.
#[derive(Debug, Clone)]
pub enum Subspace<P: Points> {
    /// The whole space: training as usual.
    Full,
    /// The hyperplanes normal to `directions`, one through each point of `through` (or one for all of them).
    ///
    /// Connectors descend here: one direction for a tunnel between two optima, m of them for an m-connector
    /// (sections 4.2 and 4.3 of the paper).
    Normal {
        /// Points that the hyperplanes go through: one, or one for each descending point.
        through: P,
        /// Orthonormal rows, along which no point may move.
        directions: P,
    },
    /// A plane of few dimensions for every point (section 3.3 of the paper), all with the same number of dimensions.
    Planes(Vec<Plane<P>>),
}

/// The plane `origin + coordinates · axes`. Points lie in it to single precision of their distance from the origin,
/// which is exact.
#[derive(Debug, Clone)]
pub struct Plane<P: Points> {
    origin: P,
    /// The axes, transposed: a row for each of the D coordinates. In the forward pass points are dot products with
    /// rows, and the backward pass reads only rows whose coordinate has a gradient. Shared by all copies.
    rows: Arc<P::FixedRows>,
}

impl<P: Points> Plane<P> {
    /// The plane through `origin`, one point, spanned by at least one axis; the axes need not be orthogonal.
    pub fn spanned_by(axes: &HostPoints<f64>, origin: P) -> Self {
        let rows = HostPoints::from_fn(axes.dimension(), axes.count(), |row, axis| axes.point(axis)[row]);
        Self::of_rows(origin, &rows)
    }

    /// The plane through `origin`, one point, from its transposed axes: a row for each coordinate, `[D, d]`.
    pub fn of_rows(origin: P, rows: &HostPoints<f64>) -> Self {
        Self { rows: Arc::new(origin.fixed_rows(rows)), origin }
    }

    /// The origin, and the transposed axes: `[D, d]`.
    pub fn parts(&self) -> (&P, &P::FixedRows) {
        (&self.origin, &self.rows)
    }

    pub(super) fn point(&self, variables: &P) -> P {
        variables.displaced(&self.rows, &self.origin)
    }

    pub(super) fn pull_back(&self, gradient: &P) -> P {
        gradient.times_fixed(&self.rows)
    }
}

/// Applies each plane to its row of a batch.
fn row_by_row<P: Points>(planes: &[Plane<P>], rows: &P, make: impl Fn(&Plane<P>, &P) -> P) -> P {
    let made = planes.iter().enumerate().map(|(index, plane)| make(plane, &rows.rows(index..index + 1)));
    P::stack(&made.collect::<Vec<_>>())
}

impl<P: Points> Subspace<P> {
    /// The subspace of some of the points.
    pub fn rows(&self, range: Range<usize>) -> Self {
        match self {
            Self::Full => Self::Full,
            Self::Normal { through, directions } => {
                let through = if through.count() == 1 { through.clone() } else { through.rows(range) };
                Self::Normal { through, directions: directions.clone() }
            }
            Self::Planes(planes) => Self::Planes(planes[range].to_vec()),
        }
    }

    /// The variables after a step of size `rate` against the gradient at the points.
    pub(crate) fn step(&self, variables: P, gradient: P, optimizer: &mut OptimizerState<P>, rate: f64) -> P {
        let gradient = self.pull_back(gradient);
        self.restore(optimizer.step(variables, gradient, rate))
    }

    /// The points that the variables describe.
    pub fn points(&self, variables: &P) -> P {
        match self {
            Self::Full | Self::Normal { .. } => variables.clone(),
            Self::Planes(planes) => row_by_row(planes, variables, Plane::point),
        }
    }

    /// The gradient with respect to the variables, from the gradient at the points.
    pub fn pull_back(&self, gradient: P) -> P {
        match self {
            Self::Full => gradient,
            Self::Normal { directions, .. } => gradient.without(directions),
            Self::Planes(planes) => row_by_row(planes, &gradient, Plane::pull_back),
        }
    }

    /// Moves variables back into the subspace after an update.
    ///
    /// Projecting the gradient alone is not enough: Adam scales every coordinate separately, and so leaves a hyperplane
    /// although every gradient lies in it.
    pub fn restore(&self, variables: P) -> P {
        match self {
            Self::Full | Self::Planes(_) => variables,
            Self::Normal { through, directions } => {
                variables.add(-1.0, through).without(directions).add(1.0, through)
            }
        }
    }
}
