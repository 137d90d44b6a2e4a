//! Batches of points and the little algebra that descents and experiments need of them.
//!
//! A batch is a matrix with one point a row, so directions, planes and coordinates are batches too, and a sweep over a
//! line or a plane is one matrix product. Where the numbers live (the host's memory, a GPU) is the implementation's
//! affair; nothing above asks.

use super::HostPoints;
use std::ops::Range;

/// The points of a device could not be read.
#[derive(Debug, Clone, thiserror::Error)]
#[error("the device did not give back its numbers ({reason}); run again, or choose another device")]
pub struct ReadError {
    /// What the device said.
    pub reason: String,
}

/// A batch of points of one dimension: a matrix of shape `[count, dimension]`.
///
/// Shapes of two operands must agree as each method says; they are fixed by the callers' structure, never by user
/// input. Operations may be queued on a device; only [`Points::read`] waits for it.
#[allow(
    async_fn_in_trait,
    reason = "a browser's futures are not Send, and callers always know the concrete type"
)]
pub trait Points: Clone + Send + Sync {
    /// What [`Points::fixed_rows`] makes.
    type FixedRows: Clone + Send + Sync + std::fmt::Debug;

    /// How many points the batch holds.
    fn count(&self) -> usize;

    /// How many coordinates each point has.
    fn dimension(&self) -> usize;

    /// Copies rows from the host to where these points live. The rows may have any dimension.
    fn place(&self, rows: &HostPoints<f64>) -> Self;

    /// Copies the points to the host, waiting for whatever is queued before.
    ///
    /// # Errors
    /// When the device was lost or refuses.
    async fn read(&self) -> Result<HostPoints<f64>, ReadError>;

    /// The points `range.start..range.end` of the batch.
    fn rows(&self, range: Range<usize>) -> Self;

    /// All batches, one below the other. They share a dimension, and there is at least one.
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

    /// Running means one gradient further (Kingma and Ba 2015, algorithm 1): `self` is the mean of the gradients and
    /// `square` that of their squares, and each keeps so much of itself, `mean_decay` and `square_decay`, both below 1.
    fn average(self, square: Self, gradient: &Self, mean_decay: f64, square_decay: f64) -> (Self, Self) {
        let squared = gradient.clone().multiply(gradient);
        let mean = self.scale(mean_decay).add(1.0 - mean_decay, gradient);
        (mean, square.scale(square_decay).add(1.0 - square_decay, &squared))
    }

    /// `self − rate · mean / (√(square · correction) + shift)`, coordinate by coordinate.
    fn descend(self, rate: f64, mean: &Self, square: &Self, correction: f64, shift: f64) -> Self {
        let spread = square.clone().scale(correction).square_root().shift(shift);
        self.add(-rate, &mean.clone().divide(&spread))
    }

    /// Rows that products with points are taken of again and again, where these points live: in single precision, in
    /// which such products are summed, too.
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
