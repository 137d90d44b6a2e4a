//! `--restart`: removes the result or the unfinished run of this program in a folder, and no other file.

use super::Failure;
use super::folder_lock::FolderLock;
use super::output::{check_free, remove};
use super::own_files::own_files;
use crate::job::Specification;
use std::path::Path;

/// Removes what this program left in a folder, so that the job starts anew.
///
/// # Errors
/// When another run is at work there, `result.json` or the checkpoint is not of this program, the new result would replace
/// other files, or a file cannot be removed; but for the last, nothing is removed.
pub(super) fn restart(path: &Path, specification: &Specification) -> Result<(), Failure> {
    if !path.is_dir() {
        // There is nothing to discard; whether the folder can be made is seen when it is opened.
        return Ok(());
    }
    let _lock = FolderLock::hold(path)?;
    for file in discarded(path, specification)? {
        remove(&path.join(file))?;
    }
    Ok(())
}

/// The names of what a restart removes.
///
/// # Errors
/// When `result.json` or the checkpoint is not of this program, or the new result would replace other files.
pub(super) fn discarded(path: &Path, specification: &Specification) -> Result<Vec<String>, Failure> {
    let files = own_files(path)?;
    check_free(path, specification, &files)?;
    Ok(files)
}
