//! Which files in a folder this program wrote. Only those are replaced or removed.

use super::Failure;
use super::file_errors::unreadable;
use super::output::{CHECKPOINT, PARAMETERS, RESULT};
use crate::figure::{figure_names, figures, is_drawn_here};
use crate::job::ResultFile;
use crate::network::read_description;
use anyhow::anyhow;
use std::io;
use std::path::Path;

/// The experiment that leaves parameters.
const TRAINING: &str = "training";

/// Marker that every result of this program contains, even if it is damaged elsewhere.
const RESULT_MARK: &[u8] = b"wedgelab.result/";
/// Marker that every checkpoint of this program contains, even if it is damaged elsewhere.
const CHECKPOINT_MARK: &[u8] = b"wedgelab.checkpoint/";

/// Checks that this program wrote the bytes of a `result.json`. An empty file, as a full disk leaves it, is accepted.
///
/// # Errors
/// When it did not.
pub(super) fn check_result(file: &Path, bytes: &[u8]) -> Result<(), Failure> {
    if bytes.is_empty() || holds(bytes, RESULT_MARK) { Ok(()) } else { Err(foreign(file, "result")) }
}

/// Checks that this program wrote the bytes of a checkpoint. An empty file, as a full disk leaves it, is accepted.
///
/// # Errors
/// When it did not.
pub(super) fn check_checkpoint(file: &Path, bytes: &[u8]) -> Result<(), Failure> {
    if bytes.is_empty() || holds(bytes, CHECKPOINT_MARK) { Ok(()) } else { Err(foreign(file, "checkpoint")) }
}

fn holds(bytes: &[u8], mark: &[u8]) -> bool {
    bytes.windows(mark.len()).any(|part| part == mark)
}

fn foreign(file: &Path, kind: &str) -> Failure {
    Failure::BadInput(anyhow!(
        "{} is not a {kind} of this program; move it, or choose another folder",
        file.display()
    ))
}

/// Whether a file with one of the result's names is left over from a result of this program, for example after a user
/// deleted `result.json` to compute it again: a figure in all its formats, drawn by this program; or parameters with
/// this program's metadata next to such a figure (without one, somebody copied them there).
pub(super) fn stays_of_result(folder: &Path, experiment: &str, name: &str) -> bool {
    let has_figure = || figure_names(experiment).iter().any(|stem| is_own_figure(folder, stem));
    match name.rsplit_once('.') {
        _ if name == PARAMETERS => is_own_parameters(folder) && has_figure(),
        Some((stem, _)) => is_own_figure(folder, stem),
        None => false,
    }
}

fn is_own_parameters(folder: &Path) -> bool {
    let description =
        std::fs::read(folder.join(PARAMETERS)).map(|bytes| read_description(PARAMETERS, &bytes));
    matches!(description, Ok(Ok(Some(_))))
}

fn is_own_figure(folder: &Path, stem: &str) -> bool {
    let [drawing, others @ ..] = forms(stem);
    let drawing = std::fs::read_to_string(folder.join(drawing)).unwrap_or_default();
    is_drawn_here(&drawing) && others.iter().all(|other| folder.join(other).is_file())
}

/// The files of a figure.
pub(super) fn forms(figure: &str) -> [String; 3] {
    ["svg", "png", "csv"].map(|kind| format!("{figure}.{kind}"))
}

/// The names of the files that a run left; the result comes first, so that a folder whose removal is interrupted does
/// not count as finished.
///
/// # Errors
/// When `result.json` or the checkpoint cannot be read, or this program did not write it.
pub(super) fn own_files(path: &Path) -> Result<Vec<String>, Failure> {
    let mut names = Vec::new();
    if let Some(bytes) = read(&path.join(RESULT))? {
        check_result(&path.join(RESULT), &bytes)?;
        names.push(RESULT.to_owned());
        let found = ResultFile::read(RESULT, &bytes).ok();
        // The contents of a damaged result are unknown, so parameters of this program count as its own.
        if found.as_ref().is_none_or(|result| result.experiment == TRAINING) && is_own_parameters(path) {
            names.push(PARAMETERS.to_owned());
        }
        // The figures of a damaged result stay, and are replaced.
        let figures = found.and_then(|result| figures(&result).ok()).unwrap_or_default();
        names.extend(figures.iter().flat_map(|figure| forms(figure.name())));
    }
    if let Some(bytes) = read(&path.join(CHECKPOINT))? {
        check_checkpoint(&path.join(CHECKPOINT), &bytes)?;
        names.push(CHECKPOINT.to_owned());
    }
    names.retain(|name| path.join(name).exists());
    Ok(names)
}

/// The bytes of a file; `None` if it does not exist.
fn read(file: &Path) -> Result<Option<Vec<u8>>, Failure> {
    match std::fs::read(file) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(unreadable(file, &error)),
    }
}
