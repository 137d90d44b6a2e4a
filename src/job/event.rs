//! What a job reports while it runs. The command line prints events, the page draws them.

use super::ResultFile;
use crate::points::Measurement;
use serde::{Deserialize, Serialize};

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// The landscape is ready and the work begins.
    Started {
        /// What computes, as text.
        device: String,
        /// Why that device was chosen, as text.
        reason: String,
        /// The landscape, as text.
        landscape: String,
    },
    /// A new part of the work begins.
    Stage {
        /// Which, as text.
        stage: String,
    },
    /// How far the job is.
    Progress {
        /// From 0 to 1.
        share: f64,
        /// Seconds left, once there is an estimate.
        seconds_left: Option<f64>,
        /// Recent training examples per second; absent if nothing is trained.
        examples_per_second: Option<f64>,
    },
    /// The minibatch losses of consecutive steps.
    Losses {
        /// The first of these steps, counted from 1.
        first_step: usize,
        /// One loss per step.
        #[serde(deserialize_with = "crate::settings::null_number::numbers")]
        losses: Vec<f64>,
    },
    /// Measurements after an epoch.
    Epoch {
        /// Passes over the training examples so far.
        epoch: f64,
        /// On held-out examples.
        test: Measurement,
    },
    /// The job holds.
    Paused,
    /// The job resumes.
    Resumed,
    /// The job is done.
    Finished {
        /// Everything it found.
        result: Box<ResultFile>,
    },
    /// The job was cancelled.
    Cancelled,
    /// The job failed.
    Failed {
        /// What happened and what to do, as text.
        message: String,
    },
}
