//! Descents: from points to lower points, in a subspace, by an optimizer.
//!
//! Training a network, digging a tunnel, solving in a random plane and a cycle of snapshots are all [`descend`].

mod batches;
mod optimizer;
mod schedule;
mod specification;
mod subspace;

pub use batches::Batches;
pub use optimizer::{AdamMoments, Optimizer, OptimizerState};
pub use schedule::Schedule;
pub use specification::{DescentSpecification, TooManySteps};
pub use subspace::Subspace;

use crate::landscape::{Landscape, LandscapeError, PendingLosses, Points, ReadError, Split};
use crate::observer::{Interrupted, Note, Observer, Work};

/// Losses that may wait on the device before they are read, so that long descents do not pile up memory there.
const LONGEST_QUEUE: usize = 256;

/// How a descent goes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Plan {
    /// How a gradient becomes a step.
    pub optimizer: Optimizer,
    /// The full learning rate, greater than 0.
    pub learning_rate: f64,
    /// How the rate changes from step to step.
    pub schedule: Schedule,
    /// Cycles of a cyclic schedule, at least 1.
    pub cycles: usize,
    /// Steps of the whole descent; what the schedule is stretched over.
    pub steps: usize,
    /// Training examples a step, at least 1.
    pub batch_size: usize,
    /// Seeds the order of the examples and dropout.
    pub seed: u64,
}

/// Why a descent ended early.
#[derive(Debug, Clone, thiserror::Error)]
pub enum DescentError {
    /// The loss became infinite or undefined.
    #[error(
        "the loss is no longer a number after step {step}: the descent diverged; lower the learning rate"
    )]
    Diverged {
        /// The first step after which it was so, counted from 1.
        step: usize,
    },
    /// The landscape could not be evaluated, or the work was cancelled.
    #[error(transparent)]
    Landscape(#[from] LandscapeError),
}

impl From<Interrupted> for DescentError {
    fn from(interrupted: Interrupted) -> Self {
        Self::Landscape(interrupted.into())
    }
}

impl From<ReadError> for DescentError {
    fn from(error: ReadError) -> Self {
        Self::Landscape(error.into())
    }
}

/// A descent under way: all that is needed to take the next step.
#[derive(Debug)]
pub struct Descent<'a, L: Landscape> {
    landscape: &'a L,
    subspace: Subspace<L::Points>,
    plan: Plan,
    variables: L::Points,
    optimizer: OptimizerState<L::Points>,
    batches: Batches,
    step: usize,
    queued: Vec<L::Losses>,
    history: Vec<Vec<f64>>,
}

impl<'a, L: Landscape> Descent<'a, L> {
    /// A descent that starts at `variables`: points, or coordinates where the subspace is a plane.
    pub fn new(landscape: &'a L, variables: L::Points, subspace: Subspace<L::Points>, plan: Plan) -> Self {
        Self {
            landscape,
            subspace,
            plan,
            variables,
            optimizer: OptimizerState::new(plan.optimizer),
            batches: Batches::new(landscape.examples(Split::Train), plan.batch_size, plan.seed),
            step: 0,
            queued: Vec::new(),
            history: Vec::new(),
        }
    }

    /// Steps taken so far.
    pub fn steps_taken(&self) -> usize {
        self.step
    }

    /// Where the descent is now.
    pub fn points(&self) -> L::Points {
        self.subspace.points(&self.variables)
    }

    /// The loss of every point before each step that was read so far: `[step][point]`.
    pub fn history(&self) -> &[Vec<f64>] {
        &self.history
    }

    /// Takes steps until `step` of them have been taken since the start, and reads their losses.
    ///
    /// # Errors
    /// When the loss diverges, the work is cancelled, or the device fails.
    pub async fn run_to(&mut self, step: usize, observer: &mut impl Observer) -> Result<(), DescentError> {
        while self.step < step {
            self.take_step()?;
            if observer.is_reading_due() || self.queued.len() >= LONGEST_QUEUE {
                self.read_losses(observer).await?;
            }
            let examples = self.variables.count() * self.batches.batch_size();
            observer.rest(Work::Gradient(examples as f64)).await?;
        }
        self.read_losses(observer).await
    }

    fn take_step(&mut self) -> Result<(), DescentError> {
        let batch = self.batches.draw();
        let points = self.subspace.points(&self.variables);
        let (losses, gradient) = self.landscape.loss_and_gradient(&points, &batch)?;
        let gradient = self.subspace.pull_back(gradient);
        let rate =
            self.plan.learning_rate * self.plan.schedule.factor(self.step, self.plan.steps, self.plan.cycles);
        let moved = self.optimizer.step(self.variables.clone(), gradient, rate);
        self.variables = self.subspace.restore(moved);
        self.queued.push(losses);
        self.step += 1;
        Ok(())
    }

    async fn read_losses(&mut self, observer: &mut impl Observer) -> Result<(), DescentError> {
        if self.queued.is_empty() {
            return Ok(());
        }
        let losses = L::Losses::read(std::mem::take(&mut self.queued)).await?;
        let first_step = self.history.len() + 1;
        let of_first_point: Vec<f64> = losses.iter().filter_map(|step| step.first().copied()).collect();
        let diverged = losses.iter().position(|step| step.iter().any(|loss| !loss.is_finite()));
        self.history.extend(losses);
        observer.note(Note::Losses { first_step, losses: of_first_point });
        match diverged {
            Some(offset) => Err(DescentError::Diverged { step: first_step + offset }),
            None => Ok(()),
        }
    }
}

/// Where a descent ended, and the loss before each of its steps: `[step][point]`.
#[derive(Debug, Clone)]
pub struct Descended<P> {
    /// The points at the end.
    pub points: P,
    /// The losses on the way.
    pub history: Vec<Vec<f64>>,
}

/// Descends from `start` (points, or coordinates in a plane) through all steps of the plan.
///
/// # Errors
/// When the loss diverges, the work is cancelled, or the device fails.
pub async fn descend<L: Landscape>(
    landscape: &L,
    start: L::Points,
    subspace: Subspace<L::Points>,
    plan: Plan,
    observer: &mut impl Observer,
) -> Result<Descended<L::Points>, DescentError> {
    let mut descent = Descent::new(landscape, start, subspace, plan);
    descent.run_to(plan.steps, observer).await?;
    Ok(Descended { points: descent.points(), history: descent.history })
}
