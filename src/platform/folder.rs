//! Folders on disk.

use std::io;
use std::path::Path;

/// Makes new names in a folder survive a power loss.
///
/// # Errors
/// When the folder cannot be opened or synchronised.
#[cfg(unix)]
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    std::fs::File::open(folder)?.sync_all()
}

/// On other systems folders cannot be opened; the system synchronises names.
#[cfg(not(unix))]
pub(crate) fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}
