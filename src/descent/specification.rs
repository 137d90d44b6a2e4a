//! The settings of a descent as a user gives them: in epochs, whatever an epoch is on the landscape at hand.

use super::{Optimizer, Plan, Schedule};
use crate::range::Range;
use crate::setting::Setting;
use serde::{Deserialize, Serialize};

/// How to descend to an optimum.
///
/// On the toy, whose loss is one whole, an epoch is one step.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DescentSpecification {
    /// Passes over the training examples, 1 to 1,000,000; the most, where a target loss is set.
    pub epochs: usize,
    /// Training examples a step, 1 to 1,000,000 (never more than there are).
    pub batch_size: usize,
    /// The full learning rate, above 0 and at most 1,000.
    pub learning_rate: f64,
    /// How a gradient becomes a step.
    pub optimizer: Optimizer,
    /// How the learning rate changes.
    pub schedule: Schedule,
    /// Cycles of the cosine-cyclic schedule, 1 to 1,000.
    pub cycles: usize,
    /// Stop as soon as the mean loss over the training examples that are measured is at most this, 0 to 1,000,000; 0 for never.
    pub target_loss: f64,
}

/// The most steps that a descent may take: it keeps the loss before every one of them.
const MOST_STEPS: usize = 100_000_000;

/// A descent that would be longer than can be recorded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "the descent would take {steps} steps, and at most {MOST_STEPS} are recorded; \
     choose fewer epochs or a larger batch_size"
)]
pub struct TooManySteps {
    /// How many steps it would take.
    pub steps: usize,
}

impl DescentSpecification {
    /// Every setting, with what it may be set to.
    pub const SETTINGS: &'static [Setting] = &[
        Setting::number("epochs", Range::Whole(1, 1_000_000)).in_unit("epochs").means("Passes over the training images; on wedges an epoch is one step. With a target loss, the most there may be"),
        Setting::number("batch_size", Range::Whole(1, 1_000_000)).in_unit("images").means("Training images per step, never more than there are"),
        Setting::number("learning_rate", Range::RealAbove(0.0, 1_000.0)).means("The full learning rate"),
        Setting::name("optimizer", "optimizer", Optimizer::NAMES).means("How a gradient becomes a step"),
        Setting::name("schedule", "schedule", Schedule::NAMES).means("How the learning rate changes: not at all; from full to zero along half a cosine in every cycle; or to a quarter after three fifths"),
        Setting::number("cycles", Range::Whole(1, 1_000)).in_unit("cycles").means("Cycles of the schedule cosine-cyclic"),
        Setting::number("target_loss", Range::Real(0.0, 1_000_000.0)).in_unit("nats on networks, length on wedges").means("Stop as soon as the mean loss on the training images that are measured is at most this; 0 for never"),
    ];

    /// What suits networks: Adam at 1e-3, batches of 128, 10 epochs.
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

    /// What suits the toy: plain descent on L²/2, which halves the distance to the wedge in every step.
    pub fn for_wedges() -> Self {
        Self {
            epochs: 60,
            batch_size: 1,
            learning_rate: 0.5,
            optimizer: Optimizer::Sgd,
            ..Self::for_networks()
        }
    }

    /// Checks the length of the descent on so many training examples (at least one).
    ///
    /// # Errors
    /// When it would take more steps than can be recorded.
    pub fn check_length(&self, examples: usize) -> Result<(), TooManySteps> {
        let steps = self.step_of_epoch(self.epochs as f64, examples);
        if steps <= MOST_STEPS { Ok(()) } else { Err(TooManySteps { steps }) }
    }

    /// The step after which `epoch` passes over `examples` training examples are done.
    pub fn step_of_epoch(&self, epoch: f64, examples: usize) -> usize {
        let batch_size = self.batch_size.min(examples);
        (epoch * examples as f64 / batch_size as f64).ceil() as usize
    }

    /// The plan of such a descent on a landscape with so many training examples.
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

    /// The plan of a descent that begins between optima: of so many steps, the last two fifths at a quarter of the rate,
    /// or, of none, [`DescentSpecification::plan`].
    pub fn plan_of_steps(&self, steps: usize, examples: usize, seed: u64) -> Plan {
        let plan = self.plan(examples, seed);
        match steps {
            0 => plan,
            steps => Plan { steps, schedule: Schedule::Step, cycles: 1, ..plan },
        }
    }
}
