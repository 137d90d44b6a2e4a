//! Several steps at once of points that each move in a plane of their own, point after point: a plane then stays near its
//! processor while it is used. The numbers are those of single steps.

use super::optimizer::{Optimizer, OptimizerState};
use super::step::StepLosses;
use super::stretch::Stretched;
use super::subspace::Plane;
use crate::landscape::{Landscape, LandscapeError, Minibatch, Points};
use crate::parallel;

/// Multiplications in a leap, about: they take less than a tenth of a second, in a browser and on one core outside. The
/// longer a leap, the less often a plane comes from far away.
const MULTIPLICATIONS: usize = if cfg!(target_arch = "wasm32") { 150_000_000 } else { 1_000_000_000 };
/// Steps in a leap, at most: no more than are read back together.
const MOST_STEPS: usize = 256;

/// How many steps points in these planes take in one leap: a matter of sizes alone.
pub(super) fn length(points: usize, variables: usize, dimension: usize) -> usize {
    let step = points.saturating_mul(variables).saturating_mul(dimension);
    (MULTIPLICATIONS / step.max(1)).clamp(1, MOST_STEPS)
}

/// One point on its way.
struct Walker<'a, L: Landscape> {
    plane: &'a Plane<L::Points>,
    variables: L::Points,
    optimizer: OptimizerState<L::Points>,
    losses: Vec<L::Losses>,
    failure: Option<LandscapeError>,
}

impl<L: Landscape> Walker<'_, L> {
    fn walk(&mut self, landscape: &L, steps: &[(Minibatch, f64)]) -> Result<(), LandscapeError> {
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

/// Takes these steps, each with its minibatch and its rate. `taken` were taken before, with this optimizer.
///
/// # Errors
/// When the device fails.
pub(super) fn leap<L: Landscape>(
    landscape: &L,
    planes: &[Plane<L::Points>],
    variables: &L::Points,
    (optimizer, state, taken): (Optimizer, &OptimizerState<L::Points>, usize),
    steps: &[(Minibatch, f64)],
) -> Result<Stretched<L::Points, L::Losses>, LandscapeError> {
    let memory = state.memory();
    let mut walkers = Vec::with_capacity(planes.len());
    for (index, plane) in planes.iter().enumerate() {
        let row = |points: &L::Points| points.rows(index..index + 1);
        let memory = memory.iter().map(|points| row(points)).collect();
        let optimizer = OptimizerState::recall(optimizer, taken, memory)
            .unwrap_or_else(|| OptimizerState::new(optimizer));
        let (losses, failure) = (Vec::with_capacity(steps.len()), None);
        walkers.push(Walker::<L> { plane, variables: row(variables), optimizer, losses, failure });
    }
    parallel::for_each(&mut walkers, |walker| walker.failure = walker.walk(landscape, steps).err());
    if let Some(failure) = walkers.iter_mut().find_map(|walker| walker.failure.take()) {
        return Err(failure);
    }
    let stack = |rows: Vec<L::Points>| L::Points::stack(&rows);
    let batches = walkers.first().map_or(0, |walker| walker.optimizer.memory().len());
    let memory = (0..batches)
        .map(|batch| stack(walkers.iter().map(|walker| walker.optimizer.memory()[batch].clone()).collect()))
        .collect();
    let variables = stack(walkers.iter().map(|walker| walker.variables.clone()).collect());
    let mut told: Vec<_> = walkers.into_iter().map(|walker| walker.losses.into_iter()).collect();
    let losses = steps.iter().map(|_| StepLosses::of_points(told.iter_mut().filter_map(Iterator::next)));
    Ok(Stretched { variables, memory, losses: losses.collect() })
}
