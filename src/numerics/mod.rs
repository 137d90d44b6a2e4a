//! Computations shared by everything: least squares, statistics, spectra, random streams, and the version of the
//! numerics.

pub mod linear_algebra;
pub(crate) mod principal_directions;
pub mod random;
pub mod spectrum;
pub mod statistics;
mod version;

pub use version::NUMERICS;
