//! Descents: from points to points of lower loss, in a subspace, by an optimizer.
//!
//! Training a network, digging a tunnel, solving in a random plane and a cycle of snapshots are all [`descend`].

mod batches;
mod error;
mod plan;
mod schedule;
mod specification;

pub use batches::Batches;
pub use error::DescentError;
pub use plan::Plan;
pub use schedule::Schedule;
pub use specification::{DescentSpecification, TooManySteps};

use crate::landscape::{Landscape, LandscapeError, measure};
use crate::observer::{DescentRecord, Note, Observer};
use crate::points::{HostPoints, Measurement, Points, Split};
use crate::step::{OptimizerState, StepLosses, StepSequence, Subspace, gradient_in_parts, leap};
use std::sync::atomic::{AtomicU64, Ordering};

/// The most losses that wait on the device before they are read, so that long descents do not fill its memory.
const LONGEST_QUEUE: usize = 256;

/// The number of descents begun in this process.
static DESCENTS: AtomicU64 = AtomicU64::new(0);

/// A descent in progress: everything needed to take the next step.
///
/// If the observer keeps a record, the descent resumes from the recorded state, and everything requested from it before
/// that state is also answered from the record.
#[derive(Debug)]
pub struct Descent<'a, L: Landscape> {
    landscape: &'a L,
    /// Numbers the descents of this process.
    identity: u64,
    subspace: Subspace<L::Points>,
    plan: Plan,
    variables: L::Points,
    optimizer: OptimizerState<L::Points>,
    batches: Batches,
    /// Steps taken, including those of an earlier run.
    step: usize,
    /// The step last run to; it may lie before the steps of an earlier run.
    asked: usize,
    number: Option<usize>,
    /// The text that identifies the descent in the record.
    work: String,
    queued: Vec<StepLosses<L::Losses>>,
    history: Vec<Vec<f64>>,
}

impl<'a, L: Landscape> Descent<'a, L> {
    /// A descent from `variables`: points, or coordinates if the subspace is a plane.
    ///
    /// # Errors
    /// When its recorded state does not match.
    pub fn begin(
        landscape: &'a L,
        variables: L::Points,
        subspace: Subspace<L::Points>,
        plan: Plan,
        observer: &mut impl Observer,
    ) -> Result<Self, DescentError> {
        let work = plan.work(&variables);
        let begun = observer.journal().map(|journal| journal.begin_descent(&work)).transpose()?;
        let (number, recorded) = begun.unzip();
        let examples = landscape.examples(Split::Train);
        let mut descent = Self {
            landscape,
            identity: DESCENTS.fetch_add(1, Ordering::Relaxed),
            subspace,
            plan,
            variables,
            optimizer: OptimizerState::new(plan.optimizer),
            batches: Batches::new(examples, plan.batch_size, plan.seed),
            step: 0,
            asked: 0,
            number,
            work,
            queued: Vec::new(),
            history: Vec::new(),
        };
        if let Some(state) = recorded.flatten() {
            descent.recall(state)?;
            descent.batches = Batches::after(descent.step, examples, plan.batch_size, plan.seed);
        }
        Ok(descent)
    }

    fn recall(&mut self, state: DescentRecord) -> Result<(), DescentError> {
        let shape = (self.variables.count(), self.variables.dimension());
        let fits = |points: &HostPoints<f64>| (points.count(), Points::dimension(points)) == shape;
        let is_ours = fits(&state.variables)
            && state.memory.iter().all(fits)
            && state.step <= self.plan.steps
            && state.history.len() == state.step
            && state.history.iter().all(|losses| losses.len() == shape.0);
        if !is_ours {
            return Err(DescentError::ForeignRecord);
        }
        let memory = state.memory.iter().map(|points| self.variables.place(points)).collect();
        // A finished descent needs no optimizer memory, and has none in the record.
        if state.memory.is_empty() {
            self.optimizer = OptimizerState::new(self.plan.optimizer);
        } else {
            self.optimizer = OptimizerState::recall(self.plan.optimizer, state.step, memory)
                .ok_or(DescentError::ForeignRecord)?;
        }
        self.variables = self.variables.place(&state.variables);
        (self.step, self.history) = (state.step, state.history);
        Ok(())
    }

    /// The step that the descent was last run to.
    pub fn steps_taken(&self) -> usize {
        self.asked
    }

    /// The loss of every point before each of the steps taken: `[step][point]`.
    pub fn history(&self) -> &[Vec<f64>] {
        &self.history[..self.asked]
    }

    /// The current points of the descent. They are recorded.
    ///
    /// # Errors
    /// When the device fails.
    pub async fn points(&self, observer: &mut impl Observer) -> Result<L::Points, DescentError> {
        let work = format!("the points of step {} of a descent of {}", self.asked, self.work);
        let recalled = observer.journal().map(|journal| journal.recall_points(&work)).transpose()?;
        if let Some(points) = recalled.flatten() {
            return Ok(self.landscape.points(&points));
        }
        let points = self.points_now()?;
        if let Some(journal) = observer.journal() {
            journal.put_points(&work, points.read().await?);
        }
        Ok(points)
    }

