//! How far one can go from a point until the loss is high: the width of the tunnel that it lies in (section 4.4 of the
//! paper), by Euclidean distance and by angle.

use super::ExperimentError;
use crate::landscape::{HostPoints, Landscape, Points, Split, Sweep, dot};
use crate::observer::Observer;
use crate::random::{Purpose, stream, unit_vector};
use std::f64::consts::FRAC_PI_2;

/// A loss is high that is so much above a point's own, in nats: the threshold that every point has.
pub(super) const RISE: f64 = 0.5;
/// Distances, in lengths of the point, and angles, in radians, are looked at in steps of this.
const STEP: f64 = 0.05;
/// Distances are looked at up to so many lengths of the point.
const REACH: f64 = 3.0;

/// About how many losses a width takes along one direction, what progress is measured against: tunnels of networks are a
/// third of a radian wide.
pub(super) const LOSSES_PER_WIDTH: usize = 8;

/// How far the loss stays low along each of some directions; not a number where it does to the end, or where the point's
/// own loss is high.
#[derive(Debug, Clone)]
pub(super) struct Widths {
    /// w_E: the smallest a with L(θ + a v) above the threshold, one a direction v.
    pub(super) euclidean: Vec<f64>,
    /// w_A: the smallest φ with L(cos φ θ + sin φ |θ| v) above it, in radians.
    pub(super) angular: Vec<f64>,
}

/// The widths around one point other than the origin, of this loss, at each of the thresholds, along random directions at
/// right angles to it that `seed` draws.
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
    let length = length(point);
    let generator = &mut stream(seed, Purpose::Directions);
    let mut rows = vec![point.clone()];
    rows.extend(
        (0..directions).map(|_| unit_vector_across(unit_vector(generator, point.dimension()), point)),
    );
    let basis = landscape.points(&HostPoints::stack(&rows));
    let steps = |end: f64| (1..=(end / STEP) as usize).map(|step| step as f64 * STEP).collect::<Vec<_>>();
    let search = Search { basis, directions, loss, thresholds };
    let straight = |position: f64| (1.0, position * length);
    let turned = |position: f64| (libm::cos(position), libm::sin(position) * length);
    let distances = search.crossings(landscape, &steps(REACH), straight, observer).await?;
    let angles = search.crossings(landscape, &steps(FRAC_PI_2), turned, observer).await?;
    let pairs = distances.into_iter().zip(angles);
    Ok(pairs
        .map(|(distances, angular)| Widths {
            euclidean: distances.into_iter().map(|distance| distance * length).collect(),
            angular,
        })
        .collect())
}

/// |θ|.
pub(super) fn length(point: &HostPoints<f64>) -> f64 {
    dot(point.point(0), point.point(0)).sqrt()
}

/// The part of a direction at right angles to a point other than the origin, of length 1.
pub(super) fn unit_vector_across(direction: Vec<f64>, point: &HostPoints<f64>) -> HostPoints<f64> {
    let along = point.clone().scale(1.0 / length(point));
    let mut across = HostPoints::single(direction);
    // The second time takes away what rounding left.
    for _ in 0..2 {
        across = across.without(&along);
        let rest = length(&across);
        across = across.scale(1.0 / rest);
    }
    across
}

/// Where a loss passes thresholds on the ways out from a point.
struct Search<'a, P> {
    /// The point, then the directions.
    basis: P,
    directions: usize,
    /// At the point.
    loss: f64,
    thresholds: &'a [f64],
}

impl<P: Points> Search<'_, P> {
    /// The positions of the crossings, `[threshold][direction]`, interpolated linearly between those looked at; `weights`
    /// makes of a position the weights of the point and of a direction. Nothing is looked at behind the last crossing.
    async fn crossings<L: Landscape<Points = P>>(
        &self,
        landscape: &L,
        positions: &[f64],
        weights: impl Fn(f64) -> (f64, f64),
        observer: &mut impl Observer,
    ) -> Result<Vec<Vec<f64>>, ExperimentError> {
        let mut found = vec![vec![f64::NAN; self.directions]; self.thresholds.len()];
        let mut before = vec![(0.0, self.loss); self.directions];
        for &position in positions {
            let is_open = |&direction: &usize| {
                let mut thresholds = self.thresholds.iter().zip(&found);
                thresholds.any(|(&threshold, found)| self.loss <= threshold && found[direction].is_nan())
            };
            let open: Vec<usize> = (0..self.directions).filter(is_open).collect();
            if open.is_empty() {
                break;
            }
            let (along, across) = weights(position);
            let rows = HostPoints::from_fn(open.len(), 1 + self.directions, |row, column| match column {
                0 => along,
                _ if column == 1 + open[row] => across,
                _ => 0.0,
            });
            let sweep = Sweep::new(self.basis.clone(), rows);
            let measured = landscape.measure_sweep(&sweep, Split::Evaluation, observer).await?;
            for (&direction, measured) in open.iter().zip(&measured) {
                let here = (position, measured.loss);
                for (&threshold, found) in self.thresholds.iter().zip(&mut found) {
                    if self.loss <= threshold && found[direction].is_nan() {
                        found[direction] = crossing(before[direction], here, threshold);
                    }
                }
                before[direction] = here;
            }
        }
        Ok(found)
    }
}

/// Where the loss passes the threshold between two positions with their losses; not a number where it does not.
fn crossing((from, low): (f64, f64), (to, high): (f64, f64), threshold: f64) -> f64 {
    if high <= threshold {
        return f64::NAN;
    }
    match high.is_finite() {
        true => from + (to - from) * (threshold - low) / (high - low),
        false => to,
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
        let length = length(&point);
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

    #[test]
    fn a_loss_that_is_no_number_is_high() {
        assert_eq!(crossing((1.0, 0.0), (2.0, 4.0), 1.0), 1.25);
        assert_eq!(crossing((1.0, 0.0), (2.0, f64::INFINITY), 1.0), 2.0);
        assert_eq!(crossing((1.0, 0.0), (2.0, f64::NAN), 1.0), 2.0);
        assert!(crossing((1.0, 0.0), (2.0, 0.5), 1.0).is_nan());
    }
}
