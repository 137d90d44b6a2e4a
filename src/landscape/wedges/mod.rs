//! The wedges: the distance to the nearest of many wedges (section 3.2 of the paper).
//!
//! A wedge is a flat sheet through the origin, unbounded along n of the D dimensions and thin along the other
//! s = D − n. The loss of a point is its Euclidean distance L to the nearest wedge. With all C(D, n) axis-aligned
//! wedges of no thickness, L² is the sum of the s smallest squared coordinates, and the nearest point of a wedge is
//! the point with those coordinates set to zero.

#[cfg(feature = "compute")]
pub(super) mod device;
mod host;
mod specification;

pub use host::{ShortDirections, Wedge, Wedges};
pub use specification::{
    Family, LARGEST_DIMENSION, MOST_STORED_NUMBERS, MOST_WEDGES, Objective, WedgesError, WedgesSpecification,
};
