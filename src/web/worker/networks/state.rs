//! Sends the state of a job to the page, and reads it back.

use crate::job::{Checkpoint, CheckpointError, Specification};
use crate::web::worker::{message, post};
use serde_json::Value;

/// The name of the page's checkpoint in messages.
const NAME: &str = "the state that the page kept";

/// Sends the state of a job to the page.
pub(in crate::web::worker) fn keep(checkpoint: &Checkpoint) {
    match checkpoint.to_bytes() {
        Ok(bytes) => post(message::CHECKPOINT, &checkpoint.record.pieces().to_string(), Some(&bytes)),
        Err(error) => web_sys::console::error_1(&error.into()),
    }
}

/// Reads the state that the page kept, and returns it with its name; `text` is that of its message.
///
/// # Errors
/// If it is damaged.
pub(super) fn read(
    bytes: &[u8],
    text: &str,
    specification: &Specification,
) -> Result<(&'static str, Checkpoint), CheckpointError> {
    let mut checkpoint = Checkpoint::read(NAME, bytes)?;
    if text == message::ANY_DEVICE {
        checkpoint.release_device(specification.to_map().get("device").unwrap_or(&Value::Null));
    }
    Ok((NAME, checkpoint))
}
