//! Which files in a folder this program wrote. Those alone are replaced or removed.

use super::Failure;
use super::output::{CHECKPOINT, PARAMETERS, RESULT};
use crate::figure::{figure_names, figures, is_drawn_here};
use crate::job::ResultFile;
use crate::network::read_description;
use anyhow::anyhow;
use std::io;
use std::path::Path;

/// The experiment that leaves parameters.
const TRAINING: &str = "training";

/// What every result of this program holds, also where it is damaged elsewhere.
const RESULT_MARK: &[u8] = b"wedgelab.result/";
/// What every checkpoint of this program holds, also where it is damaged elsewhere.
const CHECKPOINT_MARK: &[u8] = b"wedgelab.checkpoint/";

/// Refuses the bytes of a `result.json` that this program did not write. An empty file, as a full disk leaves it, is nobody's.
///
/// # Errors
/// When it did not.
pub(super) fn check_result(file: &Path, bytes: &[u8]) -> Result<(), Failure> {
    if bytes.is_empty() || holds(bytes, RESULT_MARK) { Ok(()) } else { Err(foreign(file, "result")) }
}

/// Refuses the bytes of a checkpoint that this program did not write. An empty file is nobody's here, too.
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

/// Whether a file that a result may consist of is what stays of a result of this program, as where somebody has deleted
/// `result.json` to compute it again: a figure in all of its forms, drawn by us; parameters with our metadata, beside such a
/// figure, for without one somebody has copied them there.
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

/// The names of what a run left; the result comes first, so that a folder whose removal is interrupted is not taken for
/// finished.
///
/// # Errors
/// When `result.json` or the checkpoint cannot be read, or is not of this program.
pub(super) fn own_files(path: &Path) -> Result<Vec<String>, Failure> {
    let mut names = Vec::new();
    if let Some(bytes) = read(&path.join(RESULT))? {
        check_result(&path.join(RESULT), &bytes)?;
        names.push(RESULT.to_owned());
        let found = ResultFile::read(RESULT, &bytes).ok();
        // Of a damaged result it is not known what it consisted of.
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

/// The bytes of a file; `None` if it is not there.
fn read(file: &Path) -> Result<Option<Vec<u8>>, Failure> {
    match std::fs::read(file) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => {
            let error = anyhow!(error).context(format!("{} cannot be read", file.display()));
            Err(Failure::BadInput(error))
        }
    }
}
