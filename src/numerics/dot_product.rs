//! Dot products.
//!
//! Independent sums fit into vector registers; in a single sum every addition would wait for the one before. There are
//! two numbers of sums, because results depend on the order of summation to the last bit.

use super::Real;

/// The dot product of two slices of equal length in double precision, in four sums.
pub fn dot(left: &[f64], right: &[f64]) -> f64 {
    in_sums::<f64, 4>(left, right)
}

/// The dot product of two slices of equal length in either precision, in eight sums of `f64`.
pub fn wide_dot<T: Real>(left: &[T], right: &[T]) -> f64 {
    in_sums::<T, 8>(left, right)
}

fn in_sums<T: Real, const SUMS: usize>(left: &[T], right: &[T]) -> f64 {
    let (left_chunks, right_chunks) = (left.chunks_exact(SUMS), right.chunks_exact(SUMS));
    let rest: f64 =
        left_chunks.remainder().iter().zip(right_chunks.remainder()).map(|(a, b)| a.wide() * b.wide()).sum();
    let mut sums = [0.0; SUMS];
    for (left, right) in left_chunks.zip(right_chunks) {
        for lane in 0..SUMS {
            sums[lane] += left[lane].wide() * right[lane].wide();
        }
    }
    sums.iter().sum::<f64>() + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_lengths_are_summed_whole() {
        for length in 0..40_i32 {
            let left: Vec<f64> = (0..length).map(f64::from).collect();
            let right: Vec<f64> = (0..length).map(|place| f64::from(3 - place)).collect();
            let expected: f64 = (0..length).map(|place| f64::from(place * (3 - place))).sum();
            assert_eq!(dot(&left, &right), expected);
            assert_eq!(wide_dot(&left, &right), expected);
            let narrow = |values: &[f64]| values.iter().map(|&value| value as f32).collect::<Vec<_>>();
            assert_eq!(wide_dot(&narrow(&left), &narrow(&right)), expected);
        }
    }
}
