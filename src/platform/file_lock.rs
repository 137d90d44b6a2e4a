//! Locks between processes, also on file systems that have none.

use std::fs::{File, TryLockError};
use std::io;
use std::path::Path;

/// A locked file. The system releases the lock when this is dropped, or when the process ends, however it ends.
pub(crate) struct FileLock {
    file: File,
    is_held: bool,
}

impl FileLock {
    /// Locks a file, which is created if it does not exist; `None` if another process holds the lock. On a file system
    /// without locks the file is opened, and [`is_held`](Self::is_held) is false.
    ///
    /// # Errors
    /// When the file cannot be opened for writing.
    pub(crate) fn take(path: &Path) -> io::Result<Option<Self>> {
        let file = File::options().create(true).append(true).open(path)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self { file, is_held: true })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) if is_without_locks(&error) => {
                Ok(Some(Self { file, is_held: false }))
            }
            Err(TryLockError::Error(error)) => Err(error),
        }
    }

    /// Whether the lock excludes other processes.
    pub(crate) fn is_held(&self) -> bool {
        self.is_held
    }

    /// The open file.
    pub(crate) fn file(&self) -> &File {
        &self.file
    }
}

/// Whether locking a file failed because its file system has no locks, as on some network drives.
fn is_without_locks(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::Unsupported || has_no_locks_left(error)
}

/// `ENOLCK`: the server of a network drive offers none.
#[cfg(unix)]
fn has_no_locks_left(error: &io::Error) -> bool {
    error.raw_os_error() == Some(libc::ENOLCK)
}

/// Other systems have no such error number.
#[cfg(not(unix))]
fn has_no_locks_left(_error: &io::Error) -> bool {
    false
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_locked_by_one_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lock");
        let first = FileLock::take(&path).unwrap().unwrap();
        assert!(first.is_held() && FileLock::take(&path).unwrap().is_none());
        drop(first);
        assert!(FileLock::take(&path).unwrap().is_some());
        assert!(FileLock::take(&folder.path().join("missing/lock")).is_err());
    }

    #[test]
    fn file_systems_without_locks_are_distinguished_from_failures() {
        for number in [libc::ENOLCK, libc::ENOSYS, libc::EOPNOTSUPP] {
            assert!(is_without_locks(&io::Error::from_raw_os_error(number)), "{number}");
        }
        for number in [libc::EACCES, libc::EIO, libc::ENOSPC] {
            assert!(!is_without_locks(&io::Error::from_raw_os_error(number)), "{number}");
        }
    }
}
