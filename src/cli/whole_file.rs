//! Atomic file writes: to a temporary file in the same folder, synchronised to disk, then moved into place.

use crate::platform::sync_folder;
use std::io::{self, Write};
use std::path::Path;
use tempfile::NamedTempFile;

/// The prefix of the names of unfinished files.
const UNFINISHED: &str = ".wedgelab-unfinished-";

/// Writes a file into a folder, replacing any file of that name.
///
/// # Errors
/// When the folder cannot be written or the disk is full; then an existing file of that name is unchanged.
pub(super) fn write(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let mut file = unfinished(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    readable_by_all(file.as_file())?;
    file.persist(folder.join(name)).map_err(|error| error.error)?;
    sync_folder(folder)
}

/// Checks that files can be created in a folder.
///
/// # Errors
/// When they cannot.
pub(super) fn try_folder(folder: &Path) -> io::Result<()> {
    unfinished(folder).map(drop)
}

/// Removes half-written files that a killed run left.
///
/// # Errors
/// When the folder cannot be read or written.
pub(super) fn remove_unfinished(folder: &Path) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with(UNFINISHED) {
            std::fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

fn unfinished(folder: &Path) -> io::Result<NamedTempFile> {
    tempfile::Builder::new().prefix(UNFINISHED).tempfile_in(folder)
}

/// Temporary files are private; results are not.
#[cfg(unix)]
fn readable_by_all(file: &std::fs::File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable_by_all(_file: &std::fs::File) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_leftovers_go() {
        let folder = tempfile::tempdir().unwrap();
        let names = || std::fs::read_dir(folder.path()).unwrap().count();
        write(folder.path(), "a", b"one").unwrap();
        write(folder.path(), "a", b"two").unwrap();
        assert_eq!(std::fs::read(folder.path().join("a")).unwrap(), b"two");
        std::fs::write(folder.path().join(format!("{UNFINISHED}x")), b"tw").unwrap();
        assert_eq!(names(), 2);
        remove_unfinished(folder.path()).unwrap();
        assert_eq!(names(), 1);
        assert!(write(&folder.path().join("missing"), "a", b"").is_err());
    }
}
