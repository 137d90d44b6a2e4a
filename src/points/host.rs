//! Points in the host's memory: plain slices, exact, without Burn.

use super::{FixedRows, Points, ReadError};
use crate::numerics::{Real, wide_dot};
use std::ops::Range;

/// A batch of points on the host, row by row.
///
/// ```
/// use wedgelab::prelude::*;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let points = HostPoints::new(2, vec![0.0, 1.0, 2.0, 3.0])?;
/// assert_eq!(points.count(), 2);
/// assert_eq!(points.point(1), [2.0, 3.0]);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct HostPoints<T = f64> {
    dimension: usize,
    values: Vec<T>,
}

/// Numbers that do not form whole points.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", in_words(*values, *dimension))]
pub struct ShapeError {
    /// The number of values given.
    pub values: usize,
    /// The numbers in one point.
    pub dimension: usize,
}

fn in_words(values: usize, dimension: usize) -> String {
    match dimension {
        0 => "points need at least one coordinate; give a dimension of 1 or more".to_owned(),
        _ => format!(
            "{values} numbers do not make whole points of {dimension} coordinates; give a multiple of {dimension}"
        ),
    }
}

impl<T: Real> HostPoints<T> {
    /// A batch from its numbers, row by row.
    ///
    /// # Errors
    /// When the number of values is not a multiple of `dimension`, or `dimension` is 0.
    pub fn new(dimension: usize, values: Vec<T>) -> Result<Self, ShapeError> {
        if dimension == 0 || !values.len().is_multiple_of(dimension) {
            return Err(ShapeError { values: values.len(), dimension });
        }
        Ok(Self { dimension, values })
    }

    /// A batch of one point with at least one coordinate.
    pub fn single(values: Vec<T>) -> Self {
        Self { dimension: values.len().max(1), values }
    }

    /// A batch of `count` points in which coordinate `j` of point `i` is `coordinate(i, j)`.
    pub fn from_fn(count: usize, dimension: usize, mut coordinate: impl FnMut(usize, usize) -> T) -> Self {
        let mut values = Vec::with_capacity(count * dimension);
        for point in 0..count {
            values.extend((0..dimension).map(|axis| coordinate(point, axis)));
        }
        Self { dimension: dimension.max(1), values }
    }

    /// A batch of `count` points at the origin.
    pub fn origins(count: usize, dimension: usize) -> Self {
        Self { dimension: dimension.max(1), values: vec![T::zero(); count * dimension] }
    }

    /// The coordinates of one point.
    pub fn point(&self, index: usize) -> &[T] {
        &self.values[index * self.dimension..(index + 1) * self.dimension]
    }

    /// The coordinates of one point, mutable.
    pub fn point_mut(&mut self, index: usize) -> &mut [T] {
        &mut self.values[index * self.dimension..(index + 1) * self.dimension]
    }

    /// All points in order.
    pub fn iter(&self) -> std::slice::ChunksExact<'_, T> {
        self.values.chunks_exact(self.dimension)
    }

    /// All numbers, row by row.
    pub fn values(&self) -> &[T] {
        &self.values
    }

    /// All numbers, row by row, mutable.
    pub fn values_mut(&mut self) -> &mut [T] {
        &mut self.values
    }

    /// All numbers, row by row, without a copy.
    pub fn into_values(self) -> Vec<T> {
        self.values
    }

    /// The same points in another precision.
    pub fn convert<U: Real>(&self) -> HostPoints<U> {
        HostPoints {
            dimension: self.dimension,
            values: self.values.iter().map(|value| U::of(value.wide())).collect(),
        }
    }

    fn combine(mut self, other: &Self, combine: impl Fn(T, T) -> T) -> Self {
        for (value, &operand) in self.values.iter_mut().zip(&other.values) {
            *value = combine(*value, operand);
        }
        self
    }
}

