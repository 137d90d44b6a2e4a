//! Products of points with constant rows, on the host: most of the work of a descent in a plane.
//!
//! Rows are stored and products summed in single precision: half the memory, so that a plane stays in the near caches,
//! and twice as many numbers per vector. The error is about 1e-7 of a displacement's length; nothing else is rounded.
#![allow(
    clippy::needless_range_loop,
    reason = "loops over vectors in registers count, so that they are unrolled"
)]

use super::{HostPoints, Points, for_each_where};
use crate::numerics::Real;
use crate::simd::{Instructions, Kernel, Numbers, Vector};

/// Numbers in the longest vector.
const LONGEST_VECTOR: usize = 16;

/// Rows that are added before the next ones are searched for.
const ROWS_AT_ONCE: usize = 128;

/// Rows of at least this many numbers begin at a cache line, which takes at most a quarter more memory: vectors that
/// straddle two lines are read at half the speed. Shorter rows follow each other without gaps.
const ALIGNED_FROM: usize = 64;

/// Rows of finite numbers in single precision.
#[derive(Debug, Clone)]
pub struct FixedRows {
    dimension: usize,
    count: usize,
    /// The distance from the beginning of one row to the next.
    distance: usize,
    /// Row by row, followed by a line of zeros: vectors are read past the end of a row.
    values: Numbers,
    /// The instructions that multiply and add them: the same on all threads.
    instructions: Instructions,
}

impl FixedRows {
    /// The rows, rounded.
    pub(super) fn new(rows: &HostPoints<f64>) -> Self {
        let (dimension, count) = (Points::dimension(rows), rows.count());
        let distance = match dimension {
            ALIGNED_FROM.. => dimension.next_multiple_of(LONGEST_VECTOR),
            _ => dimension,
        };
        let mut values = Numbers::zeros(distance * count);
        for (row, target) in rows.iter().zip(values.chunks_mut(distance)) {
            target.iter_mut().zip(row).for_each(|(target, &value)| *target = value as f32);
        }
        Self { dimension, count, distance, values, instructions: Instructions::in_use() }
    }

    /// The rows as points.
    pub fn to_points(&self) -> HostPoints<f32> {
        HostPoints::from_fn(self.count, self.dimension, |row, place| self.values[row * self.distance + place])
    }

    /// The number of rows.
    pub fn count(&self) -> usize {
        self.count
    }

    /// The numbers in each row.
    pub fn dimension(&self) -> usize {
        self.dimension
    }

    /// The vector that begins at a place in a row.
    ///
    /// # Safety
    /// The row exists, and the place lies in it.
    #[inline(always)]
    unsafe fn vector<V: Vector>(&self, row: usize, place: usize) -> V {
        // SAFETY: the caller promises that the vector begins in a row, and there is room for one vector after the last
        // row.
        unsafe { V::load(self.values.padded_ptr().add(row * self.distance + place)) }
    }

    /// The dot products of a point with every row, each added to the corresponding number of `summands`.
    ///
    /// # Panics
    /// When the dimensions of the point and the rows differ, or there is not one summand per row.
    pub(super) fn multiply<T: Real>(&self, point: &[T], summands: &[T]) -> Vec<T> {
        self.multiply_by(self.instructions, point, summands)
    }

    fn multiply_by<T: Real>(&self, instructions: Instructions, point: &[T], summands: &[T]) -> Vec<T> {
        assert_eq!(point.len(), self.dimension, "a point is multiplied with rows of its own dimension");
        assert_eq!(summands.len(), self.count, "there is one summand for every row");
        let mut factors = Vec::with_capacity(point.len() + LONGEST_VECTOR);
        factors.extend(point.iter().map(|value| value.wide() as f32));
        factors.resize(point.len().next_multiple_of(LONGEST_VECTOR), 0.0);
        let mut sums = summands.to_vec();
        instructions.run(Multiply { factors: &factors, rows: self, sums: &mut sums });
        sums
    }

