//! Several steps of points that descend side by side: what can be handed over whole, because the points of a batch share
//! nothing but the minibatches.
//!
//! The numbers do not depend on where the steps are taken, nor on which points are taken together.

use super::leap;
use super::optimizer::{Optimizer, OptimizerState};
use super::step::{Cut, StepGradient, StepLosses};
use super::subspace::Subspace;
use crate::landscape::{HostPoints, Landscape, LandscapeError, Minibatch, PendingLosses, Points, ReadError};
use crate::observer::{Observer, Work};
use std::ops::Range;

/// Where some points are on their way, and the steps that are to be taken next.
#[derive(Debug, Clone)]
pub struct Stretch<P: Points> {
    /// Numbers the descent within this process: stretches of one number share their subspace.
    pub descent: u64,
    /// Where the points may move, a row or a plane for each of them.
    pub subspace: Subspace<P>,
    /// The points, or their coordinates in their planes.
    pub variables: P,
    /// How a gradient becomes a step.
    pub optimizer: Optimizer,
    /// What the optimizer remembers; see [`OptimizerState::memory`].
    pub memory: Vec<P>,
    /// Steps that were taken before.
    pub taken: usize,
    /// The steps, each with its minibatch and its rate.
    pub steps: Vec<(Minibatch, f64)>,
}

/// Where the points are after a stretch.
#[derive(Debug)]
pub struct Stretched<P, L> {
    /// The points, or their coordinates in their planes.
    pub variables: P,
    /// What the optimizer remembers.
    pub memory: Vec<P>,
    /// The losses before each step.
    pub(super) losses: Vec<StepLosses<L>>,
}

impl<P: Points> Stretch<P> {
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

    /// Takes the steps here. A stretch of one step may be long, so work is held in it, too; several are soon over.
    ///
    /// # Errors
    /// When the work is cancelled or the device fails.
    pub async fn take<L: Landscape<Points = P>>(
        self,
        landscape: &L,
        observer: &mut impl Observer,
    ) -> Result<Stretched<P, L::Losses>, LandscapeError> {
        let work = Work::Gradient(self.examples() as f64);
        let Self { subspace, mut variables, optimizer, memory, taken, steps, .. } = self;
        let mut optimizer_state = OptimizerState::recall(optimizer, taken, memory)
            .unwrap_or_else(|| OptimizerState::new(optimizer));
        if let (Subspace::Planes(planes), true) = (&subspace, landscape.takes_points_apart()) {
            let stretched =
                leap::leap(landscape, planes, &variables, (optimizer, &optimizer_state, taken), &steps)?;
            observer.breathe(work).await;
            return Ok(stretched);
        }
        let mut losses = Vec::with_capacity(steps.len());
        for (batch, rate) in &steps {
            let points = subspace.points(&variables);
            let cut = Cut::of(points.count(), batch.examples.len(), landscape.gradients_at_once());
            let mut step = StepGradient::new(points.count());
            for part in cut.parts() {
                if steps.len() == 1 {
                    observer.hold().await?;
                }
                step.add(landscape, &points, batch, &part)?;
                observer.breathe(Work::Gradient(part.examples() as f64)).await;
            }
            let (step_losses, gradient) = step.finish();
            variables = subspace.step(variables, gradient, &mut optimizer_state, *rate);
            losses.push(step_losses);
        }
        Ok(Stretched { variables, memory: optimizer_state.into_memory(), losses })
    }
}

impl<P: Points, L: PendingLosses> Stretched<P, L> {
    /// Puts points together that took the same steps apart, in their order; there is at least one part.
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

    /// Reads the losses: one row a step, one loss a point.
    ///
    /// # Errors
    /// When the device was lost or refuses.
    pub async fn read_losses(self) -> Result<Vec<Vec<f64>>, ReadError> {
        StepLosses::read(self.losses).await
    }
}

impl Stretched<HostPoints<f32>, Vec<f64>> {
    /// From what another has told: one row of losses a step, one loss a point.
    pub fn told(variables: HostPoints<f32>, memory: Vec<HostPoints<f32>>, losses: Vec<Vec<f64>>) -> Self {
        let losses = losses.into_iter().map(|losses| StepLosses::of_points(std::iter::once(losses)));
        Self { variables, memory, losses: losses.collect() }
    }
}
