//! What a worker tells the page.

use super::told::Told;
use crate::web::typed_number::typed_number;
use crate::web::worker::{build, message};
use js_sys::Uint8Array;
use serde_json::Value;

/// One thing that a worker told, or that happened to it.
#[derive(Debug, Clone)]
pub(in crate::web) enum Report {
    /// It has been loaded and takes commands.
    Ready,
    /// It lives.
    Alive,
    /// Something happened in its job.
    Told(Told),
    /// What the files are, in a sentence.
    FilesRead(String),
    /// Why the files cannot be used, in a sentence.
    FilesRefused(String),
    /// What came of something that was to be drawn, as an object in JSON.
    Illustration(String),
    /// So many seconds are left of what is computed to be drawn.
    Illustrating(f64),
    /// How the measuring of speed goes, as the worker wrote it.
    Benchmark(Value),
    /// What a worker that shares a job computed.
    #[cfg_attr(not(feature = "networks"), allow(dead_code, reason = "only a worker that has a job reads it"))]
    Answer(Uint8Array),
    /// The trained θ as a safetensors file.
    Parameters(Uint8Array),
    /// The state of its job, and a mark that changes whenever there is more work in it.
    Checkpoint(Uint8Array, String),
    /// Its job needs a GPU, which another worker has.
    NeedsGpu,
    /// The worker is gone.
    Lost(Loss),
}

/// How a worker was lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::web) struct Loss {
    /// What happened, in sentences; where the reader can do something, they say what.
    pub(in crate::web) what: String,
    /// What helps.
    pub(in crate::web) cure: Cure,
}

/// What helps after a worker was lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::web) enum Cure {
    /// Another worker can go on at once.
    AnotherWorker,
    /// Another worker can go on once the reader has put something right.
    Repair,
    /// Nothing but a new page.
    Reload,
}

impl Loss {
    /// A loss after which another worker can go on.
    pub(in crate::web) fn curable(what: &str) -> Self {
        Self { what: what.to_owned(), cure: Cure::AnotherWorker }
    }

    /// The loss of a worker whose program stopped, for a cause in the browser's words.
    pub(super) fn of_failure(cause: &str) -> Self {
        match cause {
            "" => Self::curable("The worker failed."),
            // A program that gets no memory stops so, and without a word.
            cause if cause.contains("unreachable") || cause.contains("allocation") => {
                Self::curable("The worker ran out of memory.")
            }
            cause => Self::curable(&format!("The worker failed ({cause}).")),
        }
    }
}

impl Report {
    /// What a message says; none for kinds that this page does not know.
    pub(super) fn of(kind: &str, text: String, bytes: Option<Uint8Array>) -> Option<Self> {
        match kind {
            message::READY if text == build() => Some(Self::Ready),
            message::READY => Some(reload(&format!(
                "This page is older than its worker (the page is {}, the worker {text}).",
                build()
            ))),
            message::ALIVE => Some(Self::Alive),
            message::EVENT => Some(
                Told::read(&text)
                    .map_or_else(|| reload("The page does not understand its worker."), Self::Told),
            ),
            message::FILES_READ => Some(Self::FilesRead(text)),
            message::FILES_REFUSED => Some(Self::FilesRefused(text)),
            message::ILLUSTRATION => Some(Self::Illustration(text)),
            message::ILLUSTRATING => typed_number(&text).map(Self::Illustrating),
            message::BENCHMARK => serde_json::from_slice(text.as_bytes()).ok().map(Self::Benchmark),
            message::ANSWER => bytes.map(Self::Answer),
            message::PARAMETERS => bytes.map(Self::Parameters),
            message::CHECKPOINT => bytes.map(|bytes| Self::Checkpoint(bytes, text)),
            message::NEEDS_GPU => Some(Self::NeedsGpu),
            message::DEVICE_LOST => Some(Self::Lost(Loss::curable("The browser took the GPU away."))),
            message::PANIC => Some(Self::Lost(Loss::of_failure(&text))),
            _ => None,
        }
    }
}

fn reload(what: &str) -> Report {
    let what = format!("{what} Reload the page, then start again.");
    Report::Lost(Loss { what, cure: Cure::Reload })
}
