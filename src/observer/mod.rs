//! Progress of long work, and how it is paused, cancelled and saved: the only interface between a job and its descents
//! and evaluations.

mod journal;
mod trained_points;

pub use journal::{
    DescentRecord, Journal, MeasurementRecord, OtherWork, PointsRecord, Record, TrainingRecord,
};
pub use trained_points::{TrainedPoint, TrainedPoints};

use crate::points::Measurement;

/// The work was cancelled from outside. Anything unfinished is dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("cancelled")]
pub struct Interrupted;

/// A completed piece of work, in examples: a minibatch of 128 at 3 points is 384.
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

/// Progress worth showing.
#[derive(Debug, Clone, PartialEq)]
pub enum Note {
    /// A new part of the work begins, described for people.
    Stage(String),
    /// The loss of the first point before each of the steps `first_step..first_step + losses.len()`.
    Losses {
        /// The number of the first of these steps, counted from 1.
        first_step: usize,
        /// One loss per step.
        losses: Vec<f64>,
    },
    /// Loss and accuracy, measured after this number of passes over the training examples.
    Epoch {
        /// Passes over the training examples so far.
        epoch: f64,
        /// On held-out examples.
        test: Measurement,
    },
}

/// Observes long work, and may pause or end it.
#[allow(
    async_fn_in_trait,
    reason = "a browser's futures are not Send, and callers always know the concrete type"
)]
pub trait Observer {
    /// Called after every piece of work: counts it, and now and then yields control, so that
    /// commands are received.
    async fn breathe(&mut self, work: Work);

    /// Waits while the work is paused.
    ///
    /// # Errors
    /// [`Interrupted`] when the work must end here.
    async fn hold(&mut self) -> Result<(), Interrupted>;

    /// [`Observer::breathe`], then [`Observer::hold`].
    ///
    /// # Errors
    /// [`Interrupted`] when the work must end here.
    async fn rest(&mut self, work: Work) -> Result<(), Interrupted> {
        self.breathe(work).await;
        self.hold().await
    }

    /// Notes what happened.
    fn note(&mut self, note: Note);

    /// Whether [`Observer::hold`] would wait or end the work. Called before it, so that queued results can first be
    /// read, shown and recorded.
    fn is_holding_due(&mut self) -> bool {
        false
    }

    /// Whether steps are requested one by one.
    fn takes_single_steps(&self) -> bool {
        false
    }

    /// Called when a step of a descent is complete: a requested single step ends here.
    fn step_taken(&mut self) {}

    /// Called after every step: whether to read back what the device has queued. Natively and in a browser this is
    /// true at most ten times a second, and after every step if a step takes longer.
    fn is_reading_due(&mut self) -> bool {
        false
    }

    /// The record of this work, if one is kept.
    fn journal(&mut self) -> Option<&mut Journal> {
        None
    }

    /// The store of trained points, if any.
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

/// Observes nothing and never interrupts.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unobserved;

impl Observer for Unobserved {
    async fn breathe(&mut self, _work: Work) {}

    async fn hold(&mut self) -> Result<(), Interrupted> {
        Ok(())
    }

    fn note(&mut self, _note: Note) {}
}
