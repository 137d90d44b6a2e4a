//! Products of points with rows that stay the same, on the host: most of the work of a descent in a plane.
//!
//! Rows are kept and products summed in single precision: half the memory, so that a plane stays near its processor, and
//! twice the numbers in a vector. That is to about 1e-7 of a displacement's length; nothing else is rounded.

use super::host::{HostPoints, Real, for_each_where};
use super::points::Points;
use crate::kernel::{Instructions, Kernel, Vector};

/// Numbers in the longest vector.
const LONGEST_VECTOR: usize = 16;

/// Rows that are added before the next ones are looked for.
const ROWS_AT_ONCE: usize = 128;

/// Rows in single precision, of finite numbers.
#[derive(Debug, Clone)]
pub struct FixedRows {
    dimension: usize,
    count: usize,
    /// Row after row, and noughts behind the last one: vectors are read that reach over a row's end.
    values: Vec<f32>,
}

impl FixedRows {
    /// The rows, rounded.
    pub(super) fn new(rows: &HostPoints<f64>) -> Self {
        let (dimension, count) = (Points::dimension(rows), rows.count());
        let mut values = Vec::with_capacity(rows.values().len() + LONGEST_VECTOR);
        values.extend(rows.values().iter().map(|&value| value as f32));
        values.resize(rows.values().len() + LONGEST_VECTOR, 0.0);
        Self { dimension, count, values }
    }

    /// The rows as points.
    pub fn to_points(&self) -> HostPoints<f32> {
        HostPoints::from_fn(self.count, self.dimension, |row, place| {
            self.values[row * self.dimension + place]
        })
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.count
    }

    /// How many numbers each has.
    pub(super) fn dimension(&self) -> usize {
        self.dimension
    }

    /// A row and what stands behind it, so many numbers in all: whole vectors, the last of which begins in the row.
    #[inline(always)]
    fn row(&self, number: usize, length: usize) -> &[f32] {
        let first = number * self.dimension;
        &self.values[first..first + length]
    }

    /// The products of a point with every row, each added to a number of `summands`.
    pub(super) fn multiply<T: Real>(&self, point: &[T], summands: &[T]) -> Vec<T> {
        let mut factors = Vec::with_capacity(point.len() + LONGEST_VECTOR);
        factors.extend(point.iter().map(|value| value.wide() as f32));
        factors.resize(point.len().next_multiple_of(LONGEST_VECTOR), 0.0);
        let mut sums = Vec::with_capacity(self.count);
        Instructions::best().run(Multiply { factors: &factors, rows: self, summands, sums: &mut sums });
        sums
    }

    /// The sum of all rows, each as often as its weight says. Rows of weight nought are not read.
    pub(super) fn sum<T: Real>(&self, weights: &[T]) -> impl Iterator<Item = T> {
        let mut sums = vec![0.0; self.dimension.next_multiple_of(LONGEST_VECTOR)];
        Instructions::best().run(Add { weights, rows: self, sums: &mut sums });
        sums.truncate(self.dimension);
        sums.into_iter().map(|sum| T::of(f64::from(sum)))
    }
}

struct Multiply<'a, T> {
    factors: &'a [f32],
    rows: &'a FixedRows,
    summands: &'a [T],
    sums: &'a mut Vec<T>,
}

impl<T: Real> Kernel for Multiply<'_, T> {
    #[inline(always)]
    fn run<V: Vector>(self) {
        let length = self.rows.dimension.next_multiple_of(V::LANES);
        let factors = &self.factors[..length];
        let last = self.rows.count.saturating_sub(1);
        for (four, summands) in self.summands.chunks(4).enumerate() {
            // Where there are no four rows any more, the last one is taken again.
            let row = |number: usize| self.rows.row((4 * four + number).min(last), length);
            let products = four_products::<V>(factors, [row(0), row(1), row(2), row(3)]);
            let sums = summands.iter().zip(products);
            self.sums.extend(sums.map(|(&summand, product)| summand + T::of(f64::from(product))));
        }
    }
}

/// The products of a point with four rows: whole vectors, in which the point has noughts behind the rows' ends.
#[inline(always)]
fn four_products<V: Vector>(factors: &[f32], [first, second, third, fourth]: [&[f32]; 4]) -> [f32; 4] {
    let (mut a, mut b, mut c, mut d) = (V::zero(), V::zero(), V::zero(), V::zero());
    for place in (0..factors.len()).step_by(V::LANES) {
        let factor = vector::<V>(factors, place);
        a = vector::<V>(first, place).multiply_add(factor, a);
        b = vector::<V>(second, place).multiply_add(factor, b);
        c = vector::<V>(third, place).multiply_add(factor, c);
        d = vector::<V>(fourth, place).multiply_add(factor, d);
    }
    [a.sum(), b.sum(), c.sum(), d.sum()]
}

