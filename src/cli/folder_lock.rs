//! One run at a time per folder: two would overwrite each other's checkpoints.

use super::file_errors::unusable_folder;
use super::{Failure, whole_file};
use crate::platform::FileLock;
use anyhow::anyhow;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

/// The lock file.
const LOCK: &str = ".wedgelab.lock";

/// A folder locked for this run until this is dropped.
pub(super) struct FolderLock {
    path: PathBuf,
    lock: FileLock,
}

impl FolderLock {
    /// Locks an existing folder; `None` if another run holds it. If the file system does not support locks, the folder
    /// is used without one: preventing two runs at once is then up to the user.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub(super) fn take(folder: &Path) -> io::Result<Option<Self>> {
        let path = folder.join(LOCK);
        loop {
            let Some(lock) = FileLock::take(&path)? else { return Ok(None) };
            // The previous run may have removed the file after it was opened here and before it was locked.
            if is_same_file(lock.file(), &path) {
                return Ok(Some(Self { path, lock }));
            }
        }
    }

    /// Locks an existing folder for this run.
    ///
    /// # Errors
    /// When the folder cannot be written, or another run holds it.
    pub(super) fn hold(folder: &Path) -> Result<Self, Failure> {
        Self::held(folder, Self::take(folder))
    }

    /// Locks a folder for this run to write into, and creates it if it does not exist.
    ///
    /// # Errors
    /// Those of [`Self::hold`].
    pub(super) fn make_and_hold(folder: &Path) -> Result<Self, Failure> {
        let taken = std::fs::create_dir_all(folder)
            .and_then(|()| Self::take(folder))
            .and_then(|lock| whole_file::try_folder(folder).map(|()| lock));
        Self::held(folder, taken)
    }

    fn held(folder: &Path, taken: io::Result<Option<Self>>) -> Result<Self, Failure> {
        taken.map_err(|error| unusable_folder(folder, &error))?.ok_or_else(|| {
            Failure::BadInput(anyhow!(
                "{} is in use by another run; wait for it to finish, or choose another folder",
                folder.display()
            ))
        })
    }

    /// Whether the lock excludes other runs.
    pub(super) fn is_held(&self) -> bool {
        self.lock.is_held()
    }

    /// The remark on a folder whose file system does not support locks.
    pub(super) fn unlocked(folder: &Path) -> String {
        format!(
            "the file system of {} does not support locks, and the run continues without one; start no other run there",
            folder.display()
        )
    }
}

impl Drop for FolderLock {
    fn drop(&mut self) {
        // Removed while it is still locked. A leftover file does no harm.
        let _ = std::fs::remove_file(&self.path);
    }
}

#[cfg(unix)]
fn is_same_file(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (file.metadata(), std::fs::metadata(path)) {
        (Ok(ours), Ok(there)) => (ours.dev(), ours.ino()) == (there.dev(), there.ino()),
        _ => false,
    }
}

/// On other systems an open file cannot be removed.
#[cfg(not(unix))]
fn is_same_file(_file: &File, _path: &Path) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_belongs_to_one_until_it_is_let_go() {
        let folder = tempfile::tempdir().unwrap();
        let first = FolderLock::take(folder.path()).unwrap();
        assert!(first.is_some());
        assert!(FolderLock::take(folder.path()).unwrap().is_none());
        drop(first);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        assert!(FolderLock::take(folder.path()).unwrap().is_some());
    }
}
