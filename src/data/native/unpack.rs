//! Unpacks an archive into a folder that appears complete or not at all.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::super::part::Part;
use super::super::{Loaded, Source, archive, recognise};
use super::record::{self, Record};
use super::{Checksum, FetchError, file};
use crate::platform::{sync_folder, system_cause};

/// Unpacks the image files of an archive into `target`, which must be absent or an empty folder, and reads them as the
/// data set `source`.
///
/// Files are written under their official names, whatever the paths in the archive, into a hidden folder next to the
/// target, which is then renamed.
pub(super) fn unpack(
    archive_path: &Path,
    archive_name: &str,
    source: Source,
    target: &Path,
) -> Result<Loaded, FetchError> {
    let bytes = file::read(archive_path)?;
    let archive = Checksum::of(&bytes);
    let members = archive::unpack(archive_name, &bytes, source)?;
    drop(bytes);
    let workplace = Workplace::beside(target)?;
    let mut record = Record { archive, files: Vec::new() };
    for (path, bytes) in &members {
        if let Some(part) = Part::of(path) {
            workplace.write(part.official_name(), bytes)?;
            record.files.push((part.official_name().to_owned(), Checksum::of(bytes)));
        }
    }
    workplace.write(record::NAME, record.to_text(archive_name).as_bytes())?;
    let loaded = recognise(members, source)?;
    workplace.become_target(target)?;
    Ok(loaded)
}

/// A temporary folder, removed unless it becomes the target.
struct Workplace {
    path: PathBuf,
}

impl Workplace {
    /// An empty folder next to the target. Anything that a killed process left there is removed.
    fn beside(target: &Path) -> Result<Self, FetchError> {
        let name = target.file_name().unwrap_or_default().to_string_lossy();
        let path = target.with_file_name(format!(".{name}.unpacking"));
        let emptied = match fs::remove_dir_all(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => fs::create_dir(&path),
        };
        emptied.map_err(|error| unwritable(&path, &error))?;
        Ok(Self { path })
    }

    fn write(&self, name: &str, bytes: &[u8]) -> Result<(), FetchError> {
        let path = self.path.join(name);
        let written = File::create(&path).and_then(|mut file| {
            file.write_all(bytes)?;
            file.sync_all()
        });
        written.map_err(|error| unwritable(&path, &error))
    }

    fn become_target(self, target: &Path) -> Result<(), FetchError> {
        // An empty folder at the target is replaced; a non-empty one stays, and is an error.
        let renamed = match fs::remove_dir(target) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => fs::rename(&self.path, target),
        };
        renamed.map_err(|error| unwritable(target, &error))?;
        sync_folder_of(target);
        Ok(())
    }
}

impl Drop for Workplace {
    fn drop(&mut self) {
        // After the renaming it is gone; before it, what cannot be removed now is removed by the next attempt.
        let _ = fs::remove_dir_all(&self.path);
    }
}

/// Makes the new name of a file or folder survive a power loss, if its folder can be synchronised.
pub(super) fn sync_folder_of(path: &Path) {
    let _ = path.parent().map(sync_folder);
}

fn unwritable(path: &Path, error: &io::Error) -> FetchError {
    FetchError::Write { path: path.display().to_string(), reason: system_cause(error) }
}
