//! The directions along which points spread most: principal components, for few points of many coordinates.

use crate::numerics::{dot, length};

/// The most sweeps of rotations; about eight are enough.
const MOST_SWEEPS: usize = 60;
/// Below this fraction of the largest, a spread counts as zero.
const NEGLIGIBLE: f64 = 1e-12;

/// One direction, and its share of the spread.
#[derive(Debug, Clone, PartialEq)]
pub struct PrincipalDirection {
    /// A vector of length 1.
    pub direction: Vec<f64>,
    /// Its share of the points' summed squared distances from their mean, from 0 to 1.
    pub share: f64,
}

/// The directions along which points (of one dimension) spread, in descending order: as many as have any spread.
///
/// The eigenvectors of the points' covariance are combinations of the points, whose weights are the eigenvectors of the
/// small matrix of their dot products.
pub fn principal_directions(points: &[&[f64]]) -> Vec<PrincipalDirection> {
    let Some(first) = points.first() else { return Vec::new() };
    let count = points.len() as f64;
    let mean: Vec<f64> =
        (0..first.len()).map(|axis| points.iter().map(|point| point[axis]).sum::<f64>() / count).collect();
    let centred: Vec<Vec<f64>> = points
        .iter()
        .map(|point| point.iter().zip(&mean).map(|(value, mean)| value - mean).collect())
        .collect();
    let products =
        centred.iter().map(|left| centred.iter().map(|right| dot(left, right)).collect()).collect();
    let mut spreads = eigenvectors(products);
    spreads.sort_by(|left, right| right.0.total_cmp(&left.0));
    let total: f64 = spreads.iter().map(|(spread, _)| spread.max(0.0)).sum();
    let largest = spreads.first().map_or(0.0, |(spread, _)| *spread);
    spreads
        .into_iter()
        .filter(|(spread, _)| *spread > NEGLIGIBLE * largest)
        .map(|(spread, weights)| {
            let mut direction = vec![0.0; first.len()];
            for (weight, point) in weights.iter().zip(&centred) {
                direction.iter_mut().zip(point).for_each(|(sum, value)| *sum += weight * value);
            }
            let length = length(&direction);
            direction.iter_mut().for_each(|value| *value /= length);
            PrincipalDirection { direction, share: spread / total }
        })
        .collect()
}

/// The eigenvalues of a symmetric matrix, each with its eigenvector of length 1, by Jacobi rotations.
fn eigenvectors(mut matrix: Vec<Vec<f64>>) -> Vec<(f64, Vec<f64>)> {
    let size = matrix.len();
    let mut vectors: Vec<Vec<f64>> =
        (0..size).map(|row| (0..size).map(|column| f64::from(u8::from(row == column))).collect()).collect();
    let scale = matrix.iter().flatten().fold(0.0_f64, |largest, value| largest.max(value.abs()));
    for _ in 0..MOST_SWEEPS {
        let mut is_diagonal = true;
        for low in 0..size {
            for high in low + 1..size {
                let off = matrix[low][high];
                if off.abs() <= f64::EPSILON * scale {
                    continue;
                }
                is_diagonal = false;
                let half_difference = (matrix[high][high] - matrix[low][low]) / 2.0;
                // The smaller of both angles that make the element zero.
                let tangent = off / (half_difference.abs() + half_difference.hypot(off));
                let tangent = if half_difference < 0.0 { -tangent } else { tangent };
                let cosine = 1.0 / tangent.hypot(1.0);
                let sine = tangent * cosine;
                for row in &mut matrix {
                    (row[low], row[high]) =
                        (cosine * row[low] - sine * row[high], sine * row[low] + cosine * row[high]);
                }
                for column in 0..size {
                    let (upper, lower) = (matrix[low][column], matrix[high][column]);
                    matrix[low][column] = cosine * upper - sine * lower;
                    matrix[high][column] = sine * upper + cosine * lower;
                    let (upper, lower) = (vectors[low][column], vectors[high][column]);
                    vectors[low][column] = cosine * upper - sine * lower;
                    vectors[high][column] = sine * upper + cosine * lower;
                }
            }
        }
        if is_diagonal {
            break;
        }
    }
    vectors.into_iter().enumerate().map(|(place, vector)| (matrix[place][place], vector)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numerics::random::{Purpose, standard_normal, stream};

    #[test]
    fn eigenvectors_are_stretched_by_their_eigenvalues() {
        let mut generator = stream(2, Purpose::Directions);
        let rows: Vec<Vec<f64>> = (0..9).map(|_| standard_normal(&mut generator, 9)).collect();
        let matrix: Vec<Vec<f64>> =
            (0..9).map(|row| (0..9).map(|column| rows[row][column] + rows[column][row]).collect()).collect();
        let found = eigenvectors(matrix.clone());
        let trace: f64 = (0..9).map(|place| matrix[place][place]).sum();
        assert!((found.iter().map(|(value, _)| value).sum::<f64>() - trace).abs() < 1e-12);
        for (number, (value, vector)) in found.iter().enumerate() {
            for (row, expected) in matrix.iter().zip(vector) {
                assert!((dot(row, vector) - value * expected).abs() < 1e-12);
            }
            for (_, other) in &found[..number] {
                assert!(dot(vector, other).abs() < 1e-13);
            }
        }
    }

    #[test]
    fn points_on_an_ellipse_spread_along_its_axes() {
        let circle = |step: u32| (f64::from(step) * std::f64::consts::TAU / 12.0).sin_cos();
        let points: Vec<Vec<f64>> = (0..12)
            .map(|step| {
                let (sine, cosine) = circle(step);
                // Axes of 3 along (0.6, 0.8) and of 1 along (−0.8, 0.6), around (5, 7), in a third dimension of zero.
                vec![5.0 + 1.8 * cosine - 0.8 * sine, 7.0 + 2.4 * cosine + 0.6 * sine, 0.0]
            })
            .collect();
        let points: Vec<&[f64]> = points.iter().map(Vec::as_slice).collect();
        let found = principal_directions(&points);
        assert_eq!(found.len(), 2);
        assert!((found[0].share - 0.9).abs() < 1e-12 && (found[1].share - 0.1).abs() < 1e-12);
        assert!((dot(&found[0].direction, &[0.6, 0.8, 0.0]).abs() - 1.0).abs() < 1e-12);
        assert!((dot(&found[1].direction, &[-0.8, 0.6, 0.0]).abs() - 1.0).abs() < 1e-12);
        assert!(principal_directions(&[&[1.0, 2.0], &[1.0, 2.0]]).is_empty());
        assert!(principal_directions(&[]).is_empty());
    }
}
