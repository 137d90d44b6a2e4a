//! The events of a worker's job, read from JSON by hand, because derived deserialisers for everything that an event and
//! a result can hold would make the page 5 % larger.

use crate::points::Measurement;
use serde_json::Value;

/// An [`Event`](crate::job::Event), with its result as JSON.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::web) enum WorkerMessage {
    /// The landscape is ready and the work begins.
    Started {
        /// The device, as text.
        device: String,
        /// Why this device was chosen, as text.
        reason: String,
        /// The landscape, as text.
        landscape: String,
    },
    /// A new part of the work begins.
    Stage(String),
    /// The progress of the job.
    Progress {
        /// From 0 to 1.
        share: f64,
        /// Seconds left, once they can be estimated.
        seconds_left: Option<f64>,
        /// Recent training examples per second; `None` if nothing is trained.
        examples_per_second: Option<f64>,
    },
    /// The minibatch losses of consecutive steps.
    Losses {
        /// The first of these steps, counted from 1.
        first_step: usize,
        /// One loss per step.
        losses: Vec<f64>,
    },
    /// Measurements after an epoch.
    Epoch {
        /// Passes over the training examples so far.
        epoch: f64,
        /// On held-out examples.
        test: Measurement,
    },
    /// The job is paused.
    Paused,
    /// The job has resumed.
    Resumed,
    /// The job is done, and this is its result.
    Finished(Value),
    /// The job was cancelled.
    Cancelled,
    /// The job could not continue, and why.
    Failed(String),
}

impl WorkerMessage {
    /// Reads an event; `None` if the text is not an event.
    pub(super) fn read(text: &str) -> Option<Self> {
        match serde_json::from_slice(text.as_bytes()).ok()? {
            Value::String(name) => match name.as_str() {
                "paused" => Some(Self::Paused),
                "resumed" => Some(Self::Resumed),
                "cancelled" => Some(Self::Cancelled),
                _ => None,
            },
            Value::Object(map) => {
                let (name, fields) = map.into_iter().next()?;
                Self::with_fields(&name, fields)
            }
            _ => None,
        }
    }

    fn with_fields(name: &str, mut fields: Value) -> Option<Self> {
        let text = |name: &str| fields[name].as_str().map(str::to_owned);
        let number = |name: &str| fields[name].as_f64();
        Some(match name {
            "started" => Self::Started {
                device: text("device")?,
                reason: text("reason")?,
                landscape: text("landscape")?,
            },
            "stage" => Self::Stage(text("stage")?),
            "progress" => Self::Progress {
                share: number("share")?,
                seconds_left: number("seconds_left"),
                examples_per_second: number("examples_per_second"),
            },
            "losses" => Self::Losses {
                first_step: number("first_step")? as usize,
                losses: fields["losses"].as_array()?.iter().map(any_number).collect(),
            },
            "epoch" => Self::Epoch { epoch: number("epoch")?, test: measurement(&fields["test"]) },
            "finished" => Self::Finished(fields["result"].take()),
            "failed" => Self::Failed(text("message")?),
            _ => return None,
        })
    }
}

/// The loss, and the accuracy if there is one.
pub(in crate::web) fn measurement(value: &Value) -> Measurement {
    Measurement { loss: any_number(&value["loss"]), accuracy: value["accuracy"].as_f64() }
}

/// A number; NaN for null, which is how JSON stores NaN and infinity.
fn any_number(value: &Value) -> f64 {
    value.as_f64().unwrap_or(f64::NAN)
}
