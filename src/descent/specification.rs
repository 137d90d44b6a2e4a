//! The settings of a descent as a user gives them: in epochs, whose meaning depends on the landscape.

use super::{Plan, Schedule};
use crate::settings::settings;
use crate::step::Optimizer;

settings! {
    /// How to descend to an optimum. The defaults are those for networks.
    #[serde(deny_unknown_fields)]
    pub struct DescentSpecification {
        /// Passes over the training images; if there is a target loss, the most of them; on wedges an epoch is one step
        epochs: usize = 10, whole(1 to 1_000_000), "epochs";
        /// Training images per step; at most all of them are used
        batch_size: usize = 128, whole(1 to 1_000_000), "images";
        /// The full learning rate
        learning_rate: f64 = 0.001, above(0.0 to 1_000.0);
        /// How a gradient becomes a step
        optimizer: Optimizer = Optimizer::Adam, name("optimizer");
        /// How the learning rate changes: not at all; from full to zero along half a cosine in every cycle; or to a
        /// quarter after three fifths
        schedule: Schedule = Schedule::Constant, name("schedule");
        /// Cycles of the schedule cosine-cyclic
        cycles: usize = 1, whole(1 to 1_000), "cycles";
        /// Stop as soon as the mean loss on the measured training images is at most this; 0 for never
        target_loss: f64 = 0.0, real(0.0 to 1_000_000.0), "nats on networks, length on wedges";
    }
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
    /// Defaults for networks: Adam at 1e-3, batches of 128, 10 epochs.
    pub fn for_networks() -> Self {
        Self::default()
    }

    /// Defaults for the wedges: plain descent on L²/2, which halves the distance to the wedge in every step.
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
