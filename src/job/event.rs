//! What a job tells while it runs. The command line prints events, the page draws them.

use super::ResultFile;
use crate::landscape::Measurement;
use serde::{Deserialize, Serialize};

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// The landscape is ready and the work begins.
    Started {
        /// What computes, in words.
        device: String,
        /// Why that and nothing else, in words.
        reason: String,
        /// What is computed on, in words.
        landscape: String,
    },
    /// A new part of the work begins.
    Stage {
        /// Which, in words.
        stage: String,
    },
    /// How far the job is.
    Progress {
        /// From 0 to 1.
        share: f64,
        /// Seconds left, once that can be said.
        seconds_left: Option<f64>,
        /// Training examples a second lately; absent where nothing is trained.
        examples_per_second: Option<f64>,
    },
    /// The minibatch losses of consecutive steps.
    Losses {
        /// The first of these steps, counted from 1.
        first_step: usize,
        /// One loss a step.
        #[serde(deserialize_with = "crate::null_number::numbers")]
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
    /// The job goes on.
    Resumed,
    /// The job is done.
    Finished {
        /// All that it found.
        result: Box<ResultFile>,
    },
    /// The job was cancelled.
    Cancelled,
    /// The job could not go on.
    Failed {
        /// What happened and what to do, in words.
        message: String,
    },
}
