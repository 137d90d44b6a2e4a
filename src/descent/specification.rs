//! The settings of a descent as a user gives them: in epochs, whatever an epoch is on the landscape at hand.

use super::{Optimizer, Plan, Schedule};
use crate::range::RangeError;
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
    /// Stop as soon as the mean loss over all training examples is at most this; 0 for never.
    pub target_loss: f64,
}

impl DescentSpecification {
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

    /// Checks every number against its range.
    ///
    /// # Errors
    /// Names the first field that is out of range, with the range.
    pub fn validate(&self) -> Result<(), RangeError> {
        RangeError::check_count("epochs", self.epochs, 1..=1_000_000)?;
        RangeError::check_count("batch_size", self.batch_size, 1..=1_000_000)?;
        RangeError::check(
            "learning_rate",
            self.learning_rate,
            f64::MIN_POSITIVE..=1_000.0,
            "above 0 and at most 1000",
        )?;
        RangeError::check_count("cycles", self.cycles, 1..=1_000)?;
        RangeError::check("target_loss", self.target_loss, 0.0..=f64::MAX, "0 (for never) or more")
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
}
