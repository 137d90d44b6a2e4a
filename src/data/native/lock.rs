//! A lock: only one process at a time fetches a data set into a folder.

use std::fs::{File, TryLockError};
use std::path::Path;

use super::super::Source;
use super::FetchError;
use crate::platform::is_without_locks;

/// Held while a data set is fetched. The system releases it when the process ends, however it ends.
pub(super) struct Lock {
    _file: File,
    /// Whether other processes are kept out; some file systems have no locks.
    pub is_held: bool,
}

impl Lock {
    /// Takes the lock of a data set in a folder. Its empty file stays: if it were removed, a process that waits with
    /// the old file open would not notice a process that creates a new one.
    pub fn take(directory: &Path, source: Source) -> Result<Self, FetchError> {
        let path = directory.join(format!(".{}.lock", source.name()));
        let failed = |error: std::io::Error| FetchError::Folder {
            path: path.display().to_string(),
            reason: error.to_string(),
        };
        let file = File::options().create(true).append(true).open(&path).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file, is_held: true }),
            Err(TryLockError::WouldBlock) => {
                Err(FetchError::Locked { directory: directory.display().to_string() })
            }
            Err(TryLockError::Error(error)) if is_without_locks(&error) => {
                Ok(Self { _file: file, is_held: false })
            }
            Err(TryLockError::Error(error)) => Err(failed(error)),
        }
    }
}
