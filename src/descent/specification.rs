//! The settings of a descent as a user gives them: in epochs, whose meaning depends on the landscape.

use super::{Plan, Schedule};
use crate::settings::{Range, Setting};
use crate::step::Optimizer;
use serde::{Deserialize, Serialize};

/// How to descend to an optimum.
///
/// On the toy, which has no examples, an epoch is one step.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DescentSpecification {
    /// Passes over the training examples, 1 to 1,000,000; the maximum if a target loss is set.
    pub epochs: usize,
    /// Training examples per step, 1 to 1,000,000 (at most all of them).
    pub batch_size: usize,
    /// The full learning rate, above 0 and at most 1,000.
    pub learning_rate: f64,
    /// How a gradient becomes a step.
    pub optimizer: Optimizer,
    /// How the learning rate changes.
    pub schedule: Schedule,
    /// Cycles of the cosine-cyclic schedule, 1 to 1,000.
    pub cycles: usize,
    /// Stop as soon as the mean loss over the measured training examples is at most this, 0 to 1,000,000; 0 for never.
    pub target_loss: f64,
}

/// The most steps that a descent may take: it keeps the loss before each of them.
const MOST_STEPS: usize = 100_000_000;

/// A descent that is too long to be recorded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "the descent would take {steps} steps, and at most {MOST_STEPS} are recorded; \
     choose fewer epochs or a larger batch_size"
)]
pub struct TooManySteps {
    /// The number of steps that it would take.
    pub steps: usize,
}

impl DescentSpecification {
    /// Every setting with its range.
    pub const SETTINGS: &'static [Setting] = &[
        Setting::number("epochs", Range::Whole(1, 1_000_000)).in_unit("epochs").means("Passes over the training images; on wedges an epoch is one step. With a target loss, the maximum"),
        Setting::number("batch_size", Range::Whole(1, 1_000_000)).in_unit("images").means("Training images per step; at most all of them are used"),
        Setting::number("learning_rate", Range::RealAbove(0.0, 1_000.0)).means("The full learning rate"),
        Setting::name("optimizer", "optimizer", Optimizer::NAMES).means("How a gradient becomes a step"),
        Setting::name("schedule", "schedule", Schedule::NAMES).means("How the learning rate changes: not at all; from full to zero along half a cosine in every cycle; or to a quarter after three fifths"),
        Setting::number("cycles", Range::Whole(1, 1_000)).in_unit("cycles").means("Cycles of the schedule cosine-cyclic"),
        Setting::number("target_loss", Range::Real(0.0, 1_000_000.0)).in_unit("nats on networks, length on wedges").means("Stop as soon as the mean loss on the measured training images is at most this; 0 for never"),
    ];

    /// Defaults for networks: Adam at 1e-3, batches of 128, 10 epochs.
    pub fn for_networks() -> Self {
        Self {
            epochs: 10,
            batch_size: 128,
            learning_rate: 1e-3,
            optimizer: Optimizer::Adam,
            schedule: Schedule::Constant,
            cycles: 1,
            target_loss: 0.0,
        }
    }

    /// Defaults for the toy: plain descent on L²/2, which halves the distance to the wedge in every step.
    pub fn for_wedges() -> Self {
        Self {
            epochs: 60,
            batch_size: 1,
            learning_rate: 0.5,
            optimizer: Optimizer::Sgd,
            ..Self::for_networks()
        }
    }

    /// What suits a function of your own, on which an epoch is one step: 1,000 steps of Adam at 1e-2, the last two fifths at
    /// a quarter of the rate.
    pub fn for_functions() -> Self {
        Self {
            epochs: 1000,
            batch_size: 1,
            learning_rate: 1e-2,
            schedule: Schedule::Step,
            ..Self::for_networks()
        }
    }

    /// Checks the length of the descent for `examples` training examples (at least one).
    ///
    /// # Errors
    /// When it would take more steps than can be recorded.
    pub fn check_length(&self, examples: usize) -> Result<(), TooManySteps> {
        let steps = self.step_of_epoch(self.epochs as f64, examples);
        if steps <= MOST_STEPS { Ok(()) } else { Err(TooManySteps { steps }) }
    }

    /// The number of steps in `epoch` passes over `examples` training examples.
    pub fn step_of_epoch(&self, epoch: f64, examples: usize) -> usize {
        let batch_size = self.batch_size.min(examples);
        (epoch * examples as f64 / batch_size as f64).ceil() as usize
    }

    /// The plan of such a descent on a landscape with `examples` training examples.
    pub fn plan(&self, examples: usize, seed: u64) -> Plan {
        Plan {
            optimizer: self.optimizer,
            learning_rate: self.learning_rate,
            schedule: self.schedule,
            cycles: self.cycles,
            steps: self.step_of_epoch(self.epochs as f64, examples),
            batch_size: self.batch_size,
            seed,
        }
    }

    /// The plan of a descent that begins between optima: `steps` steps, the last two fifths at a quarter of the rate,
    /// or, for 0 steps, [`DescentSpecification::plan`].
    pub fn plan_of_steps(&self, steps: usize, examples: usize, seed: u64) -> Plan {
        let plan = self.plan(examples, seed);
        match steps {
            0 => plan,
            steps => Plan { steps, schedule: Schedule::Step, cycles: 1, ..plan },
        }
    }
}