    /// Loss, and accuracy if available, at the current points.
    ///
    /// # Errors
    /// When the work is cancelled, or the device fails.
    pub async fn measure(
        &self,
        split: Split,
        observer: &mut impl Observer,
    ) -> Result<Vec<Measurement>, DescentError> {
        // A measurement can be long, and is lost if it is cancelled.
        self.put_on_record(self.optimizer.memory(), observer).await?;
        let points = self.subspace.points(&self.variables);
        Ok(measure(self.landscape, &points, split, observer).await?)
    }

    /// Takes steps until `step` of them have been taken since the start, and reads their losses.
    ///
    /// # Errors
    /// When the loss diverges, the work is cancelled, or the device fails.
    pub async fn run_to(&mut self, step: usize, observer: &mut impl Observer) -> Result<(), DescentError> {
        if let Some(diverged) = self.known_divergence(step) {
            return Err(self.diverged(diverged));
        }
        let done = self.take_steps(step, observer).await;
        match done {
            Err(DescentError::Landscape(LandscapeError::Interrupted(_))) => {
                self.prepare_to_be_kept(observer).await?;
            }
            // An experiment may continue with other descents, whose records follow this one.
            Err(DescentError::Diverged { .. }) => {
                self.put_on_record(self.optimizer.memory(), observer).await?;
            }
            _ => {}
        }
        done?;
        self.asked = step;
        Ok(())
    }

    /// Ends the descent.
    ///
    /// # Errors
    /// When the device fails.
    pub async fn finish(self, observer: &mut impl Observer) -> Result<Descended<L::Points>, DescentError> {
        let points = self.points_now()?;
        self.put_on_record(Vec::new(), observer).await?;
        Ok(Descended { points, history: self.history })
    }

    fn points_now(&self) -> Result<L::Points, DescentError> {
        match self.step == self.asked {
            true => Ok(self.subspace.points(&self.variables)),
            false => Err(DescentError::ForeignRecord),
        }
    }

    async fn take_steps(&mut self, step: usize, observer: &mut impl Observer) -> Result<(), DescentError> {
        while self.step < step {
            match self.stretch_length(step, observer) {
                Some(steps) => self.take_stretch(steps, observer).await?,
                None => self.take_step(observer).await?,
            }
            if observer.is_reading_due() || self.queued.len() >= LONGEST_QUEUE {
                self.read_losses(observer).await?;
            }
            if observer.is_saving_due() {
                self.prepare_to_be_kept(observer).await?;
                observer.save();
            }
            self.hold(observer).await?;
        }
        self.read_losses(observer).await
    }

    /// How many steps are taken at once on the way to `step`; `None` if the gradient is requested step by step.
    fn stretch_length(&self, step: usize, observer: &impl Observer) -> Option<usize> {
        let (points, left) = (self.variables.count(), step - self.step);
        if let (Subspace::Planes(_), true) = (&self.subspace, self.landscape.takes_points_apart()) {
            let steps =
                leap::length(points, self.variables.dimension(), self.landscape.dimension()).min(left);
            return (steps > 1 && !observer.takes_single_steps()).then_some(steps);
        }
        let steps = self.landscape.steps_at_once(points, self.batches.batch_size())?;
        Some(if observer.takes_single_steps() { 1 } else { steps.clamp(1, left) })
    }

    async fn take_stretch(&mut self, steps: usize, observer: &mut impl Observer) -> Result<(), DescentError> {
        if steps == 1 {
            // The step may be long and paused midway.
            self.prepare_to_be_kept(observer).await?;
        }
        let Plan { optimizer, learning_rate, schedule, cycles, .. } = self.plan;
        let rate = |step| learning_rate * schedule.factor(step, self.plan.steps, cycles);
        let stretch = StepSequence {
            descent: self.identity,
            subspace: self.subspace.clone(),
            variables: self.variables.clone(),
            optimizer,
            memory: self.optimizer.memory().into_iter().cloned().collect(),
            taken: self.step,
            steps: (self.step..self.step + steps).map(|step| (self.batches.draw(), rate(step))).collect(),
        };
        let stretched = self.landscape.take_steps(stretch, observer).await?;
        self.step += steps;
        self.variables = stretched.variables;
        self.optimizer = OptimizerState::recall(optimizer, self.step, stretched.memory)
            .ok_or(DescentError::ForeignRecord)?;
        self.queued.extend(stretched.losses);
        observer.step_taken();
        Ok(())
    }

