//! Where a descent may move: everywhere, in a hyperplane across given directions, or in a plane of few dimensions.

use crate::landscape::Points;

/// The set of points that a descent may visit.
///
/// A descent keeps *variables*: the points themselves, or their coordinates in a plane. The subspace turns variables
/// into points, and gradients at points into gradients of variables.
#[derive(Debug, Clone)]
pub enum Subspace<P> {
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
    /// The plane `origin + coordinates · axes` of as many dimensions as there are axes (section 3.3 of the paper).
    Plane {
        /// One point: the plane's offset.
        origin: P,
        /// The rows that span the plane, not necessarily orthogonal.
        axes: P,
    },
}

impl<P: Points> Subspace<P> {
    /// The points that the variables stand for.
    pub fn points(&self, variables: &P) -> P {
        match self {
            Self::Full | Self::Normal { .. } => variables.clone(),
            Self::Plane { origin, axes } => variables.times(axes).add(1.0, origin),
        }
    }

    /// The gradient with respect to the variables, from the gradient at the points.
    pub fn pull_back(&self, gradient: P) -> P {
        match self {
            Self::Full => gradient,
            Self::Normal { directions, .. } => gradient.without(directions),
            Self::Plane { axes, .. } => gradient.times_transposed(axes),
        }
    }

    /// Puts variables back where they belong after an update.
    ///
    /// Projecting the gradient alone is not enough: Adam scales every coordinate by itself, and so leaves a hyperplane
    /// although every gradient lies in it.
    pub fn restore(&self, variables: P) -> P {
        match self {
            Self::Full | Self::Plane { .. } => variables,
            Self::Normal { through, directions } => {
                variables.add(-1.0, through).without(directions).add(1.0, through)
            }
        }
    }
}
