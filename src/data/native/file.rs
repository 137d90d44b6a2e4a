//! Reads one file whole, and says of anything that is no plain file what it is instead.

use std::fs::{File, FileType, Metadata};
use std::io::{self, Read};
use std::path::Path;

use super::super::DataError;

/// The most bytes a file may have: as many as the readers accept unpacked, and the longest header.
const LARGEST: u64 = (1 << 30) + 16;

/// The bytes of a file.
///
/// # Errors
/// [`DataError::Unreadable`] for a folder, a pipe, a device, a link that leads nowhere, or a file that the system does
/// not read; [`DataError::TooLarge`] above one gibibyte.
pub(super) fn read(path: &Path) -> Result<Vec<u8>, DataError> {
    let failed = |error: io::Error| unreadable(path, error.to_string());
    // Asked before the file is opened: opening a pipe waits until somebody writes into it.
    let metadata = std::fs::metadata(path).map_err(failed)?;
    check_plain(path, &metadata)?;
    check_length(path, metadata.len())?;
    let file = File::open(path).map_err(failed)?;
    let mut bytes = Vec::new();
    let length = usize::try_from(metadata.len()).unwrap_or(0);
    bytes.try_reserve_exact(length).map_err(|error| unreadable(path, error.to_string()))?;
    // Again, because some files of the system are longer than they say.
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
        offset: LARGEST,
        limit: LARGEST,
        reason: "the file is longer".to_owned(),
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
