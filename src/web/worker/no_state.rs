//! A worker for the wedges does not keep the state of its job, because such a job takes seconds, and writing and
//! reading states would make the worker 5 % larger. A job whose worker is lost restarts.

use crate::job::{Checkpoint, CheckpointError, Specification};

/// Keeps nothing.
pub(super) fn keep(_checkpoint: &Checkpoint) {}

/// Always returns `None`, so that the job starts from its beginning.
///
/// # Errors
/// Never.
pub(super) fn read(
    _bytes: &[u8],
    _text: &str,
    _specification: &Specification,
) -> Result<Option<(&'static str, Checkpoint)>, CheckpointError> {
    Ok(None)
}