    /// Appends the sum of all rows, weighted by `weights`. Rows of weight zero are not read.
    ///
    /// # Panics
    /// When there is not one weight per row.
    pub(super) fn append_sum<T: Real>(&self, weights: &[T], values: &mut Vec<T>) {
        self.append_sum_by(self.instructions, weights, values);
    }

    fn append_sum_by<T: Real>(&self, instructions: Instructions, weights: &[T], values: &mut Vec<T>) {
        assert_eq!(weights.len(), self.count, "there is one weight for every row");
        let mut sums = vec![0.0; self.dimension.next_multiple_of(LONGEST_VECTOR)];
        instructions.run(Add { weights, rows: self, sums: &mut sums });
        values.extend(sums[..self.dimension].iter().map(|&sum| T::of(f64::from(sum))));
    }
}

struct Multiply<'a, T> {
    factors: &'a [f32],
    rows: &'a FixedRows,
    /// What the products are added to, one per row.
    sums: &'a mut [T],
}

impl<T: Real> Kernel for Multiply<'_, T> {
    #[inline(always)]
    fn run<V: Vector>(self) {
        let length = self.rows.dimension.next_multiple_of(V::LANES);
        let factors = &self.factors[..length];
        // There are as many rows as sums, so nothing is read if there are no rows.
        let last = self.rows.count.saturating_sub(1);
        // Plain loops over arrays: iterators are not always inlined here, and then cost as much as all the rest.
        for (eight, sums) in self.sums.chunks_mut(8).enumerate() {
            // If fewer than eight rows are left, the last one is repeated.
            let numbers = std::array::from_fn(|number| (8 * eight + number).min(last));
            let products = products::<V>(factors, self.rows, numbers);
            for (place, sum) in sums.iter_mut().enumerate() {
                *sum = *sum + T::of(f64::from(products[place]));
            }
        }
    }
}

