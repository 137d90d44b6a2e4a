//! Products of points with rows that stay the same, on the host: most of the work of a descent in a plane.

use super::host::{HostPoints, Real};
use crate::kernel::{Instructions, Kernel, Vector};

/// Sums side by side, so that none has to wait for the one before.
const LANES: usize = 8;

/// Adds every row as often as its weight says. Rows of weight nought are not read.
pub(super) fn add_rows<T: Real>(weights: &[T], rows: &HostPoints<f32>, sums: &mut [T]) {
    Instructions::best().run(AddRows { weights, rows, sums });
}

/// The products of a point with every row.
pub(super) fn multiply_rows<T: Real>(point: &[T], rows: &HostPoints<f32>, products: &mut [T]) {
    Instructions::best().run(MultiplyRows { point, rows, products });
}

struct AddRows<'a, T> {
    weights: &'a [T],
    rows: &'a HostPoints<f32>,
    sums: &'a mut [T],
}

// The loops are plain; they are compiled anew for each set of instructions.
impl<T: Real> Kernel for AddRows<'_, T> {
    #[inline(always)]
    fn run<V: Vector>(self) {
        for (&weight, row) in self.weights.iter().zip(self.rows.iter()) {
            if weight == T::zero() {
                continue;
            }
            for (sum, &value) in self.sums.iter_mut().zip(row) {
                *sum = *sum + weight * T::of(f64::from(value));
            }
        }
    }
}

struct MultiplyRows<'a, T> {
    point: &'a [T],
    rows: &'a HostPoints<f32>,
    products: &'a mut [T],
}

impl<T: Real> Kernel for MultiplyRows<'_, T> {
    #[inline(always)]
    fn run<V: Vector>(self) {
        let (chunks, rest) = self.point.as_chunks::<LANES>();
        for (product, row) in self.products.iter_mut().zip(self.rows.iter()) {
            let (row_chunks, row_rest) = row.as_chunks::<LANES>();
            let mut sums = [T::zero(); LANES];
            for (values, row) in chunks.iter().zip(row_chunks) {
                for lane in 0..LANES {
                    sums[lane] = sums[lane] + values[lane] * T::of(f64::from(row[lane]));
                }
            }
            let mut sum = T::zero();
            for (&value, &other) in rest.iter().zip(row_rest) {
                sum = sum + value * T::of(f64::from(other));
            }
            *product = sums.into_iter().fold(sum, |sum, value| sum + value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::landscape::Points;

    #[test]
    fn products_with_fixed_rows_are_those_with_rows() {
        let value = |row: usize, place: usize| ((row * 7 + place * 3) % 11) as f64 - 5.0;
        for (points, rows, dimension) in [(1, 5, 19), (3, 17, 8), (2, 1, 1), (2, 9, 30)] {
            let matrix = HostPoints::from_fn(rows, dimension, value);
            let left = HostPoints::from_fn(points, dimension, |row, place| value(place, row));
            let fixed = left.fixed_rows(&matrix);
            assert_eq!(left.times_fixed_transposed(&fixed), left.times_transposed(&matrix));
            let weights = HostPoints::from_fn(points, rows, value);
            assert_eq!(weights.times_fixed(&fixed), weights.times(&matrix));
        }
    }
}
