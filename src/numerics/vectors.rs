//! Lengths of vectors, distances between points, and cosines.
//!
//! Each function keeps to one order of summation, because results depend on it to the last bit.

use super::{Real, dot, wide_dot};

/// The length of a vector in double precision, from its [`dot`] product with itself.
pub fn length(vector: &[f64]) -> f64 {
    dot(vector, vector).sqrt()
}

/// The length of a vector in either precision, from its [`wide_dot`] product with itself.
pub fn wide_length<T: Real>(vector: &[T]) -> f64 {
    wide_dot(vector, vector).sqrt()
}

/// The distance between two points of the same dimension, in a single sum from the first coordinate to the last.
pub fn distance(from: &[f64], to: &[f64]) -> f64 {
    from.iter().zip(to).map(|(from, to)| (from - to) * (from - to)).sum::<f64>().sqrt()
}

/// The cosine of the angle between two vectors of the same dimension; NaN if one of them has length 0.
pub fn cosine(left: &[f64], right: &[f64]) -> f64 {
    dot(left, right) / (dot(left, left) * dot(right, right)).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hypotenuse_of_a_right_triangle_of_3_and_4_is_5() {
        assert_eq!(length(&[3.0, 4.0]), 5.0);
        assert_eq!(wide_length(&[3.0_f64, 4.0]), 5.0);
        assert_eq!(wide_length(&[3.0_f32, 4.0]), 5.0);
        assert_eq!(distance(&[1.0, -1.0], &[4.0, 3.0]), 5.0);
        assert_eq!(distance(&[4.0, 3.0], &[1.0, -1.0]), 5.0);
    }

    #[test]
    fn cosines_of_orthogonal_and_parallel_vectors_are_0_and_1() {
        assert_eq!(cosine(&[3.0, 4.0], &[-4.0, 3.0]), 0.0);
        assert_eq!(cosine(&[3.0, 4.0], &[6.0, 8.0]), 1.0);
        assert_eq!(cosine(&[3.0, 4.0], &[-6.0, -8.0]), -1.0);
        assert!(cosine(&[3.0, 4.0], &[0.0, 0.0]).is_nan());
    }
}
