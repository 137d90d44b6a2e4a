//! The parameters of a descent.

use super::Schedule;
use crate::points::Points;
use crate::step::Optimizer;

/// The parameters of a descent.
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
    /// Steps of the whole descent, which the schedule covers.
    pub steps: usize,
    /// Training examples per step, at least 1.
    pub batch_size: usize,
    /// Seeds the order of the examples and dropout.
    pub seed: u64,
}

impl Plan {
    /// A text that identifies a descent from these variables in the record.
    pub(super) fn work(&self, variables: &impl Points) -> String {
        let Self { optimizer, learning_rate, schedule, cycles, steps, batch_size, seed } = self;
        format!(
            "{} points of {} variables: {steps} steps of {batch_size} examples, {optimizer:?} at {learning_rate}, \
             {schedule:?} over {cycles} cycles, seed {seed}",
            variables.count(),
            variables.dimension()
        )
    }
}
