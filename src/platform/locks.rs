//! File systems that have no locks.

use std::io;

/// Whether locking a file failed because its file system has no locks, as on some network drives.
pub(crate) fn is_without_locks(error: &io::Error) -> bool {
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
    fn file_systems_without_locks_are_told_from_failures() {
        for number in [libc::ENOLCK, libc::ENOSYS, libc::EOPNOTSUPP] {
            assert!(is_without_locks(&io::Error::from_raw_os_error(number)), "{number}");
        }
        for number in [libc::EACCES, libc::EIO, libc::ENOSPC] {
            assert!(!is_without_locks(&io::Error::from_raw_os_error(number)), "{number}");
        }
    }
}
