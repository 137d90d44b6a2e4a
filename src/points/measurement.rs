//! What is measured at a point, and on which examples.

use super::ReadError;
use serde::{Deserialize, Serialize};

/// Which examples a loss is measured on. A landscape without examples (the wedges) gives the same loss for all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Split {
    /// The training examples.
    Train,
    /// The measured images: the training examples that landscapes are measured on. All of them by default, otherwise a
    /// fixed, class-balanced subset.
    // Text formats keep the name that it had first.
    #[serde(rename = "Evaluation")]
    Measured,
    /// The held-out examples.
    Test,
}

impl Split {
    /// The name of its examples in sentences.
    pub fn name(self) -> &'static str {
        match self {
            Self::Train => "training",
            Self::Measured => "measured",
            Self::Test => "test",
        }
    }
}

/// The loss at a point and, for classifiers, the accuracy.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Measurement {
    /// Mean loss over the examples (nats for a network), without any regularisation; the distance for the wedges.
    #[serde(deserialize_with = "crate::settings::null_number::number")]
    pub loss: f64,
    /// The share of examples that are classified correctly, from 0 to 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accuracy: Option<f64>,
}

/// Measurements after one epoch.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct EpochMeasurement {
    /// Passes over the training examples so far.
    pub epoch: f64,
    /// On held-out examples.
    pub test: Measurement,
}

/// The training examples that one gradient is taken over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Minibatch {
    /// Indices of training examples, each below [`Landscape::examples`](crate::landscape::Landscape::examples); repeats
    /// are allowed.
    pub examples: Vec<u32>,
    /// The seed of everything random in this step (dropout).
    pub noise: u64,
}

/// Losses that a device may still be computing.
#[allow(
    async_fn_in_trait,
    reason = "a browser's futures are not Send, and callers always know the concrete type"
)]
pub trait PendingLosses: Sized + Send {
    /// Reads the losses of several steps at once: one row per step, one loss per point.
    ///
    /// # Errors
    /// When the device was lost or fails.
    async fn read(steps: Vec<Self>) -> Result<Vec<Vec<f64>>, ReadError>;
}

impl PendingLosses for Vec<f64> {
    async fn read(steps: Vec<Self>) -> Result<Vec<Vec<f64>>, ReadError> {
        Ok(steps)
    }
}
