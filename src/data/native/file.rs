//! Reads one whole file; the error for anything other than a regular file says what it is.

use std::fs::{File, FileType, Metadata};
use std::io::{self, Read};
use std::path::Path;

use super::super::DataError;
use crate::platform::system_cause;

/// The largest size of a file in bytes: the largest unpacked size that the readers accept, plus the longest header.
const LARGEST: u64 = (1 << 30) + 16;

/// The bytes of a file.
///
/// # Errors
/// [`DataError::Unreadable`] for a folder, a pipe, a device, a dangling link, or a file that the system cannot read;
/// [`DataError::TooLarge`] above one gibibyte; [`DataError::OutOfMemory`].
pub(super) fn read(path: &Path) -> Result<Vec<u8>, DataError> {
    let failed = |error: io::Error| unreadable(path, system_cause(&error));
    // Checked before the file is opened: opening a pipe blocks until somebody writes into it.
    let metadata = std::fs::metadata(path).map_err(failed)?;
    check_plain(path, &metadata)?;
    check_length(path, metadata.len())?;
    let file = File::open(path).map_err(failed)?;
    let mut bytes = Vec::new();
    let length = usize::try_from(metadata.len()).unwrap_or(0);
    bytes
        .try_reserve_exact(length)
        .map_err(|_| DataError::OutOfMemory { file: path.display().to_string(), count: metadata.len() })?;
    // Checked again, because some system files are longer than their metadata says.
    file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(failed)?;
    check_length(path, bytes.len() as u64)?;
    Ok(bytes)
}

fn check_length(path: &Path, length: u64) -> Result<(), DataError> {
    if length <= LARGEST {
        return Ok(());
    }
    Err(DataError::TooLarge {
        file: path.display().to_string(),
        limit: LARGEST,
        reason: format!("it has at least {length} bytes"),
    })
}

fn check_plain(path: &Path, metadata: &Metadata) -> Result<(), DataError> {
    if metadata.is_file() {
        return Ok(());
    }
    Err(unreadable(path, format!("it is {}, not a file", kind(metadata.file_type()))))
}

fn kind(file_type: FileType) -> &'static str {
    if file_type.is_dir() { "a folder" } else { "a pipe or a device" }
}

pub(super) fn unreadable(path: &Path, reason: impl Into<String>) -> DataError {
    DataError::Unreadable { path: path.display().to_string(), reason: reason.into() }
}
