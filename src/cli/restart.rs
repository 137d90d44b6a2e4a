//! `--restart`: removes the result or the unfinished run of this program in a folder, and no other file.

use super::Failure;
use super::folder_lock::FolderLock;
use super::output::{CHECKPOINT, PARAMETERS, RESULT, check_free, remove};
use crate::figure::figures;
use crate::job::{ResultFile, Specification};
use anyhow::anyhow;
use std::io;
use std::path::Path;

/// What every result of this program holds, also where it is damaged elsewhere.
const MARK: &[u8] = b"wedgelab.result/";

/// Removes what this program left in a folder, so that the job starts anew.
///
/// # Errors
/// When another run is at work there, `result.json` is not of this program, the new result would replace other files, or a
/// file cannot be removed; but for the last, nothing is removed.
pub(super) fn restart(path: &Path, specification: &Specification) -> Result<(), Failure> {
    if !path.is_dir() {
        // There is nothing to discard; whether the folder can be made is seen when it is opened.
        return Ok(());
    }
    let _lock = FolderLock::hold(path)?;
    for file in discarded(path, specification)? {
        remove(&path.join(file))?;
    }
    Ok(())
}

/// The names of what a restart removes.
///
/// # Errors
/// When `result.json` is not of this program, or the new result would replace other files.
pub(super) fn discarded(path: &Path, specification: &Specification) -> Result<Vec<String>, Failure> {
    let files = own_files(path)?;
    check_free(path, specification, &files)?;
    Ok(files)
}

/// The names of what a run left; the result comes first, so that a folder whose removal is interrupted is not taken for
/// finished.
pub(super) fn own_files(path: &Path) -> Result<Vec<String>, Failure> {
    let mut names = Vec::new();
    let file = path.join(RESULT);
    match std::fs::read(&file) {
        Ok(bytes) => {
            if !bytes.windows(MARK.len()).any(|part| part == MARK) {
                return Err(Failure::BadInput(anyhow!(
                    "{} is not a result of this program; move it, or choose another folder",
                    file.display()
                )));
            }
            names.extend([RESULT, PARAMETERS].map(str::to_owned));
            // The figures of a damaged result are not known; they stay, and are replaced.
            let found = ResultFile::read(RESULT, &bytes).ok();
            let figures = found.and_then(|result| figures(&result).ok()).unwrap_or_default();
            let of_figure = |name: &str| ["svg", "png", "csv"].map(|kind| format!("{name}.{kind}"));
            names.extend(figures.iter().flat_map(|figure| of_figure(figure.name())));
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => {
            let error = anyhow!(error).context(format!("{} cannot be read", file.display()));
            return Err(Failure::BadInput(error));
        }
    }
    names.push(CHECKPOINT.to_owned());
    names.retain(|name| path.join(name).exists());
    Ok(names)
}
