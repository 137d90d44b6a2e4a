//! Many points described by few numbers: a line, a plane or a simplex as combinations of a few basis points.
//!
//! A plane of 41 × 41 points of a network with 19,466 parameters would take 131 MB; its description is three points and
//! 1,681 triples. The landscape processes it in chunks whose size it chooses.

use super::{HostPoints, Points};
use std::ops::Range;

/// Points that are combinations of basis points: point `i` is `Σ_k weights[i][k] · basis[k]`.
///
/// ```
/// use wedgelab::prelude::*;
///
/// let from = HostPoints::single(vec![0.0, 0.0]);
/// let to = HostPoints::single(vec![2.0, 4.0]);
/// let line = Sweep::line(&from, &to, &[0.0, 0.5, 1.0]);
/// assert_eq!(line.points(1..2).point(0), [1.0, 2.0]);
/// ```
#[derive(Debug, Clone)]
pub struct Sweep<P> {
    basis: P,
    weights: HostPoints<f64>,
}

impl<P: Points> Sweep<P> {
    /// A sweep over `weights` (`[points, k]`) of the `k` points of `basis`.
    pub fn new(basis: P, weights: HostPoints<f64>) -> Self {
        Self { basis, weights }
    }

    /// `(1 − α) · from + α · to` for every position α. Both ends are exact.
    pub fn line(from: &P, to: &P, positions: &[f64]) -> Self {
        let weights = HostPoints::from_fn(positions.len(), 2, |point, end| {
            if end == 0 { 1.0 - positions[point] } else { positions[point] }
        });
        Self::new(P::stack(&[from.clone(), to.clone()]), weights)
    }

    /// Straight segments from each point of `corners` (at least two) to the next: `samples` places (at least one) at
    /// equal steps of every segment, and the last corner. Corners are exact.
    pub fn polyline(corners: P, samples: usize) -> Self {
        let pieces = corners.count() - 1;
        let weights = HostPoints::from_fn(pieces * samples + 1, pieces + 1, |place, corner| {
            let share = (place % samples) as f64 / samples as f64;
            match corner.checked_sub(place / samples) {
                Some(0) => 1.0 - share,
                Some(1) => share,
                _ => 0.0,
            }
        });
        Self::new(corners, weights)
    }

    /// The number of points in the sweep.
    pub fn count(&self) -> usize {
        self.weights.count()
    }

    /// The points of a range, computed where the basis lives.
    pub fn points(&self, range: Range<usize>) -> P {
        self.basis.place(&self.weights.rows(range)).times(&self.basis)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_polyline_goes_from_corner_to_corner() {
        let corners = HostPoints::new(2, vec![0.0_f64, 0.0, 3.0, 0.0, 3.0, 6.0]).unwrap();
        let way = Sweep::polyline(corners, 3);
        let expected =
            [[0.0_f64, 0.0], [1.0, 0.0], [2.0, 0.0], [3.0, 0.0], [3.0, 2.0], [3.0, 4.0], [3.0, 6.0]];
        let points = way.points(0..way.count());
        assert_eq!(points.count(), expected.len());
        for (point, expected) in points.iter().zip(&expected) {
            assert!(point.iter().zip(expected).all(|(found, wanted)| (found - wanted).abs() < 1e-12));
        }
    }

    #[test]
    fn a_line_ends_exactly_at_its_ends() {
        let from = HostPoints::single(vec![0.1_f32, 0.7, 1e9]);
        let to = HostPoints::single(vec![0.3_f32, -0.2, 1e-9]);
        let line = Sweep::line(&from, &to, &[0.0, 0.5, 1.0]);
        assert_eq!(line.points(0..1), from);
        assert_eq!(line.points(2..3), to);
        assert!((line.points(1..2).point(0)[0] - 0.2).abs() < 1e-7);
    }
}