/// The vector that begins at a place.
#[inline(always)]
fn vector<V: Vector>(numbers: &[f32], place: usize) -> V {
    let numbers = &numbers[place..place + V::LANES];
    // SAFETY: there is a vector's length of numbers.
    unsafe { V::load(numbers.as_ptr()) }
}

struct Add<'a, T> {
    weights: &'a [T],
    rows: &'a FixedRows,
    sums: &'a mut [f32],
}

impl<T: Real> Kernel for Add<'_, T> {
    #[inline(always)]
    fn run<V: Vector>(self) {
        let sums = &mut self.sums[..self.rows.dimension.next_multiple_of(V::LANES)];
        let mut chosen = [(0, 0.0); ROWS_AT_ONCE];
        let mut count = 0;
        for_each_where(
            self.weights,
            |weight| weight != T::zero(),
            |row| {
                chosen[count] = (row, self.weights[row].wide() as f32);
                count += 1;
                if count == ROWS_AT_ONCE {
                    add_chosen::<V>(&chosen, self.rows, sums);
                    count = 0;
                }
            },
        );
        add_chosen::<V>(&chosen[..count], self.rows, sums);
    }
}

/// Adds these rows, each as often as its weight says, to whole vectors: four vectors of every row at a time.
#[inline(always)]
fn add_chosen<V: Vector>(chosen: &[(usize, f32)], rows: &FixedRows, sums: &mut [f32]) {
    let length = sums.len();
    for first in (0..length).step_by(4 * V::LANES) {
        // Where there are no four vectors any more, the last one is worked out again.
        let places = [0, 1, 2, 3].map(|number| (first + number * V::LANES).min(length - V::LANES));
        let [mut a, mut b, mut c, mut d] = places.map(|place| vector::<V>(sums, place));
        for &(row, weight) in chosen {
            let (row, weight) = (rows.row(row, length), V::splat(weight));
            a = vector::<V>(row, places[0]).multiply_add(weight, a);
            b = vector::<V>(row, places[1]).multiply_add(weight, b);
            c = vector::<V>(row, places[2]).multiply_add(weight, c);
            d = vector::<V>(row, places[3]).multiply_add(weight, d);
        }
        for (place, sum) in places.into_iter().zip([a, b, c, d]) {
            let room = &mut sums[place..place + V::LANES];
            // SAFETY: there is room for a vector.
            unsafe { sum.store(room.as_mut_ptr()) };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_with_fixed_rows_are_those_with_rows() {
        // Whole numbers are summed without rounding in any precision.
        let value = |row: usize, place: usize| ((row * 7 + place * 3) % 11) as f64 - 5.0;
        for (points, rows, dimension) in
            [(1, 5, 19), (3, 17, 8), (2, 1, 1), (2, 9, 30), (1, 300, 16), (1, 4, 130)]
        {
            let matrix = HostPoints::from_fn(rows, dimension, value);
            let left = HostPoints::from_fn(points, dimension, |row, place| value(place, row));
            let fixed = left.fixed_rows(&matrix);
            let products = left.times_transposed(&matrix);
            assert_eq!(left.times_fixed_transposed(&fixed), products);
            let origin = HostPoints::from_fn(1, rows, |_, row| value(3, row));
            assert_eq!(left.displaced(&fixed, &origin), products.add(1.0, &origin));
            let weights = HostPoints::from_fn(points, rows, value);
            assert_eq!(weights.times_fixed(&fixed), weights.times(&matrix));
        }
    }

    #[test]
    fn products_are_rounded_to_single_precision_and_their_summands_are_not() {
        let rows = HostPoints::from_fn(40, 70, |row, place| f64::sin((row * 70 + place) as f64));
        let point = HostPoints::from_fn(1, 70, |_, place| f64::cos(place as f64));
        let origin = HostPoints::from_fn(1, 40, |_, row| 1e6 + f64::sin(row as f64));
        let exact = point.times_transposed(&rows).add(1.0, &origin);
        let displaced = point.displaced(&point.fixed_rows(&rows), &origin);
        for (one, other) in exact.values().iter().zip(displaced.values()) {
            assert!((one - other).abs() < 2e-5, "{one} and {other}");
        }
    }

    #[test]
    fn rows_of_weight_nought_leave_no_trace() {
        let rows = HostPoints::from_fn(3, 2, |row, _| if row == 1 { f64::NAN } else { 1.0 });
        let weights = HostPoints::single(vec![2.0, 0.0, -3.0_f64]);
        assert_eq!(weights.times_fixed(&weights.fixed_rows(&rows)), HostPoints::single(vec![-1.0, -1.0]));
    }
}
