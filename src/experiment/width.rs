//! How far one can go from a point until the loss is high: the width of the tunnel that it lies in (section 4.4 of the
//! paper), by Euclidean distance and by angle.

mod way;

use super::ExperimentError;
use crate::landscape::{Landscape, measure_sweep};
use crate::numerics::random::{Purpose, stream, unit_vector};
use crate::numerics::wide_length;
use crate::observer::Observer;
use crate::points::{HostPoints, Points, Split, Sweep};
use std::f64::consts::FRAC_PI_2;
use way::Way;

/// The threshold relative to a point: this far above its own loss, in nats.
pub(super) const RISE: f64 = 0.5;
/// The resolution of distances, in lengths of the point, and of angles, in radians, before interpolation.
const STEP: f64 = 0.05;
/// Distances are searched up to this many lengths of the point.
const REACH: f64 = 3.0;

/// About how many losses a width needs along one direction, for the forecast of progress: tunnels of networks are a
/// third of a radian wide.
pub(super) const LOSSES_PER_WIDTH: usize = 5;

/// How far the loss stays low along each of some directions; NaN if it does to the end, or if the point's own loss is
/// high.
#[derive(Debug, Clone)]
pub(super) struct Widths {
    /// w_E: the smallest a with L(θ + a v) above the threshold, one per direction v.
    pub(super) euclidean: Vec<f64>,
    /// w_A: the smallest φ with L(cos φ θ + sin φ |θ| v) above it, in radians.
    pub(super) angular: Vec<f64>,
}

/// The widths around one point other than the origin, with this loss, at each of the thresholds, along random
/// directions orthogonal to it that `seed` draws.
///
/// # Errors
/// When the work is cancelled or the device fails.
pub(super) async fn widths<L: Landscape>(
    landscape: &L,
    (point, loss): (&HostPoints<f64>, f64),
    thresholds: &[f64],
    directions: usize,
    seed: u64,
    observer: &mut impl Observer,
) -> Result<Vec<Widths>, ExperimentError> {
    let length = wide_length(point.point(0));
    let generator = &mut stream(seed, Purpose::Directions);
    let mut rows = vec![point.clone()];
    rows.extend(
        (0..directions).map(|_| unit_vector_across(unit_vector(generator, point.dimension()), point)),
    );
    let basis = landscape.points(&HostPoints::stack(&rows));
    let search = Search { basis, directions, loss, thresholds };
    let straight = |position: f64| (1.0, position * length);
    let turned = |position: f64| (libm::cos(position), libm::sin(position) * length);
    let distances = search.crossings(landscape, REACH, straight, observer).await?;
    let angles = search.crossings(landscape, FRAC_PI_2, turned, observer).await?;
    let pairs = distances.into_iter().zip(angles);
    Ok(pairs
        .map(|(distances, angular)| Widths {
            euclidean: distances.into_iter().map(|distance| distance * length).collect(),
            angular,
        })
        .collect())
}

/// The part of a direction that is orthogonal to a point other than the origin, scaled to length 1.
pub(super) fn unit_vector_across(direction: Vec<f64>, point: &HostPoints<f64>) -> HostPoints<f64> {
    let along = point.clone().scale(1.0 / wide_length(point.point(0)));
    let mut across = HostPoints::single(direction);
    // The second pass removes rounding errors.
    for _ in 0..2 {
        across = across.without(&along);
        let rest = wide_length(across.point(0));
        across = across.scale(1.0 / rest);
    }
    across
}

/// A search for where the loss crosses thresholds along directions from a point.
struct Search<'a, P> {
    /// The point, then the directions.
    basis: P,
    directions: usize,
    /// The loss at the point.
    loss: f64,
    thresholds: &'a [f64],
}

impl<P: Points> Search<'_, P> {
    /// The positions of the crossings, `[threshold][direction]`, interpolated linearly between positions [`STEP`]
    /// apart, up to the end; `weights` converts a position to the weights of the point and of a direction.
    async fn crossings<L: Landscape<Points = P>>(
        &self,
        landscape: &L,
        end: f64,
        weights: impl Fn(f64) -> (f64, f64),
        observer: &mut impl Observer,
    ) -> Result<Vec<Vec<f64>>, ExperimentError> {
        let last = (end / STEP) as usize;
        let position = |place: usize| place as f64 * STEP;
        let has_width = |threshold: &f64| self.loss <= *threshold;
        let mut ways = vec![Way::from(self.loss); self.directions];
        loop {
            let mut looks: Vec<(usize, usize)> = Vec::new();
            for (direction, way) in ways.iter().enumerate() {
                for &threshold in self.thresholds.iter().filter(|threshold| has_width(threshold)) {
                    looks.extend(way.next(threshold, last).map(|place| (direction, place)));
                }
            }
            looks.dedup();
            if looks.is_empty() {
                break;
            }
            let rows = HostPoints::from_fn(looks.len(), 1 + self.directions, |row, column| {
                let (direction, place) = looks[row];
                let (along, across) = weights(position(place));
                match column {
                    0 => along,
                    _ if column == 1 + direction => across,
                    _ => 0.0,
                }
            });
            let sweep = Sweep::new(self.basis.clone(), rows);
            let measured = measure_sweep(landscape, &sweep, Split::Measured, observer).await?;
            for (&(direction, place), measured) in looks.iter().zip(&measured) {
                ways[direction].look(place, measured.loss);
            }
        }
        let of_threshold = |&threshold: &f64| {
            let crossings = ways.iter().map(|way| match has_width(&threshold) {
                true => way.crossing(threshold, position),
                false => f64::NAN,
            });
            crossings.collect()
        };
        Ok(self.thresholds.iter().map(of_threshold).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::landscape::Wedges;
    use crate::landscape::wedges::{Family, WedgesSpecification};
    use crate::observer::Unobserved;

    /// One wedge of D − 1 short directions is a line, and the loss at φ from it is |θ| sin φ exactly, at a it is a.
    #[test]
    fn from_a_line_widths_are_those_of_a_right_angle() {
        let line = WedgesSpecification {
            family: Family::AxisAligned,
            dimension: 12,
            wedge_dimension: 1,
            wedges: 1,
            ..Default::default()
        };
        let landscape = Wedges::<f64>::new(&line, 3).unwrap();
        let start = landscape.start(3);
        let point = HostPoints::single(landscape.nearest(start.point(0)).middle(start.point(0)));
        let length = wide_length(point.point(0));
        let thresholds = [0.2 * length, 0.6 * length, -1.0];
        let found = pollster::block_on(widths(&landscape, (&point, 0.0), &thresholds, 4, 1, &mut Unobserved))
            .unwrap();
        for (widths, share) in found.iter().zip([0.2_f64, 0.6]) {
            assert_eq!((widths.euclidean.len(), widths.angular.len()), (4, 4));
            for (euclidean, angular) in widths.euclidean.iter().zip(&widths.angular) {
                // The loss is straight in a; between looks 0.05 apart a sine is off its chord by at most 0.05²/8.
                assert!((euclidean / length - share).abs() < 1e-9);
                assert!((angular - share.asin()).abs() < 0.05_f64.powi(2) / 8.0 / share.asin().cos());
            }
        }
        // A point whose own loss is above a threshold has no width.
        assert!(found[2].euclidean.iter().chain(&found[2].angular).all(|width| width.is_nan()));
    }
}
