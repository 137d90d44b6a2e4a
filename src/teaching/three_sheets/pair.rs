//! Two balls that descend from random starts to optima on different wedges, and the paths between them.

use crate::landscape::wedges::{Family, Objective, WedgesError, WedgesSpecification};
use crate::landscape::{LandscapeError, Wedges, measure, measure_sweep};
use crate::numerics::length;
use crate::numerics::random::{Purpose, standard_normal, stream};
use crate::observer::Unobserved;
use crate::points::{HostPoints, Minibatch, Points, Split};
use crate::settings::{Range, RangeError};
use crate::step::Gradient;
use crate::teaching::three_sheets::Path;

/// Points further than this from the origin do not fit into the picture.
pub const REACH: f64 = 2.2;

/// The learning rates η that lead to an optimum. A step on L²/2 multiplies the distance by 1 − η, so beyond 2 it grows.
pub const LEARNING_RATES: Range = Range::Real(0.02, 1.9);

/// A ball that starts closer than this to its wedge would hardly move visibly.
const LEAST_START_LOSS: f64 = 0.2;
/// Optima nearer to the origin than this would lie where all wedges cross.
const LEAST_OPTIMUM_RADIUS: f64 = 0.8;
/// A ball has arrived when its loss is displayed as 0.000.
const ARRIVED: f64 = 5e-4;
/// More steps than the slowest learning rate takes from the edge of the picture.
const MOST_STEPS: usize = 1000;

