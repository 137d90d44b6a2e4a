//! One run at a time in a folder: two would write over each other's checkpoints.

use super::{Failure, whole_file};
use crate::platform::is_without_locks;
use anyhow::{Context, anyhow};
use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

/// The file that is locked. The system lets go of it when the program ends, however it ends.
const LOCK: &str = ".wedgelab.lock";

/// A folder that is ours until this is dropped.
pub(super) struct FolderLock {
    path: PathBuf,
    _file: File,
    is_held: bool,
}

impl FolderLock {
    /// Takes a folder that exists; `None` where another run has it. Where the file system has no locks, the folder is
    /// taken without one: there two runs at once are the user's own affair.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub(super) fn take(folder: &Path) -> io::Result<Option<Self>> {
        let path = folder.join(LOCK);
        loop {
            let file = File::options().write(true).create(true).truncate(false).open(&path)?;
            let is_held = match file.try_lock() {
                Ok(()) => true,
                Err(TryLockError::WouldBlock) => return Ok(None),
                Err(TryLockError::Error(error)) if is_without_locks(&error) => false,
                Err(TryLockError::Error(error)) => return Err(error),
            };
            // The run before may have removed the file between our opening and our locking it.
            if is_same_file(&file, &path) {
                return Ok(Some(Self { path, _file: file, is_held }));
            }
        }
    }

    /// Takes a folder that exists for this run.
    ///
    /// # Errors
    /// When the folder cannot be written, or another run has it.
    pub(super) fn hold(folder: &Path) -> Result<Self, Failure> {
        Self::held(folder, Self::take(folder))
    }

    /// Takes a folder for this run to write into, made if it is not there.
    ///
    /// # Errors
    /// As of [`Self::hold`].
    pub(super) fn make_and_hold(folder: &Path) -> Result<Self, Failure> {
        let taken = std::fs::create_dir_all(folder)
            .and_then(|()| Self::take(folder))
            .and_then(|lock| whole_file::try_folder(folder).map(|()| lock));
        Self::held(folder, taken)
    }

    fn held(folder: &Path, taken: io::Result<Option<Self>>) -> Result<Self, Failure> {
        let name = folder.display();
        taken
            .with_context(|| format!("{name} cannot be written; choose another folder"))
            .map_err(Failure::BadInput)?
            .ok_or_else(|| {
                Failure::BadInput(anyhow!(
                    "{name} is in use by another run; wait for it to finish, or choose another folder"
                ))
            })
    }

    /// Whether other runs are kept out.
    pub(super) fn is_held(&self) -> bool {
        self.is_held
    }

    /// What to say of a folder where it is not.
    pub(super) fn unlocked(folder: &Path) -> String {
        format!(
            "The file system of {} has no locks. The run goes on without one; start no other run in this folder.",
            folder.display()
        )
    }
}

impl Drop for FolderLock {
    fn drop(&mut self) {
        // Removed while it is still locked. A file that stays behind does no harm.
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

/// Elsewhere an open file cannot be removed.
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
