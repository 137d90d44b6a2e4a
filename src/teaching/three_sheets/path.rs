//! Piecewise linear paths, parametrised by the share of their length.

use crate::numerics::distance;
use crate::points::{HostPoints, Points, Sweep};

/// A path of straight legs between corners. A position on it is a share of its length, from 0 to 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Path {
    corners: HostPoints<f64>,
    /// The position of each corner.
    positions: Vec<f64>,
}

impl Path {
    /// The path through the corners (at least one) in order.
    pub fn new(corners: HostPoints<f64>) -> Self {
        let mut walked = 0.0;
        let mut positions = vec![0.0];
        for corner in 1..corners.count() {
            walked += distance(corners.point(corner - 1), corners.point(corner));
            positions.push(walked);
        }
        if walked > 0.0 {
            positions.iter_mut().for_each(|position| *position /= walked);
        }
        Self { corners, positions }
    }

    /// The corners, in order.
    pub fn corners(&self) -> &HostPoints<f64> {
        &self.corners
    }

    /// The points at the given positions, from 0 to 1.
    pub fn sweep(&self, positions: &[f64]) -> Sweep<HostPoints<f64>> {
        let shares: Vec<(usize, f64)> = positions.iter().map(|&position| self.leg(position)).collect();
        let weights = HostPoints::from_fn(positions.len(), self.corners.count(), |point, corner| {
            let (leg, share) = shares[point];
            match corner {
                _ if corner == leg => 1.0 - share,
                _ if corner == leg + 1 => share,
                _ => 0.0,
            }
        });
        Sweep::new(self.corners.clone(), weights)
    }

    /// The point at one position.
    pub fn point(&self, position: f64) -> Vec<f64> {
        self.sweep(&[position]).points(0..1).into_values()
    }

    /// Which leg a position falls on, and how far along it, from 0 to 1.
    fn leg(&self, position: f64) -> (usize, f64) {
        let position = position.clamp(0.0, 1.0);
        let last = self.positions.len().saturating_sub(2);
        let leg = self.positions.iter().skip(1).take(last).filter(|&&end| end <= position).count();
        let start = self.positions[leg];
        let length = self.positions.get(leg + 1).map_or(0.0, |end| end - start);
        (leg, if length > 0.0 { ((position - start) / length).min(1.0) } else { 0.0 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_shares_of_the_length() {
        let path = Path::new(HostPoints::new(2, vec![0.0, 0.0, 3.0, 0.0, 3.0, 0.0, 3.0, 1.0]).unwrap());
        assert_eq!(path.point(0.0), [0.0, 0.0]);
        assert_eq!(path.point(0.5), [2.0, 0.0]);
        assert_eq!(path.point(0.75), [3.0, 0.0]);
        assert_eq!(path.point(0.875), [3.0, 0.5]);
        assert_eq!(path.point(1.0), [3.0, 1.0]);
        assert_eq!(path.point(7.0), [3.0, 1.0]);
    }

    #[test]
    fn a_path_without_length_stays_where_it_is() {
        for corners in [vec![1.0, 2.0], vec![1.0, 2.0, 1.0, 2.0]] {
            let path = Path::new(HostPoints::new(2, corners).unwrap());
            assert_eq!(path.point(0.3), [1.0, 2.0]);
        }
    }
}
