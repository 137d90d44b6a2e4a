//! What a step needs from a landscape.

use crate::observer::{Interrupted, OtherWork};
use crate::points::{Minibatch, PendingLosses, Points, ReadError};

/// An error while a landscape was evaluated.
#[derive(Debug, Clone, thiserror::Error)]
pub enum LandscapeError {
    /// The work was cancelled.
    #[error(transparent)]
    Interrupted(#[from] Interrupted),
    /// The device failed.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The record is of other work.
    #[error(transparent)]
    OtherWork(#[from] OtherWork),
}

/// A loss with a gradient: the part of a landscape that a step needs.
pub trait Gradient: Sync {
    /// Where its points live.
    type Points: Points;
    /// The losses of one step.
    type Losses: PendingLosses;

    /// Loss over a minibatch at every point, and the gradient of what training minimises (with regularisation).
    ///
    /// # Errors
    /// When the device fails.
    fn loss_and_gradient(
        &self,
        points: &Self::Points,
        batch: &Minibatch,
    ) -> Result<(Self::Losses, Self::Points), LandscapeError>;

    /// How many examples, points × examples, a gradient is best taken over in one call: the size of the parts of a
    /// step, so that Pause and Cancel take effect during it. Never depends on timing: the same step is always divided
    /// in the same way.
    fn gradients_at_once(&self) -> usize;

    /// Whether points that move in separate planes are best processed for several steps each, instead of all together
    /// step by step: a point's plane then stays near the processor.
    fn takes_points_apart(&self) -> bool {
        false
    }
}
