//! Computations shared by everything: least squares, statistics, spectra, random streams, and the version of the
//! numerics.

mod dot_product;
pub mod linear_algebra;
pub(crate) mod principal_directions;
pub mod random;
mod real;
pub mod spectrum;
pub mod statistics;
mod version;

pub use dot_product::{dot, wide_dot};
pub use real::Real;
pub use version::NUMERICS;