/// Visits the index of every value that is wanted, in order. Unwanted values cost no branch, so a few wanted values
/// among many are found at the speed of memory. Inlined into code that is compiled for vector instructions.
#[inline(always)]
pub(crate) fn for_each_where<T: Copy>(
    values: &[T],
    is_wanted: impl Fn(T) -> bool,
    mut visit: impl FnMut(usize),
) {
    // One bit per value.
    const AT_ONCE: usize = 64;
    for (number, chunk) in values.chunks(AT_ONCE).enumerate() {
        // Loops of constant length become vector instructions.
        let mut wanted = match <&[T; AT_ONCE]>::try_from(chunk) {
            Ok(chunk) => bits(chunk, &is_wanted),
            Err(_) => bits(chunk, &is_wanted),
        };
        while wanted != 0 {
            visit(number * AT_ONCE + wanted.trailing_zeros() as usize);
            wanted &= wanted - 1;
        }
    }
}

/// One bit for each of at most 64 values, the lowest for the first: whether it is wanted.
#[inline(always)]
fn bits<T: Copy>(values: &[T], is_wanted: impl Fn(T) -> bool) -> u64 {
    let bits = values.iter().enumerate();
    bits.fold(0, |bits, (place, &value)| bits | (u64::from(is_wanted(value)) << place))
}

impl<T: Real> Points for HostPoints<T> {
    /// Rows are stored and products summed in single precision, even for `f64`: a plane then stays near the processor.
    type FixedRows = FixedRows;

    fn count(&self) -> usize {
        self.values.len() / self.dimension
    }

    fn dimension(&self) -> usize {
        self.dimension
    }

    fn place(&self, rows: &HostPoints<f64>) -> Self {
        rows.convert()
    }

    async fn read(&self) -> Result<HostPoints<f64>, ReadError> {
        Ok(self.convert())
    }

    fn rows(&self, range: Range<usize>) -> Self {
        let values = self.values[range.start * self.dimension..range.end * self.dimension].to_vec();
        Self { dimension: self.dimension, values }
    }

    fn stack(batches: &[Self]) -> Self {
        let dimension = batches.first().map_or(1, |batch| batch.dimension);
        let values = batches.iter().flat_map(|batch| batch.values.iter().copied()).collect();
        Self { dimension, values }
    }

    fn scale(mut self, factor: f64) -> Self {
        let factor = T::of(factor);
        self.values.iter_mut().for_each(|value| *value = *value * factor);
        self
    }

    fn shift(mut self, summand: f64) -> Self {
        let summand = T::of(summand);
        self.values.iter_mut().for_each(|value| *value = *value + summand);
        self
    }

    fn add(mut self, factor: f64, other: &Self) -> Self {
        let factor = T::of(factor);
        if other.count() == 1 {
            for point in self.values.chunks_exact_mut(self.dimension) {
                for (value, &summand) in point.iter_mut().zip(&other.values) {
                    *value = *value + factor * summand;
                }
            }
            return self;
        }
        self.combine(other, |value, summand| value + factor * summand)
    }

    fn multiply(self, other: &Self) -> Self {
        self.combine(other, |value, factor| value * factor)
    }

    fn divide(self, other: &Self) -> Self {
        self.combine(other, |value, divisor| value / divisor)
    }

    fn square_root(mut self) -> Self {
        self.values.iter_mut().for_each(|value| *value = value.sqrt());
        self
    }

    fn adam_moments(
        mut self,
        mut square: Self,
        gradient: &Self,
        mean_decay: f64,
        square_decay: f64,
    ) -> (Self, Self) {
        let (mean_kept, mean_share) = (T::of(mean_decay), T::of(1.0 - mean_decay));
        let (square_kept, square_share) = (T::of(square_decay), T::of(1.0 - square_decay));
        let means = self.values.iter_mut().zip(&mut square.values);
        for ((mean, square), &gradient) in means.zip(&gradient.values) {
            *mean = *mean * mean_kept + gradient * mean_share;
            *square = *square * square_kept + gradient * gradient * square_share;
        }
        (self, square)
    }