/// Why the descents failed.
#[derive(Debug, Clone, thiserror::Error)]
pub enum PairError {
    /// The learning rate is out of its range.
    #[error(transparent)]
    LearningRate(#[from] RangeError),
    /// The wedges could not be made.
    #[error(transparent)]
    Wedges(#[from] WedgesError),
    /// A loss could not be measured.
    #[error(transparent)]
    Landscape(#[from] LandscapeError),
}

/// Two descents from beginning to end.
#[derive(Debug, Clone)]
pub struct Pair {
    wedges: Wedges<f64>,
    /// Both balls before the first step and after each.
    points: Vec<HostPoints<f64>>,
    /// Their losses, in step with the points.
    losses: Vec<[f64; 2]>,
}

impl Pair {
    /// Runs plain gradient descent on L²/2 from two random starts, until both balls have arrived.
    ///
    /// The starts are standard normal, redrawn from one stream until they suit the picture: within [`REACH`], not too
    /// close to a wedge, with optima not too close to the origin, and nearest to different wedges.
    ///
    /// # Errors
    /// If the learning rate is not among [`LEARNING_RATES`].
    pub async fn descend(seed: u64, learning_rate: f64) -> Result<Self, PairError> {
        let wedges = Wedges::new(
            &WedgesSpecification {
                dimension: 3,
                wedge_dimension: 2,
                family: Family::All,
                objective: Objective::HalfSquare,
                ..WedgesSpecification::default()
            },
            seed,
        )?;
        let start = suitable_start(&wedges, seed);
        let mut pair = Self { wedges, points: Vec::new(), losses: Vec::new() };
        pair.record(start).await?;
        pair.go_on(learning_rate).await?;
        Ok(pair)
    }

    /// The same descents up to `step`, and from there with another learning rate.
    ///
    /// # Errors
    /// If the learning rate is not among [`LEARNING_RATES`].
    pub async fn turned(&self, step: usize, learning_rate: f64) -> Result<Self, PairError> {
        let kept = step.min(self.steps()) + 1;
        let mut pair = Self {
            wedges: self.wedges.clone(),
            points: self.points[..kept].to_vec(),
            losses: self.losses[..kept].to_vec(),
        };
        pair.go_on(learning_rate).await?;
        Ok(pair)
    }

    async fn go_on(&mut self, learning_rate: f64) -> Result<(), PairError> {
        LEARNING_RATES.check("learning rate", learning_rate)?;
        let wedges = self.wedges.clone();
        // The wedges have no examples, so every minibatch is the same.
        let batch = Minibatch { examples: vec![0], noise: 0 };
        let mut points = self.both(self.steps()).clone();
        for _ in 0..MOST_STEPS {
            if self.losses(self.steps()).iter().all(|&loss| loss <= ARRIVED) {
                break;
            }
            let (_, gradient) = wedges.loss_and_gradient(&points, &batch)?;
            points = points.add(-learning_rate, &gradient);
            self.record(points.clone()).await?;
        }
        Ok(())
    }

    async fn record(&mut self, points: HostPoints<f64>) -> Result<(), PairError> {
        let measured = measure(&self.wedges, &points, Split::Train, &mut Unobserved).await?;
        self.losses.push([measured[0].loss, measured[1].loss]);
        self.points.push(points);
        Ok(())
    }

    /// Their landscape.
    pub fn wedges(&self) -> &Wedges<f64> {
        &self.wedges
    }

    /// The number of steps until both balls have arrived.
    pub fn steps(&self) -> usize {
        self.points.len() - 1
    }

    /// Both balls after `step` steps, or after the last step if there are fewer.
    pub fn both(&self, step: usize) -> &HostPoints<f64> {
        &self.points[step.min(self.steps())]
    }

    /// The losses of both balls after `step` steps, or after the last step if there are fewer.
    pub fn losses(&self, step: usize) -> [f64; 2] {
        self.losses[step.min(self.steps())]
    }

    /// The axis along which the wedge nearest to a point is thin: 0, 1 or 2 for x, y or z.
    pub fn nearest_sheet(&self, point: &[f64]) -> usize {
        short_axis(&self.wedges, point)
    }

    /// The nearest point on any wedge.
    pub fn nearest_point(&self, point: &[f64]) -> Vec<f64> {
        self.wedges.nearest(point).project(point)
    }

    /// The straight line between the balls after `step` steps; after the last, between the two optima.
    pub fn straight_path(&self, step: usize) -> Path {
        let both = self.both(step);
        if step < self.steps() {
            return Path::new(both.clone());
        }
        let optima: Vec<HostPoints<f64>> =
            both.iter().map(|point| HostPoints::single(self.nearest_point(point))).collect();
        Path::new(HostPoints::stack(&optima))
    }

    /// The path of zero loss between the two optima: over the line where their wedges cross.
    pub fn zero_loss_path(&self) -> Path {
        let both = self.both(self.steps());
        // All wedges of this family lie along the axes, so there is always such a path.
        let corners = self.wedges.zero_loss_path(both.point(0), both.point(1));
        Path::new(corners.unwrap_or_else(|| both.clone()))
    }

    /// The losses at positions along a path.
    ///
    /// # Errors
    /// If the landscape cannot be evaluated.
    pub async fn losses_along(&self, path: &Path, positions: &[f64]) -> Result<Vec<f64>, PairError> {
        let sweep = path.sweep(positions);
        let measured = measure_sweep(&self.wedges, &sweep, Split::Train, &mut Unobserved).await?;
        Ok(measured.into_iter().map(|measurement| measurement.loss).collect())
    }
}

fn suitable_start(wedges: &Wedges<f64>, seed: u64) -> HostPoints<f64> {
    let mut generator = stream(seed, Purpose::Start);
    let mut ball = || loop {
        let point = standard_normal(&mut generator, 3);
        if fits(wedges, &point) {
            return point;
        }
    };
    let first = ball();
    let second = loop {
        let point = ball();
        if short_axis(wedges, &point) != short_axis(wedges, &first) {
            break point;
        }
    };
    HostPoints::stack(&[first, second].map(HostPoints::single))
}

fn fits(wedges: &Wedges<f64>, point: &[f64]) -> bool {
    let optimum = wedges.nearest(point).project(point);
    length(point) <= REACH
        && wedges.distance(point) >= LEAST_START_LOSS
        && length(&optimum) >= LEAST_OPTIMUM_RADIUS
}

fn short_axis(wedges: &Wedges<f64>, point: &[f64]) -> usize {
    let projection = wedges.nearest(point).project(point);
    projection.iter().position(|&coordinate| coordinate == 0.0).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use pollster::block_on;

    #[test]
    fn both_balls_arrive_on_different_wedges_straight_down() {
        for seed in 0..20 {
            let pair = block_on(Pair::descend(seed, 0.1)).unwrap();
            let (start, end) = (pair.both(0), pair.both(pair.steps()));
            for ball in 0..2 {
                let (start, end) = (start.point(ball), end.point(ball));
                assert!(length(start) <= REACH);
                let moved = (0..3).filter(|&axis| start[axis] != end[axis]).collect::<Vec<_>>();
                assert_eq!(moved, [pair.nearest_sheet(start)]);
            }
            assert_ne!(pair.nearest_sheet(end.point(0)), pair.nearest_sheet(end.point(1)));
            assert!(pair.losses(pair.steps()).iter().all(|&loss| loss <= ARRIVED));
        }
    }

    #[test]
    fn the_loss_falls_by_one_factor_a_step_and_the_factor_can_be_changed_on_the_way() {
        let pair = block_on(Pair::descend(3, 0.1)).unwrap();
        let turned = block_on(pair.turned(5, 0.5)).unwrap();
        for ball in 0..2 {
            let start = pair.losses(0)[ball];
            assert!((turned.losses(5)[ball] - start * 0.9_f64.powi(5)).abs() < 1e-12);
            assert!((turned.losses(7)[ball] - start * 0.9_f64.powi(5) * 0.25).abs() < 1e-12);
        }
        assert!(turned.steps() < pair.steps());
    }

    #[test]
    fn the_straight_path_rises_and_the_other_does_not() {
        let pair = block_on(Pair::descend(1, 0.5)).unwrap();
        let positions: Vec<f64> = (0..=100).map(|step| f64::from(step) / 100.0).collect();
        let highest = |path: &Path| {
            let losses = block_on(pair.losses_along(path, &positions)).unwrap();
            losses.into_iter().fold(0.0, f64::max)
        };
        assert!(highest(&pair.straight_path(pair.steps())) > 0.1);
        assert!(highest(&pair.zero_loss_path()) < 1e-12);
    }

    #[test]
    fn rates_that_lead_nowhere_are_refused() {
        for rate in [0.0, -1.0, 2.0, f64::NAN] {
            assert!(matches!(block_on(Pair::descend(1, rate)), Err(PairError::LearningRate(_))));
        }
        for rate in [LEARNING_RATES.low(), LEARNING_RATES.high()] {
            let pair = block_on(Pair::descend(1, rate)).unwrap();
            assert!(pair.losses(pair.steps()).iter().all(|&loss| loss <= ARRIVED));
        }
    }
}
