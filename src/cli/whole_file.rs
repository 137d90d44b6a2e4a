//! Files that are whole or not there: written beside their place, brought to the disk, then moved into it.

use std::io::{self, Write};
use std::path::Path;
use tempfile::NamedTempFile;

/// What the names of unfinished files begin with.
const UNFINISHED: &str = ".wedgelab-unfinished-";

/// Puts a file into a folder, in the place of one of that name.
///
/// # Errors
/// When the folder cannot be written or the disk is full; then the file of that name is as it was.
pub(super) fn write(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let mut file = unfinished(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    readable_by_all(file.as_file())?;
    file.persist(folder.join(name)).map_err(|error| error.error)?;
    sync_folder(folder)
}

/// Checks that files can be made in a folder.
///
/// # Errors
/// When they cannot.
pub(super) fn try_folder(folder: &Path) -> io::Result<()> {
    unfinished(folder).map(drop)
}

/// Removes what a run that was killed left half-written.
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

/// A temporary file is private; a result is not.
#[cfg(unix)]
fn readable_by_all(file: &std::fs::File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable_by_all(_file: &std::fs::File) -> io::Result<()> {
    Ok(())
}

/// Brings the move itself to the disk.
#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    std::fs::File::open(folder)?.sync_all()
}

/// Elsewhere folders cannot be opened, and moves are brought to the disk by the system.
#[cfg(not(unix))]
fn sync_folder(_folder: &Path) -> io::Result<()> {
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
