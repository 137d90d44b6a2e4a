//! `--restart`: removes the result or the unfinished run of this program in a folder, and no other file.

use super::Failure;
use super::folder_lock::FolderLock;
use super::output::{check_free, remove};
use super::own_files::own_files;
use crate::job::Specification;
use std::path::Path;

/// Removes what this program left in a folder, so that the job starts over.
///
/// # Errors
/// When another run uses the folder, this program did not write `result.json` or the checkpoint, the new result would
/// replace other files, or a file cannot be removed; except in the last case, nothing is removed.
pub(super) fn restart(path: &Path, specification: &Specification) -> Result<(), Failure> {
    if !path.is_dir() {
        // There is nothing to discard; opening the folder shows whether it can be created.
        return Ok(());
    }
    let _lock = FolderLock::hold(path)?;
    for file in discarded(path, specification)? {
        remove(&path.join(file))?;
    }
    Ok(())
}

/// The names of the files that a restart removes.
///
/// # Errors
/// When this program did not write `result.json` or the checkpoint, or the new result would replace other files.
pub(super) fn discarded(path: &Path, specification: &Specification) -> Result<Vec<String>, Failure> {
    let files = own_files(path)?;
    check_free(path, specification, &files)?;
    Ok(files)
}
