//! Batches of points and the linear algebra that descents and experiments need.
//!
//! A batch is a matrix with one point per row, so directions, planes and coordinates are batches too, and a sweep over
//! a line or a plane is one matrix product. Where the numbers are stored (the host's memory, a GPU) is up to the
//! implementation; the code above does not depend on it.

#[cfg(feature = "compute")]
mod device;
mod fixed_rows;
mod host;
mod measurement;
mod sweep;

#[cfg(feature = "compute")]
pub(crate) use device::read_numbers;
#[cfg(feature = "compute")]
pub use device::{DeviceLosses, DevicePoints};
pub use fixed_rows::FixedRows;
pub(crate) use host::for_each_where;
pub use host::{HostPoints, ShapeError};
pub use measurement::{EpochMeasurement, Measurement, Minibatch, PendingLosses, Split};
pub use sweep::Sweep;

use std::ops::Range;

/// The points could not be read from the device.
#[derive(Debug, Clone, thiserror::Error)]
#[error("the device did not return its values ({reason}); run again, or choose another device")]
pub struct ReadError {
    /// The device's message.
    pub reason: String,
}

/// A batch of points of one dimension: a matrix of shape `[count, dimension]`.
///
/// The shapes of two operands must agree as each method states; the callers' structure determines them, never user
/// input. Operations may be queued on a device; only [`Points::read`] waits for it.
#[allow(
    async_fn_in_trait,
    reason = "a browser's futures are not Send, and callers always know the concrete type"
)]
pub trait Points: Clone + Send + Sync {
    /// The result of [`Points::fixed_rows`].
    type FixedRows: Clone + Send + Sync + std::fmt::Debug;

    /// How many points the batch holds.
    fn count(&self) -> usize;

    /// How many coordinates each point has.
    fn dimension(&self) -> usize;

    /// Copies rows from the host to where these points live. The rows may have any dimension.
    fn place(&self, rows: &HostPoints<f64>) -> Self;

    /// Copies the points to the host, waiting for everything queued before.
    ///
    /// # Errors
    /// When the device was lost or fails.
    async fn read(&self) -> Result<HostPoints<f64>, ReadError>;

    /// The points `range.start..range.end` of the batch.
    fn rows(&self, range: Range<usize>) -> Self;

    /// All batches, one below the other. They have the same dimension, and there is at least one.
    fn stack(batches: &[Self]) -> Self;

    /// Every coordinate times `factor`.
    fn scale(self, factor: f64) -> Self;

    /// Every coordinate plus `summand`.
    fn shift(self, summand: f64) -> Self;

    /// `self + factor · other`. An `other` of one point is added to every point.
    fn add(self, factor: f64, other: &Self) -> Self;

    /// Coordinate by coordinate: `self · other`, of the same shape.
    fn multiply(self, other: &Self) -> Self;

    /// Coordinate by coordinate: `self / other`, of the same shape.
    fn divide(self, other: &Self) -> Self;

    /// The square root of every coordinate (none negative).
    fn square_root(self) -> Self;

    /// The matrix product `self · matrix`: `[count, k] · [k, dimension]`.
    fn times(&self, matrix: &Self) -> Self;

    /// The matrix product `self · otherᵀ`: `[count, dimension] · [m, dimension]ᵀ`, all dot products of two batches.
    fn times_transposed(&self, other: &Self) -> Self;

    /// One update of Adam's moments (Kingma and Ba 2015, algorithm 1): `self` is the mean of the gradients and
    /// `square` that of their squares; `mean_decay` and `square_decay`, both below 1, are the shares that each keeps.
    fn adam_moments(self, square: Self, gradient: &Self, mean_decay: f64, square_decay: f64) -> (Self, Self) {
        let squared = gradient.clone().multiply(gradient);
        let mean = self.scale(mean_decay).add(1.0 - mean_decay, gradient);
        (mean, square.scale(square_decay).add(1.0 - square_decay, &squared))
    }

    /// One step of Adam: `self − rate · mean / (√(square · correction) + shift)`, coordinate by coordinate.
    fn adam_step(self, rate: f64, mean: &Self, square: &Self, correction: f64, shift: f64) -> Self {
        let spread = square.clone().scale(correction).square_root().shift(shift);
        self.add(-rate, &mean.clone().divide(&spread))
    }

    /// Rows for repeated products with points, stored where these points live: in single precision, in which these
    /// products are also summed.
    fn fixed_rows(&self, rows: &HostPoints<f64>) -> Self::FixedRows;

    /// [`Points::times`] such rows.
    fn times_fixed(&self, rows: &Self::FixedRows) -> Self;

    /// [`Points::times_transposed`] with such rows.
    fn times_fixed_transposed(&self, rows: &Self::FixedRows) -> Self;

    /// `origin`, one point, plus the product of each point with such rows, transposed.
    fn displaced(&self, rows: &Self::FixedRows, origin: &Self) -> Self {
        self.times_fixed_transposed(rows).add(1.0, origin)
    }

    /// The points without their components along `directions`, which are orthonormal rows.
    fn without(self, directions: &Self) -> Self {
        let components = self.times_transposed(directions);
        self.add(-1.0, &components.times(directions))
    }
}