/// The dot products of a point with eight rows, of at least one: whole vectors, in which the point is padded with zeros
/// beyond the rows' ends.
#[inline(always)]
fn products<V: Vector>(factors: &[f32], rows: &FixedRows, numbers: [usize; 8]) -> [f32; 8] {
    let mut sums = [V::zero(); 8];
    for (vector, factors) in factors.chunks_exact(V::LANES).enumerate() {
        // SAFETY: a chunk of factors is one vector long; the caller names rows that exist, and as many vectors begin in
        // each.
        unsafe {
            let factor = V::load(factors.as_ptr());
            for number in 0..8 {
                let values = rows.vector::<V>(numbers[number], vector * V::LANES);
                sums[number] = values.multiply_add(factor, sums[number]);
            }
        }
    }
    let [a, b, c, d, e, f, g, h] = sums;
    let ([a, b, c, d], [e, f, g, h]) = (V::sums([a, b, c, d]), V::sums([e, f, g, h]));
    [a, b, c, d, e, f, g, h]
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

/// Adds the weighted rows to whole vectors: four vectors of every row at a time.
#[inline(always)]
fn add_chosen<V: Vector>(chosen: &[(usize, f32)], rows: &FixedRows, sums: &mut [f32]) {
    let length = sums.len();
    for first in (0..length).step_by(4 * V::LANES) {
        // If fewer than four vectors are left, the last one is computed again.
        let places = [0, 1, 2, 3].map(|number| (first + number * V::LANES).min(length - V::LANES));
        // SAFETY: the sums are whole vectors, and places begin at least a vector before their end; the rows were found
        // by their weights, one per row, and as many vectors begin in each.
        unsafe {
            let mut four = [V::zero(); 4];
            for number in 0..4 {
                four[number] = V::load(sums.as_ptr().add(places[number]));
            }
            for &(row, weight) in chosen {
                let weight = V::splat(weight);
                for number in 0..4 {
                    let values = rows.vector::<V>(row, places[number]);
                    four[number] = values.multiply_add(weight, four[number]);
                }
            }
            for number in 0..4 {
                four[number].store(sums.as_mut_ptr().add(places[number]));
            }
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
            assert_eq!(fixed.to_points().convert(), matrix);
            let weights = HostPoints::from_fn(points, rows, value);
            assert_eq!(weights.times_fixed(&fixed), weights.times(&matrix));
        }
    }

    /// A number in single precision that depends on its row and its place in it.
    fn wavy(row: usize, place: usize) -> f64 {
        f64::from(f64::sin((row * 31 + place * 7) as f64) as f32)
    }

    #[test]
    fn every_set_of_instructions_multiplies_and_adds_all_rows() {
        for (rows, dimension) in [(1, 1), (3, 5), (8, 16), (9, 17), (130, 33), (7, 64), (20, 130), (300, 70)]
        {
            let matrix = HostPoints::from_fn(rows, dimension, wavy);
            let fixed = FixedRows::new(&matrix);
            let point: Vec<f64> = (0..dimension).map(|place| wavy(place, 3)).collect();
            // One weight in three is zero.
            let weights: Vec<f64> =
                (0..rows).map(|row| if row % 3 == 1 { 0.0 } else { wavy(row, 5) }).collect();
            let summands: Vec<f64> = (0..rows).map(|row| wavy(2, row)).collect();
            let single = HostPoints::single(point.clone());
            let products = single.times_transposed(&matrix).add(1.0, &HostPoints::single(summands.clone()));
            let sums = HostPoints::single(weights.clone()).times(&matrix);
            for instructions in Instructions::available() {
                let found = fixed.multiply_by(instructions, &point, &summands);
                let is_near = |(found, wanted): (&f64, &f64)| (found - wanted).abs() < 1e-4;
                let at = format!("{instructions}, {rows} rows of {dimension}");
                assert!(found.len() == rows && found.iter().zip(products.values()).all(is_near), "{at}");
                let mut found = vec![7.0];
                fixed.append_sum_by(instructions, &weights, &mut found);
                assert!(found.len() == dimension + 1 && found[0] == 7.0, "{at}");
                assert!(found[1..].iter().zip(sums.values()).all(is_near), "{at}");
            }
        }
    }

    #[test]
    fn without_rows_there_are_no_products_and_no_sum() {
        let rows = HostPoints::<f64>::from_fn(0, 5, wavy);
        let fixed = FixedRows::new(&rows);
        for instructions in Instructions::available() {
            assert!(fixed.multiply_by(instructions, &[1.0_f64; 5], &[]).is_empty());
            let mut sum = Vec::<f64>::new();
            fixed.append_sum_by(instructions, &[], &mut sum);
            assert_eq!(sum, [0.0; 5]);
        }
    }

    /// Whether this panics before anything is read.
    fn is_refused(work: impl FnOnce() + std::panic::UnwindSafe) -> bool {
        std::panic::catch_unwind(work).is_err()
    }

    #[test]
    fn lengths_that_do_not_fit_the_rows_are_refused() {
        let rows = || FixedRows::new(&HostPoints::from_fn(3, 8, wavy));
        for weights in [2, 4, 1_000_000] {
            let weights = HostPoints::<f64>::origins(1, weights).shift(1.0);
            assert!(is_refused(move || drop(weights.times_fixed(&rows()))));
        }
        for (dimension, summands) in [(7, 3), (9, 3), (1_000, 3), (8, 2), (8, 4), (8, 100_000)] {
            let (point, origin) =
                (HostPoints::<f64>::origins(1, dimension), HostPoints::origins(1, summands));
            assert!(is_refused(move || drop(point.displaced(&rows(), &origin))), "{dimension} {summands}");
        }
        let none = || FixedRows::new(&HostPoints::from_fn(0, 8, wavy));
        let (point, origin) = (HostPoints::<f64>::origins(1, 8), HostPoints::origins(1, 1));
        assert!(is_refused(move || drop(point.displaced(&none(), &origin))));
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
    fn rows_of_weight_zero_leave_no_trace() {
        let rows = HostPoints::from_fn(3, 2, |row, _| if row == 1 { f64::NAN } else { 1.0 });
        let weights = HostPoints::single(vec![2.0, 0.0, -3.0_f64]);
        assert_eq!(weights.times_fixed(&weights.fixed_rows(&rows)), HostPoints::single(vec![-1.0, -1.0]));
    }
}
