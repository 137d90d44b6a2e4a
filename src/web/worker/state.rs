//! The state of a job, for the page to keep, and back from there.

use super::{message, post};
use crate::job::{Checkpoint, CheckpointError, Specification};
use serde_json::Value;

/// What a checkpoint that the page kept is called in messages.
const NAME: &str = "the state that the page kept";

/// Hands the state of a job to the page.
pub(super) fn keep(checkpoint: &Checkpoint) {
    match checkpoint.to_bytes() {
        Ok(bytes) => post(message::CHECKPOINT, &checkpoint.record.pieces().to_string(), Some(&bytes)),
        Err(error) => web_sys::console::error_1(&error.into()),
    }
}

/// Reads the state that the page kept; `text` is that of the message it came with.
///
/// # Errors
/// When it is damaged.
pub(super) fn read(
    bytes: &[u8],
    text: &str,
    specification: &Specification,
) -> Result<Option<(&'static str, Checkpoint)>, CheckpointError> {
    let mut checkpoint = Checkpoint::read(NAME, bytes)?;
    if text == message::ANY_DEVICE {
        checkpoint.release_device(specification.to_map().get("device").unwrap_or(&Value::Null));
    }
    Ok(Some((NAME, checkpoint)))
}
