//! Several steps of points that descend in parallel: a unit of work that can be handed to another worker, because the
//! points of a batch share nothing but the minibatches.
//!
//! The numbers depend neither on where the steps are taken nor on which points are processed together.

use super::cut::{StepLosses, gradient_in_parts};
use super::{Gradient, LandscapeError};
use super::{Optimizer, OptimizerState, Subspace, leap};
use crate::observer::{Observer, Work};
use crate::points::{HostPoints, Minibatch, PendingLosses, Points};
use std::ops::Range;

/// Where some points are in their descent, and the steps to take next.
#[derive(Debug, Clone)]
pub struct StepSequence<P: Points> {
    /// Identifies the descent within this process: sequences with the same number share their subspace.
    pub descent: u64,
    /// Where the points may move, with a row or a plane for each of them.
    pub subspace: Subspace<P>,
    /// The points, or their coordinates in their planes.
    pub variables: P,
    /// How a gradient becomes a step.
    pub optimizer: Optimizer,
    /// What the optimizer remembers; see [`OptimizerState::memory`].
    pub memory: Vec<P>,
    /// Steps taken before.
    pub taken: usize,
    /// The steps, each with its minibatch and its rate.
    pub steps: Vec<(Minibatch, f64)>,
}

/// Where the points are after a sequence of steps.
#[derive(Debug)]
pub struct StepsTaken<P, L> {
    /// The points, or their coordinates in their planes.
    pub variables: P,
    /// What the optimizer remembers.
    pub memory: Vec<P>,
    /// The losses before each step.
    pub(crate) losses: Vec<StepLosses<L>>,
}

impl<P: Points> StepSequence<P> {
    /// The same steps of some of the points.
    pub fn rows(&self, range: Range<usize>) -> Self {
        Self {
            subspace: self.subspace.rows(range.clone()),
            variables: self.variables.rows(range.clone()),
            memory: self.memory.iter().map(|points| points.rows(range.clone())).collect(),
            steps: self.steps.clone(),
            ..*self
        }
    }

    /// Points × examples of all steps.
    pub fn examples(&self) -> usize {
        self.variables.count() * self.steps.iter().map(|(batch, _)| batch.examples.len()).sum::<usize>()
    }

    /// Takes the steps here. One step alone may be long, so it can be paused within the step; several steps are
    /// short.
    ///
    /// # Errors
    /// When the work is cancelled or the device fails.
    pub async fn take<L: Gradient<Points = P>>(
        self,
        landscape: &L,
        observer: &mut impl Observer,
    ) -> Result<StepsTaken<P, L::Losses>, LandscapeError> {
        let work = Work::Gradient(self.examples() as f64);
        let Self { subspace, mut variables, optimizer, memory, taken, steps, .. } = self;
        let mut optimizer_state = OptimizerState::recall(optimizer, taken, memory)
            .unwrap_or_else(|| OptimizerState::new(optimizer));
        if let (Subspace::Planes(planes), true) = (&subspace, landscape.takes_points_apart()) {
            let taken =
                leap::leap(landscape, planes, &variables, (optimizer, &optimizer_state, taken), &steps)?;
            observer.breathe(work).await;
            return Ok(taken);
        }
        let mut losses = Vec::with_capacity(steps.len());
        for (batch, rate) in &steps {
            let points = subspace.points(&variables);
            let (step_losses, gradient) =
                gradient_in_parts(landscape, &points, batch, async |work, is_last| {
                    observer.breathe(work).await;
                    if steps.len() == 1 && !is_last {
                        observer.hold().await?;
                    }
                    Ok::<(), LandscapeError>(())
                })
                .await?;
            variables = subspace.step(variables, gradient, &mut optimizer_state, *rate);
            losses.push(step_losses);
        }
        Ok(StepsTaken { variables, memory: optimizer_state.into_memory(), losses })
    }
}

impl<P: Points, L: PendingLosses> StepsTaken<P, L> {
    /// Joins points that took the same steps separately, in their order; there is at least one part.
    pub fn stack(parts: Vec<Self>) -> Self {
        let stack = |rows: &mut dyn Iterator<Item = P>| P::stack(&rows.collect::<Vec<_>>());
        let variables = stack(&mut parts.iter().map(|part| part.variables.clone()));
        let batches = parts.first().map_or(0, |part| part.memory.len());
        let memory =
            (0..batches).map(|batch| stack(&mut parts.iter().map(|part| part.memory[batch].clone())));
        let memory = memory.collect();
        let steps = parts.first().map_or(0, |part| part.losses.len());
        let mut losses: Vec<_> = parts.into_iter().map(|part| part.losses.into_iter()).collect();
        let losses = (0..steps).map(|_| StepLosses::join(losses.iter_mut().filter_map(Iterator::next)));
        Self { variables, memory, losses: losses.collect() }
    }
}

impl StepsTaken<HostPoints<f32>, Vec<f64>> {
    /// From the answer of another worker: one row of losses per step, one loss per point.
    pub fn received(variables: HostPoints<f32>, memory: Vec<HostPoints<f32>>, losses: Vec<Vec<f64>>) -> Self {
        let losses = losses.into_iter().map(|losses| StepLosses::of_points(std::iter::once(losses)));
        Self { variables, memory, losses: losses.collect() }
    }
}
