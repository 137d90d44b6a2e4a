//! Why a descent ended early.

use crate::landscape::LandscapeError;
use crate::observer::{Interrupted, OtherWork};
use crate::points::ReadError;

/// Why a descent ended early.
#[derive(Debug, Clone, thiserror::Error)]
pub enum DescentError {
    /// The loss became infinite or undefined.
    #[error(
        "the descent diverged: the loss became NaN or infinite after step {step}; lower the learning rate"
    )]
    Diverged {
        /// The first step with such a loss, counted from 1.
        step: usize,
        /// The loss of the first point before each of the earlier steps.
        losses: Vec<f64>,
    },
    /// The recorded state is not of this descent.
    #[error(
        "the checkpoint is of another descent than this run needs; choose another folder, or delete the checkpoint to start \
         over"
    )]
    ForeignRecord,
    /// The landscape could not be evaluated, or the work was cancelled.
    #[error(transparent)]
    Landscape(#[from] LandscapeError),
}

impl From<OtherWork> for DescentError {
    fn from(error: OtherWork) -> Self {
        Self::Landscape(error.into())
    }
}

impl From<Interrupted> for DescentError {
    fn from(interrupted: Interrupted) -> Self {
        Self::Landscape(interrupted.into())
    }
}

impl From<ReadError> for DescentError {
    fn from(error: ReadError) -> Self {
        Self::Landscape(error.into())
    }
}
