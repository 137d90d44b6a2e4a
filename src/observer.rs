//! What long work tells, and how it is paused, stopped and kept: the one opening through which a job looks into descents
//! and evaluations.

use crate::journal::Journal;
use crate::landscape::Measurement;
use crate::trained_points::TrainedPoints;

/// The work was cancelled from outside. Whatever was unfinished is dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("cancelled")]
pub struct Interrupted;

/// A piece of work that was done, in examples: a minibatch of 128 at 3 points is 384.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Work {
    /// Examples whose loss was evaluated.
    Evaluation(f64),
    /// Examples over which a gradient was taken.
    Gradient(f64),
}

/// A gradient costs about three passes of an example through a network: one forward, two backward.
const PASSES_PER_GRADIENT: f64 = 3.0;

impl Work {
    /// The cost in passes of one example through the landscape.
    pub fn passes(self) -> f64 {
        match self {
            Self::Evaluation(examples) => examples,
            Self::Gradient(examples) => PASSES_PER_GRADIENT * examples,
        }
    }
}

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
    /// Called after every piece of work: counts it, and now and then gives control back to the surroundings, so that
    /// commands get in.
    async fn breathe(&mut self, work: Work);

    /// Waits for as long as the work is paused.
    ///
    /// # Errors
    /// [`Interrupted`] when the work shall end here.
    async fn hold(&mut self) -> Result<(), Interrupted>;

    /// [`Observer::breathe`], then [`Observer::hold`].
    ///
    /// # Errors
    /// [`Interrupted`] when the work shall end here.
    async fn rest(&mut self, work: Work) -> Result<(), Interrupted> {
        self.breathe(work).await;
        self.hold().await
    }

    /// Takes a note of what happened.
    fn note(&mut self, note: Note);

    /// Whether [`Observer::hold`] would wait or end the work. Asked before it, so that whatever was queued can be read
    /// and shown, and put on record, first.
    fn is_holding_due(&mut self) -> bool {
        false
    }

    /// Whether steps are asked for one by one.
    fn takes_single_steps(&self) -> bool {
        false
    }

    /// Told when a step of a descent is complete: a single step that was asked for ends here.
    fn step_taken(&mut self) {}

    /// Asked after every step: is it time to read back what the device has queued? Natively and in a browser this is
    /// true at most ten times a second, and after every step where a step takes longer.
    fn is_reading_due(&mut self) -> bool {
        false
    }

    /// What is on record of this work, where a record is kept.
    fn journal(&mut self) -> Option<&mut Journal> {
        None
    }

    /// Where trained points are kept, if anywhere.
    fn trained_points(&mut self) -> Option<&mut dyn TrainedPoints> {
        None
    }

    /// Whether it is time to save the record.
    fn is_saving_due(&mut self) -> bool {
        false
    }

    /// Saves the record.
    fn save(&mut self) {}
}

/// Watches nothing and never interrupts.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unobserved;

impl Observer for Unobserved {
    async fn breathe(&mut self, _work: Work) {}

    async fn hold(&mut self) -> Result<(), Interrupted> {
        Ok(())
    }

    fn note(&mut self, _note: Note) {}
}
