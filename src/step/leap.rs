//! Several steps at once for points that each move in their own plane, point by point: a plane then stays near its
//! processor while it is used. The numbers are the same as for single steps.

use super::cut::StepLosses;
use super::{Gradient, LandscapeError};
use super::{Optimizer, OptimizerState, Plane, StepsTaken};
use crate::platform::parallel;
use crate::points::{Minibatch, Points};

/// The approximate number of multiplications in a leap: they take less than a tenth of a second, both in a browser and
/// on one core natively. The longer a leap, the less often a plane is loaded from memory.
const MULTIPLICATIONS: usize = if cfg!(target_arch = "wasm32") { 150_000_000 } else { 1_000_000_000 };
/// The most steps in a leap: no more than are read back together.
const MOST_STEPS: usize = 256;

/// How many steps points in these planes take in one leap; depends only on sizes.
pub(crate) fn length(points: usize, variables: usize, dimension: usize) -> usize {
    let step = points.saturating_mul(variables).saturating_mul(dimension);
    (MULTIPLICATIONS / step.max(1)).clamp(1, MOST_STEPS)
}

/// One point during a leap.
struct SinglePoint<'a, L: Gradient> {
    plane: &'a Plane<L::Points>,
    variables: L::Points,
    optimizer: OptimizerState<L::Points>,
    losses: Vec<L::Losses>,
    failure: Option<LandscapeError>,
}

impl<L: Gradient> SinglePoint<'_, L> {
    fn descend(&mut self, landscape: &L, steps: &[(Minibatch, f64)]) -> Result<(), LandscapeError> {
        let mut variables = self.variables.clone();
        for (batch, rate) in steps {
            let point = self.plane.point(&variables);
            let (losses, gradient) = landscape.loss_and_gradient(&point, batch)?;
            self.losses.push(losses);
            let gradient = self.plane.pull_back(&gradient);
            variables = self.optimizer.step(variables, gradient, *rate);
        }
        self.variables = variables;
        Ok(())
    }
}

/// Takes these steps, each with its minibatch and its rate, after `taken` earlier ones with this optimizer.
///
/// # Errors
/// When the device fails.
pub(super) fn leap<L: Gradient>(
    landscape: &L,
    planes: &[Plane<L::Points>],
    variables: &L::Points,
    (optimizer, state, taken): (Optimizer, &OptimizerState<L::Points>, usize),
    steps: &[(Minibatch, f64)],
) -> Result<StepsTaken<L::Points, L::Losses>, LandscapeError> {
    let memory = state.memory();
    let mut singles = Vec::with_capacity(planes.len());
    for (index, plane) in planes.iter().enumerate() {
        let row = |points: &L::Points| points.rows(index..index + 1);
        let memory = memory.iter().map(|points| row(points)).collect();
        let optimizer = OptimizerState::recall(optimizer, taken, memory)
            .unwrap_or_else(|| OptimizerState::new(optimizer));
        let (losses, failure) = (Vec::with_capacity(steps.len()), None);
        singles.push(SinglePoint::<L> { plane, variables: row(variables), optimizer, losses, failure });
    }
    parallel::for_each(&mut singles, |single| single.failure = single.descend(landscape, steps).err());
    if let Some(failure) = singles.iter_mut().find_map(|single| single.failure.take()) {
        return Err(failure);
    }
    let stack = |rows: Vec<L::Points>| L::Points::stack(&rows);
    let batches = singles.first().map_or(0, |single| single.optimizer.memory().len());
    let memory = (0..batches)
        .map(|batch| stack(singles.iter().map(|single| single.optimizer.memory()[batch].clone()).collect()))
        .collect();
    let variables = stack(singles.iter().map(|single| single.variables.clone()).collect());
    let mut told: Vec<_> = singles.into_iter().map(|single| single.losses.into_iter()).collect();
    let losses = steps.iter().map(|_| StepLosses::of_points(told.iter_mut().filter_map(Iterator::next)));
    Ok(StepsTaken { variables, memory, losses: losses.collect() })
}
