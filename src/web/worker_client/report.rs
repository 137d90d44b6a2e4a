//! What a worker tells the page.

use crate::job::Event;
use crate::web::worker::{build, message};

/// One thing that a worker told, or that happened to it.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::web) enum Report {
    /// It has been loaded and takes commands.
    Ready,
    /// Something happened in its job.
    Event(Event),
    /// What the files are, in a sentence.
    FilesRead(String),
    /// Why the files cannot be used, in a sentence.
    FilesRefused(String),
    /// The trained θ as a safetensors file.
    Parameters(Vec<u8>),
    /// The worker is gone; a sentence says why and what to do.
    Lost(String),
}

impl Report {
    /// What a message says; none for kinds that this page does not know.
    pub(super) fn of(kind: &str, text: String, bytes: Option<Vec<u8>>) -> Option<Self> {
        match kind {
            message::READY if text == build() => Some(Self::Ready),
            message::READY => Some(Self::Lost(format!(
                "This page is older than its worker (the page is {}, the worker {text}). Reload the page.",
                build()
            ))),
            message::EVENT => Some(serde_json::from_slice(text.as_bytes()).map_or_else(
                |error| {
                    Self::Lost(format!("The page does not understand its worker ({error}). Reload the page."))
                },
                Self::Event,
            )),
            message::FILES_READ => Some(Self::FilesRead(text)),
            message::FILES_REFUSED => Some(Self::FilesRefused(text)),
            message::PARAMETERS => Some(Self::Parameters(bytes.unwrap_or_default())),
            message::PANIC => Some(Self::Lost(format!(
                "The worker failed ({text}). Start again: the page then uses a new worker. \
                 If a GPU was used, choose the device CPU."
            ))),
            _ => None,
        }
    }
}
