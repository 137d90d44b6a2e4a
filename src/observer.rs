//! What long work tells, and how it is paused or stopped: the one opening through which a job looks into descents and
//! evaluations.

use crate::landscape::Measurement;

/// The work was cancelled from outside. Whatever was unfinished is dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("cancelled")]
pub struct Interrupted;

/// What is worth showing while work goes on.
#[derive(Debug, Clone, PartialEq)]
pub enum Note {
    /// A new part of the work begins, said in words for a person.
    Stage(String),
    /// The loss of the first point after each of the steps `first_step..first_step + losses.len()`.
    Losses {
        /// The number of the first of these steps, counted from 1.
        first_step: usize,
        /// One loss a step.
        losses: Vec<f64>,
    },
    /// Loss and accuracy, measured after so many passes over the training examples.
    Epoch {
        /// Passes over the training examples so far.
        epoch: f64,
        /// On held-out examples.
        test: Measurement,
    },
}

/// Watches long work, and may hold or end it.
#[allow(
    async_fn_in_trait,
    reason = "a browser's futures are not Send, and callers always know the concrete type"
)]
pub trait Observer {
    /// Called after every piece of work (a step, a chunk of an evaluation), which cost `examples` passes of an example
    /// through the landscape. Gives control back to the surroundings now and then, and waits while paused.
    ///
    /// # Errors
    /// [`Interrupted`] when the work shall end here.
    async fn rest(&mut self, examples: f64) -> Result<(), Interrupted>;

    /// Asked after every step: is it time to read back what the device has queued? Natively and in a browser this is
    /// true at most ten times a second, and after every step where a step takes longer.
    fn is_reading_due(&mut self) -> bool;

    /// Takes a note of what happened.
    fn note(&mut self, note: Note);
}

/// Watches nothing and never interrupts.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unobserved;

impl Observer for Unobserved {
    async fn rest(&mut self, _examples: f64) -> Result<(), Interrupted> {
        Ok(())
    }

    fn is_reading_due(&mut self) -> bool {
        false
    }

    fn note(&mut self, _note: Note) {}
}