    /// One step, in parts if it is long. The state changes only at its end.
    async fn take_step(&mut self, observer: &mut impl Observer) -> Result<(), DescentError> {
        let batch = self.batches.draw();
        let points = self.subspace.points(&self.variables);
        let (losses, gradient) = gradient_in_parts(self.landscape, &points, &batch, async |work, is_last| {
            observer.breathe(work).await;
            if is_last { Ok(()) } else { self.hold(observer).await }
        })
        .await?;
        let rate =
            self.plan.learning_rate * self.plan.schedule.factor(self.step, self.plan.steps, self.plan.cycles);
        self.variables = self.subspace.step(self.variables.clone(), gradient, &mut self.optimizer, rate);
        self.queued.push(losses);
        self.step += 1;
        observer.step_taken();
        Ok(())
    }

    /// Pauses if requested, after everything done so far has been read and recorded.
    async fn hold(&mut self, observer: &mut impl Observer) -> Result<(), DescentError> {
        if observer.is_holding_due() {
            self.prepare_to_be_kept(observer).await?;
        }
        Ok(observer.hold().await?)
    }

    async fn prepare_to_be_kept(&mut self, observer: &mut impl Observer) -> Result<(), DescentError> {
        self.read_losses(observer).await?;
        self.put_on_record(self.optimizer.memory(), observer).await
    }

    async fn read_losses(&mut self, observer: &mut impl Observer) -> Result<(), DescentError> {
        if self.queued.is_empty() {
            return Ok(());
        }
        let losses = StepLosses::read(std::mem::take(&mut self.queued)).await?;
        let first_step = self.history.len() + 1;
        let of_first_point: Vec<f64> = losses.iter().filter_map(|step| step.first().copied()).collect();
        let diverged = losses.iter().position(|step| !are_numbers(step));
        self.history.extend(losses);
        observer.note(Note::Losses { first_step, losses: of_first_point });
        match diverged {
            Some(offset) => {
                // An experiment may continue without it; later descents must find this one in the record.
                self.put_on_record(self.optimizer.memory(), observer).await?;
                Err(self.diverged(first_step + offset))
            }
            None => Ok(()),
        }
    }

    /// The first step up to `step` whose loss is known to be NaN or infinite.
    fn known_divergence(&self, step: usize) -> Option<usize> {
        let known = self.history.get(..step).unwrap_or(&self.history);
        known
            .iter()
            .skip(self.asked)
            .position(|losses| !are_numbers(losses))
            .map(|place| self.asked + place + 1)
    }

    fn diverged(&self, step: usize) -> DescentError {
        let before = self.history[..step - 1].iter();
        DescentError::Diverged { step, losses: before.filter_map(|losses| losses.first().copied()).collect() }
    }

    /// Records the state, if there is a record and it has no later state.
    async fn put_on_record(
        &self,
        memory: Vec<&L::Points>,
        observer: &mut impl Observer,
    ) -> Result<(), DescentError> {
        let (Some(number), true) = (self.number, observer.journal().is_some()) else { return Ok(()) };
        let mut state = DescentRecord {
            work: self.work.clone(),
            step: self.step,
            variables: self.variables.read().await?,
            memory: Vec::with_capacity(memory.len()),
            history: self.history.clone(),
        };
        for points in memory {
            state.memory.push(points.read().await?);
        }
        if let Some(journal) = observer.journal() {
            journal.put_descent(number, state);
        }
        Ok(())
    }
}

fn are_numbers(losses: &[f64]) -> bool {
    losses.iter().all(|loss| loss.is_finite())
}

/// Where a descent ended, and the loss before each of its steps: `[step][point]`.
#[derive(Debug, Clone)]
pub struct Descended<P> {
    /// The points at the end.
    pub points: P,
    /// The losses before each step.
    pub history: Vec<Vec<f64>>,
}

/// Descends from `start` (points, or coordinates in a plane) through all steps of the plan.
///
/// # Errors
/// When the loss diverges, the work is cancelled, or the device fails.
///
/// ```
/// use wedgelab::prelude::*;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let wedges = Wedges::<f64>::new(&WedgesSpecification::default(), 1)?;
/// let plan = DescentSpecification::for_wedges().plan(wedges.examples(Split::Train), 0);
/// let mut observer = Unobserved;
/// let descent = descend(&wedges, wedges.start(1), Subspace::Full, plan, &mut observer);
/// let ended = pollster::block_on(descent)?;
/// assert!(wedges.distance(ended.points.point(0)) < 1e-9);
/// # Ok(())
/// # }
/// ```
pub async fn descend<L: Landscape>(
    landscape: &L,
    start: L::Points,
    subspace: Subspace<L::Points>,
    plan: Plan,
    observer: &mut impl Observer,
) -> Result<Descended<L::Points>, DescentError> {
    let mut descent = Descent::begin(landscape, start, subspace, plan, observer)?;
    descent.run_to(plan.steps, observer).await?;
    descent.finish(observer).await
}