    fn adam_step(mut self, rate: f64, mean: &Self, square: &Self, correction: f64, shift: f64) -> Self {
        let (rate, correction, shift) = (T::of(rate), T::of(correction), T::of(shift));
        let means = mean.values.iter().zip(&square.values);
        for (value, (&mean, &square)) in self.values.iter_mut().zip(means) {
            *value = *value - rate * mean / ((square * correction).sqrt() + shift);
        }
        self
    }

    fn times(&self, matrix: &Self) -> Self {
        let mut values = vec![T::zero(); self.count() * matrix.dimension];
        for (weights, sum) in self.iter().zip(values.chunks_exact_mut(matrix.dimension)) {
            for (&weight, row) in weights.iter().zip(matrix.iter()) {
                // A weight of zero must leave no trace, even of an infinity; so the ends of a line are exact.
                if weight == T::zero() {
                    continue;
                }
                for (value, &coordinate) in sum.iter_mut().zip(row) {
                    *value = *value + weight * coordinate;
                }
            }
        }
        Self { dimension: matrix.dimension, values }
    }

    fn fixed_rows(&self, rows: &HostPoints<f64>) -> FixedRows {
        FixedRows::new(rows)
    }

    fn times_fixed(&self, rows: &FixedRows) -> Self {
        let mut values = Vec::with_capacity(self.count() * rows.dimension());
        self.iter().for_each(|weights| rows.append_sum(weights, &mut values));
        Self { dimension: rows.dimension(), values }
    }

    fn times_fixed_transposed(&self, rows: &FixedRows) -> Self {
        self.displaced(rows, &Self::single(vec![T::zero(); rows.count()]))
    }

    fn displaced(&self, rows: &FixedRows, origin: &Self) -> Self {
        let mut points = self.iter().map(|point| rows.multiply(point, &origin.values));
        let values = match self.count() {
            1 => points.next().unwrap_or_default(),
            _ => points.flatten().collect(),
        };
        Self { dimension: origin.dimension, values }
    }

    fn times_transposed(&self, other: &Self) -> Self {
        Self::from_fn(self.count(), other.count(), |row, column| {
            T::of(wide_dot(self.point(row), other.point(column)))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn batch(dimension: usize, values: &[f64]) -> HostPoints<f64> {
        HostPoints::new(dimension, values.to_vec()).unwrap()
    }

    #[test]
    fn numbers_that_make_no_whole_points_are_refused() {
        assert!(HostPoints::new(3, vec![0.0_f64; 7]).is_err());
        assert!(HostPoints::<f64>::new(0, vec![]).is_err());
    }

    #[test]
    fn products_are_matrix_products() {
        let left = batch(2, &[1.0, 2.0, 3.0, 4.0]);
        let right = batch(3, &[1.0, 0.0, 2.0, 0.0, 1.0, 1.0]);
        assert_eq!(left.times(&right), batch(3, &[1.0, 2.0, 4.0, 3.0, 4.0, 10.0]));
        assert_eq!(left.times_transposed(&left), batch(2, &[5.0, 11.0, 11.0, 25.0]));
    }

    #[test]
    fn components_along_directions_are_removed_and_nothing_else() {
        let directions = batch(3, &[0.6, 0.8, 0.0]);
        let left_over = batch(3, &[1.0, 2.0, 3.0]).without(&directions);
        assert!(wide_dot(left_over.point(0), directions.point(0)).abs() < 1e-15);
        assert_eq!(left_over.point(0)[2], 3.0);
    }

    #[test]
    fn one_point_is_added_to_every_point() {
        let sum = batch(2, &[1.0, 2.0, 3.0, 4.0]).add(2.0, &batch(2, &[10.0, 20.0]));
        assert_eq!(sum, batch(2, &[21.0, 42.0, 23.0, 44.0]));
    }
}
