//! The reports of a worker to the page.

use super::worker_message::WorkerMessage;
use crate::web::typed_number::typed_number;
use crate::web::worker::{build, message};
use js_sys::Uint8Array;
use serde_json::Value;

/// A message of a worker, or something that happened to it.
#[derive(Debug, Clone)]
pub(in crate::web) enum Report {
    /// It has been loaded and takes commands.
    Ready,
    /// It is alive.
    Alive,
    /// Something happened in its job.
    WorkerMessage(WorkerMessage),
    /// A sentence on what the files contain.
    FilesRead(String),
    /// A sentence on why the files cannot be used.
    FilesRefused(String),
    /// The answer to a request for an illustration, as a JSON object.
    Illustration(String),
    /// The seconds left for the current illustration.
    Illustrating(f64),
    /// Progress or a figure of the benchmarks, as the worker wrote it.
    Benchmark(Value),
    /// The answer of a worker of a pool.
    #[cfg_attr(not(feature = "networks"), allow(dead_code, reason = "only a worker that has a job reads it"))]
    Answer(Uint8Array),
    /// The trained θ as a safetensors file.
    Parameters(Uint8Array),
    /// The state of its job, and a mark that changes whenever the state contains more work.
    Checkpoint(Uint8Array, String),
    /// Its job needs Burn, for a GPU or for a network without kernels of its own, and this worker has no Burn.
    NeedsAnotherWorker,
    /// The worker is gone.
    Lost(Loss),
}

/// How a worker was lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::web) struct Loss {
    /// What happened, in sentences, with what the reader can do, if anything.
    pub(in crate::web) what: String,
    /// What helps.
    pub(in crate::web) cure: Cure,
}

/// What helps after a worker was lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::web) enum Cure {
    /// Another worker can continue at once.
    AnotherWorker,
    /// Another worker can continue once the reader has fixed the cause.
    Repair,
    /// Only reloading the page.
    Reload,
}

impl Loss {
    /// A loss after which another worker can continue.
    pub(in crate::web) fn curable(what: &str) -> Self {
        Self { what: what.to_owned(), cure: Cure::AnotherWorker }
    }

    /// The loss of a worker whose program stopped, with the browser's description of the cause.
    pub(super) fn of_failure(cause: &str) -> Self {
        match cause {
            "" => Self::curable("The worker failed."),
            // A program that runs out of memory stops with one of these messages.
            cause if cause.contains("unreachable") || cause.contains("allocation") => {
                Self::curable("The worker ran out of memory.")
            }
            cause => Self::curable(&format!("The worker failed ({cause}).")),
        }
    }
}

impl Report {
    /// The report in a message; `None` for unknown kinds.
    pub(super) fn of(kind: &str, text: String, bytes: Option<Uint8Array>) -> Option<Self> {
        match kind {
            message::READY if text == build() => Some(Self::Ready),
            message::READY => Some(reload(&format!(
                "This page and its worker are of different versions (the page {}, the worker {text}).",
                build()
            ))),
            message::ALIVE => Some(Self::Alive),
            message::EVENT => {
                Some(WorkerMessage::read(&text).map_or_else(
                    || reload("The page cannot read its worker's messages."),
                    Self::WorkerMessage,
                ))
            }
            message::FILES_READ => Some(Self::FilesRead(text)),
            message::FILES_REFUSED => Some(Self::FilesRefused(text)),
            message::ILLUSTRATION => Some(Self::Illustration(text)),
            message::ILLUSTRATING => typed_number(&text).map(Self::Illustrating),
            message::BENCHMARK => serde_json::from_slice(text.as_bytes()).ok().map(Self::Benchmark),
            message::ANSWER => bytes.map(Self::Answer),
            message::PARAMETERS => bytes.map(Self::Parameters),
            message::CHECKPOINT => bytes.map(|bytes| Self::Checkpoint(bytes, text)),
            message::NEEDS_ANOTHER_WORKER => Some(Self::NeedsAnotherWorker),
            message::DEVICE_LOST => Some(Self::Lost(Loss::curable("The browser lost the GPU."))),
            message::PANIC => Some(Self::Lost(Loss::of_failure(&text))),
            _ => None,
        }
    }
}

fn reload(what: &str) -> Report {
    let what = format!("{what} Reload the page, then start again.");
    Report::Lost(Loss { what, cure: Cure::Reload })
}
