//! Where a descent may move: everywhere, in a hyperplane across given directions, or in a plane of few dimensions.

use super::optimizer::OptimizerState;
use crate::landscape::{HostPoints, Points};
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
    /// The hyperplanes across `directions`, one through each point of `through` (or one for all of them).
    ///
    /// Connectors descend here: one direction for a tunnel between two optima, m of them for an m-connector
    /// (sections 4.2 and 4.3 of the paper).
    Normal {
        /// Points that the hyperplanes go through: one, or as many as descend.
        through: P,
        /// Orthonormal rows, which no point may move along.
        directions: P,
    },
    /// A plane of few dimensions for every point (section 3.3 of the paper), all of the same number of dimensions.
    Planes(Vec<Plane<P>>),
}

/// The plane `origin + coordinates · axes`. Points lie in it to single precision of their distance from the origin, which
/// is itself exact.
#[derive(Debug, Clone)]
pub struct Plane<P: Points> {
    origin: P,
    /// The axes, transposed: a row for each of the D coordinates. Points on the way forward are dot products with rows,
    /// and on the way back only those rows are read whose coordinate has a gradient.
    /// Shared by all copies.
    rows: Arc<P::FixedRows>,
}

impl<P: Points> Plane<P> {
    /// The plane through `origin`, one point, that these axes span: not necessarily orthogonal ones, at least one.
    pub fn spanned_by(axes: &HostPoints<f64>, origin: P) -> Self {
        let rows = HostPoints::from_fn(axes.dimension(), axes.count(), |row, axis| axes.point(axis)[row]);
        Self::of_rows(origin, &rows)
    }

    /// The plane through `origin`, one point, whose axes are transposed: a row for each coordinate, `[D, d]`.
    pub fn of_rows(origin: P, rows: &HostPoints<f64>) -> Self {
        Self { rows: Arc::new(origin.fixed_rows(rows)), origin }
    }

    /// The origin, and the axes, transposed: `[D, d]`.
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

/// The rows of a batch, each made into another one by its plane.
fn row_by_row<P: Points>(planes: &[Plane<P>], rows: &P, make: impl Fn(&Plane<P>, &P) -> P) -> P {
    let made = planes.iter().enumerate().map(|(index, plane)| make(plane, &rows.rows(index..index + 1)));
    P::stack(&made.collect::<Vec<_>>())
}

impl<P: Points> Subspace<P> {
    /// Where some of the points may move.
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
    pub(super) fn step(&self, variables: P, gradient: P, optimizer: &mut OptimizerState<P>, rate: f64) -> P {
        let gradient = self.pull_back(gradient);
        self.restore(optimizer.step(variables, gradient, rate))
    }

    /// The points that the variables stand for.
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

    /// Puts variables back where they belong after an update.
    ///
    /// Projecting the gradient alone is not enough: Adam scales every coordinate by itself, and so leaves a hyperplane
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
