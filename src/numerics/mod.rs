//! Computations shared by everything: vectors, least squares, statistics, spectra, random streams, and the version of
//! the numerics.

mod dot_product;
pub mod linear_algebra;
pub(crate) mod principal_directions;
pub mod random;
mod real;
pub mod spectrum;
pub mod statistics;
mod vectors;
mod version;

pub use dot_product::{dot, wide_dot};
pub use real::Real;
pub use vectors::{cosine, distance, length, wide_length};
pub use version::NUMERICS;
