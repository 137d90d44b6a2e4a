//! `wedgelab reproduce --restart`: removes a report of this program, and no other files.

use super::report_folder::{BEGUN, FIGURE_FOLDERS, OPTIMA, ReportFolder};
use super::{PAGE, REPORT};
use crate::cli::Failure;
use crate::cli::folder_lock::FolderLock;
use crate::cli::output::remove;
use crate::cli::own_files::own_files;
use anyhow::anyhow;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// Removes the report in a folder: the results and checkpoints of its experiments, the networks that they share, and
/// last the record of its settings, so that an interrupted removal can be repeated.
///
/// # Errors
/// When another run uses the folder, an experiment's folder holds other files too, or a file cannot be removed; except
/// in the last case, nothing is removed.
pub(super) fn restart(path: &Path) -> Result<(), Failure> {
    if !ReportFolder::is_begun(path) {
        return Ok(());
    }
    let _lock = FolderLock::hold(path)?;
    let figures = FIGURE_FOLDERS.map(|figure| path.join(figure));
    let experiments: Vec<PathBuf> =
        figures.iter().flat_map(|figure| inside(figure)).filter(|entry| entry.is_dir()).collect();
    let own = experiments.iter().map(|folder| own_files(folder)).collect::<Result<Vec<_>, Failure>>()?;
    for (folder, own) in experiments.iter().zip(&own) {
        refuse_foreign(folder, own)?;
    }
    for (folder, own) in experiments.iter().zip(&own) {
        for file in own {
            remove(&folder.join(file))?;
        }
        remove_if_empty(folder);
    }
    figures.iter().for_each(|figure| remove_if_empty(figure));
    let optima = path.join(OPTIMA);
    for file in inside(&optima).iter().filter(|file| is_trained_point(file)) {
        remove(file)?;
    }
    remove_if_empty(&optima);
    for file in [REPORT, PAGE, BEGUN] {
        remove(&path.join(file))?;
    }
    Ok(())
}

/// Checks that an experiment's folder holds only files of this program: the new report would be written next to others.
fn refuse_foreign(folder: &Path, own: &[String]) -> Result<(), Failure> {
    let is_own = |entry: &PathBuf| {
        let name = entry.file_name().and_then(OsStr::to_str).unwrap_or_default();
        name.starts_with(".wedgelab") || own.iter().any(|own| own == name)
    };
    match inside(folder).into_iter().find(|entry| !is_own(entry)) {
        None => Ok(()),
        Some(foreign) => Err(Failure::BadInput(anyhow!(
            "{} does not belong to this report; move it, or choose another folder",
            foreign.display()
        ))),
    }
}

/// The entries of a folder; empty if it does not exist.
fn inside(folder: &Path) -> Vec<PathBuf> {
    std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect()
}

/// Whether a file has the name of a trained point: 64 hexadecimal digits.
fn is_trained_point(file: &Path) -> bool {
    let stem = file.file_stem().and_then(OsStr::to_str).unwrap_or_default();
    file.extension() == Some(OsStr::new("safetensors"))
        && stem.len() == 64
        && stem.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// A folder with other files stays: they belong to the user.
fn remove_if_empty(folder: &Path) {
    let _ = std::fs::remove_dir(folder);
}
