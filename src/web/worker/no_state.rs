//! The state of a job in a worker for the wedges: it is not kept, because what such a job does takes seconds, and writing
//! and reading states would make the worker larger by a twentieth. A job whose worker is lost begins again.

use crate::job::{Checkpoint, CheckpointError, Specification};

/// Keeps nothing.
pub(super) fn keep(_checkpoint: &Checkpoint) {}

/// There is nothing to go on from.
///
/// # Errors
/// None.
pub(super) fn read(
    _bytes: &[u8],
    _text: &str,
    _specification: &Specification,
) -> Result<Option<(&'static str, Checkpoint)>, CheckpointError> {
    Ok(None)
}
