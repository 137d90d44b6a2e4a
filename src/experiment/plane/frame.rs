//! Orthonormal coordinates on a plane, and a grid of positions on it.

use crate::landscape::Landscape;
use crate::numerics::linear_algebra::OrthonormalBasis;
use crate::numerics::random::{Purpose, standard_normal, stream};
use crate::numerics::{dot, length};
use crate::points::{HostPoints, Points, Sweep};

/// A plane with an origin and two orthonormal axes: distances on it are distances in the landscape.
#[derive(Debug, Clone)]
pub(super) struct Frame {
    origin: Vec<f64>,
    axes: [Vec<f64>; 2],
}

/// The position on the plane that is nearest to a point, and their distance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Place {
    pub(super) x: f64,
    pub(super) y: f64,
    /// The distance from the plane.
    pub(super) distance: f64,
}

impl Frame {
    /// The plane through `origin` along the first two independent directions: the first is the horizontal axis, and the
    /// part of the second orthogonal to it the vertical one (Gram–Schmidt). If there is no second, a random direction
    /// from `seed` replaces it.
    pub(super) fn along(origin: &[f64], directions: &[&[f64]], seed: u64) -> Self {
        let mut basis = OrthonormalBasis::default();
        directions.iter().for_each(|direction| {
            basis.add(direction);
        });
        let mut generator = stream(seed, Purpose::Directions);
        while basis.rank() < 2 && basis.rank() < origin.len() {
            basis.add(&standard_normal(&mut generator, origin.len()));
        }
        let axis = |place: usize| basis.vectors().get(place).cloned().unwrap_or(vec![0.0; origin.len()]);
        Self { origin: origin.to_vec(), axes: [axis(0), axis(1)] }
    }

    /// The place of a point.
    pub(super) fn place(&self, point: &[f64]) -> Place {
        let mut rest: Vec<f64> =
            point.iter().zip(&self.origin).map(|(point, origin)| point - origin).collect();
        let [x, y] = [0, 1].map(|axis| dot(&rest, &self.axes[axis]));
        for (share, axis) in [x, y].iter().zip(&self.axes) {
            rest.iter_mut().zip(axis).for_each(|(rest, axis)| *rest -= share * axis);
        }
        Place { x, y, distance: length(&rest) }
    }

    /// These positions of the plane as points of the landscape.
    pub(super) fn sweep<L: Landscape>(&self, landscape: &L, places: &[(f64, f64)]) -> Sweep<L::Points> {
        let rows = [&self.origin, &self.axes[0], &self.axes[1]].map(|row| HostPoints::single(row.clone()));
        let weights = HostPoints::from_fn(places.len(), 3, |place, row| match row {
            0 => 1.0,
            1 => places[place].0,
            _ => places[place].1,
        });
        Sweep::new(landscape.points(&HostPoints::stack(&rows)), weights)
    }
}

/// The positions of a grid: every x with every y.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Grid {
    pub(super) x: Vec<f64>,
    pub(super) y: Vec<f64>,
}

/// The shorter side of a map is at least this share of the longer one.
const LEAST_ASPECT: f64 = 0.25;

impl Grid {
    /// `columns` × `columns` positions (at least 2 × 2) over all points, extended by `margin` of their extent. Each
    /// axis has its own scale.
    pub(super) fn around(points: &[(f64, f64)], margin: f64, columns: usize) -> Self {
        let extent = |of: fn(&(f64, f64)) -> f64| {
            points.iter().map(of).fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
                (low.min(value), high.max(value))
            })
        };
        let (x, y) = (extent(|point| point.0), extent(|point| point.1));
        let longer = (x.1 - x.0).max(y.1 - y.0);
        // One point alone has no extent.
        let longer = if longer > 0.0 { longer } else { 1.0 };
        let axis = |(low, high): (f64, f64)| {
            let half = 0.5 * (high - low).max(LEAST_ASPECT * longer) * (1.0 + 2.0 * margin);
            let middle = 0.5 * (low + high);
            (0..columns)
                .map(|place| middle + half * (2.0 * place as f64 / (columns - 1) as f64 - 1.0))
                .collect()
        };
        Self { x: axis(x), y: axis(y) }
    }

    /// The cell nearest to a position, counted row by row.
    pub(super) fn nearest(&self, x: f64, y: f64) -> usize {
        nearest(&self.y, y) * self.x.len() + nearest(&self.x, x)
    }

    /// All positions, row by row, starting with the first y.
    pub(super) fn places(&self) -> Vec<(f64, f64)> {
        self.y.iter().flat_map(|&y| self.x.iter().map(move |&x| (x, y))).collect()
    }
}

fn nearest(places: &[f64], wanted: f64) -> usize {
    let mut best = 0;
    for (number, place) in places.iter().enumerate() {
        if (place - wanted).abs() < (places[best] - wanted).abs() {
            best = number;
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::landscape::Wedges;
    use crate::landscape::wedges::WedgesSpecification;

    #[test]
    fn places_are_found_again_and_distances_kept() {
        let mut generator = stream(4, Purpose::Directions);
        let mut draw = || standard_normal(&mut generator, 30);
        let (origin, first, second) = (draw(), draw(), draw());
        let frame = Frame::along(&origin, &[&first, &second], 1);
        let specification =
            WedgesSpecification { dimension: 30, wedge_dimension: 20, ..WedgesSpecification::default() };
        let wedges = Wedges::<f64>::new(&specification, 1).unwrap();
        let places = [(0.0, 0.0), (3.0, 4.0), (-1.0, 0.5)];
        let points = frame.sweep(&wedges, &places).points(0..3);
        for (point, (x, y)) in points.iter().zip(places) {
            let found = frame.place(point);
            assert!((found.x - x).abs() < 1e-12 && (found.y - y).abs() < 1e-12 && found.distance < 1e-12);
        }
        let between: f64 =
            points.point(0).iter().zip(points.point(1)).map(|(left, right)| (left - right).powi(2)).sum();
        assert!((between.sqrt() - 5.0).abs() < 1e-12);
        // Along the first direction y is zero.
        let along: Vec<f64> = origin.iter().zip(&first).map(|(origin, first)| origin + 2.0 * first).collect();
        assert!(frame.place(&along).y.abs() < 1e-12);
        // Off the plane.
        let off = draw();
        let place = frame.place(&off);
        let shift: f64 = off.iter().zip(&origin).map(|(left, right)| (left - right).powi(2)).sum();
        assert!((place.x.hypot(place.y).hypot(place.distance) - shift.sqrt()).abs() < 1e-12);
    }

    #[test]
    fn one_direction_alone_gets_a_random_second_one() {
        let frame = Frame::along(&[0.0; 5], &[&[0.0, 2.0, 0.0, 0.0, 0.0], &[0.0, -1.0, 0.0, 0.0, 0.0]], 3);
        assert_eq!(frame.axes[0], [0.0, 1.0, 0.0, 0.0, 0.0]);
        assert!(dot(&frame.axes[0], &frame.axes[1]).abs() < 1e-12);
        assert!((dot(&frame.axes[1], &frame.axes[1]) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn a_grid_reaches_beyond_its_points_on_both_axes() {
        let grid = Grid::around(&[(0.0, 0.0), (10.0, 0.0), (5.0, 4.0)], 0.2, 5);
        assert_eq!(grid.x, [-2.0, 1.5, 5.0, 8.5, 12.0]);
        assert!((grid.y[0] + 0.8).abs() < 1e-12 && (grid.y[4] - 4.8).abs() < 1e-12);
        assert_eq!(grid.places()[6], (1.5, grid.y[1]));
        assert_eq!((grid.nearest(1.4, -9.0), grid.nearest(99.0, grid.y[1])), (1, 9));
        // A line becomes a map with two extents as well.
        let flat = Grid::around(&[(0.0, 1.0), (8.0, 1.0)], 0.0, 3);
        assert_eq!(flat.y, [0.0, 1.0, 2.0]);
    }
}
