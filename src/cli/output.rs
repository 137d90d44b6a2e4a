//! What a job writes into a folder: checkpoints while it runs, and the result at its end. Every file is written
//! atomically, `result.json` last.

use super::file_errors::{check_no_file, stuck_leftovers, unreadable, unwritable, with_cause};
use super::folder_lock::FolderLock;
use super::folder_owner::FolderOwner;
use super::own_files::{check_checkpoint, check_result, forms, stays_of_result};
use super::standard_streams::remark;
use super::{Failure, png, whole_file};
use crate::experiment::Experiment;
use crate::figure::{Theme, figure_names, figures, to_csv, to_svg};
use crate::job::{
    Checkpoint, Finished, ImageSource, LandscapeSpecification, ResultError, ResultFile, Specification,
};
use crate::platform::system_cause;
use anyhow::anyhow;
use std::io;
use std::path::{Path, PathBuf};

pub(super) const RESULT: &str = "result.json";
pub(super) const PARAMETERS: &str = "theta.safetensors";
pub(super) const CHECKPOINT: &str = "checkpoint.safetensors";
/// Exists while the result is being written: the folder's files are this program's although `result.json` is missing.
const WRITING: &str = ".wedgelab.writing";

/// A folder for the result of one specification, locked against other runs.
pub(super) struct OutputFolder {
    path: PathBuf,
    /// Whether the folder was created for this run.
    is_new: bool,
    lock: Option<FolderLock>,
}

/// What a folder holds, found without writing there.
pub(super) enum Seen {
    /// No files of this program, and none that the result would replace.
    Nothing,
    /// The state in which a run of the same specification was interrupted.
    Unfinished(Box<Checkpoint>),
    /// The finished result of the very same specification.
    Finished,
}

/// What is in a folder already.
pub(super) enum Found {
    /// No files of this program: the job may begin.
    Nothing(OutputFolder),
    /// The state in which a run of the same specification was interrupted: the job may resume.
    Unfinished(OutputFolder, Box<Checkpoint>),
    /// The finished result of the very same specification.
    Finished(Box<ResultFile>),
}

impl OutputFolder {
    /// Returns what opening a folder would find, and writes nothing.
    ///
    /// # Errors
    /// Those of [`Self::open`], except the ones that only an attempt to write reveals.
    pub(super) fn look(path: &Path, specification: &Specification) -> Result<Seen, Failure> {
        check_no_file(path)?;
        if read_result(path, specification, FolderOwner::Run)?.is_some() {
            return Ok(Seen::Finished);
        }
        let checkpoint = read_checkpoint(path, specification, FolderOwner::Run)?;
        check_free(path, specification, &[])?;
        Ok(match checkpoint {
            Some(checkpoint) => Seen::Unfinished(Box::new(checkpoint)),
            None => Seen::Nothing,
        })
    }

    /// Opens a folder for the result of a specification, and creates it if it does not exist.
    ///
    /// # Errors
    /// When the folder cannot be written, another run uses it, or it holds a damaged checkpoint, the result or the
    /// unfinished run of another specification, or files under the result's names that this program did not write.
    pub(super) fn open(path: &Path, specification: &Specification) -> Result<Found, Failure> {
        let found = Self::open_of(path, specification, FolderOwner::Run)?;
        if let Found::Nothing(folder) | Found::Unfinished(folder, _) = &found {
            check_free(&folder.path, specification, &[])?;
            if folder.lock.as_ref().is_some_and(|lock| !lock.is_held()) {
                remark(&FolderLock::unlocked(path));
            }
        }
        Ok(found)
    }

    /// Opens the folder of an experiment of a report, which belongs to the program.
    ///
    /// # Errors
    /// Those of [`Self::open`], except for files that this program did not write.
    pub(super) fn open_in_report(path: &Path, specification: &Specification) -> Result<Found, Failure> {
        Self::open_of(path, specification, FolderOwner::Report)
    }

    fn open_of(path: &Path, specification: &Specification, owner: FolderOwner) -> Result<Found, Failure> {
        check_no_file(path)?;
        if let Some(found) = finished(path, specification, owner)? {
            return Ok(Found::Finished(Box::new(found)));
        }
        let is_new = !path.exists();
        let lock = FolderLock::make_and_hold(path)?;
        let folder = Self { path: path.to_owned(), is_new, lock: Some(lock) };
        // The run that held the lock until now may have finished the result.
        if let Some(found) = finished(path, specification, owner)? {
            return Ok(Found::Finished(Box::new(found)));
        }
        whole_file::remove_unfinished(path).map_err(|error| stuck_leftovers(path, &error))?;
        match read_checkpoint(path, specification, owner)? {
            None => Ok(Found::Nothing(folder)),
            Some(checkpoint) => Ok(Found::Unfinished(folder, Box::new(checkpoint))),
        }
    }

    /// The checkpoint's name in messages.
    pub(super) fn checkpoint_name(&self) -> String {
        checkpoint_name(&self.path)
    }

    /// Whether there is a state to resume from.
    pub(super) fn has_checkpoint(&self) -> bool {
        self.path.join(CHECKPOINT).exists()
    }

    /// Removes the checkpoint, so that the job starts over.
    ///
    /// # Errors
    /// When it cannot be removed.
    pub(super) fn forget_checkpoint(&self) -> Result<(), Failure> {
        remove(&self.path.join(CHECKPOINT))
    }

    /// Replaces the previous checkpoint, which stays if that fails.
    ///
    /// # Errors
    /// A clause that says what failed and why, and what to do.
    pub(super) fn keep(&self, checkpoint: &Checkpoint) -> Result<(), String> {
        let bytes = checkpoint.to_bytes()?;
        whole_file::write(&self.path, CHECKPOINT, &bytes).map_err(|error| {
            format!(
                "{} cannot be written ({}); free disk space, and it is tried again",
                self.checkpoint_name(),
                system_cause(&error)
            )
        })
    }

    /// Writes the result, the parameters if any, and every figure as SVG, PNG and CSV; then removes the checkpoint.
    ///
    /// # Errors
    /// When a file cannot be written. The checkpoint stays, so that the same command can try again.
    pub(super) fn write(&self, finished: &Finished) -> Result<(), Failure> {
        write_file(&self.path, WRITING, b"")?;
        let json = finished.result.to_sealed_json().map_err(Failure::other)?;
        // Drawn from the result as read back, so that a figure drawn again later is the same to the last digit.
        let as_read = ResultFile::read(RESULT, json.as_bytes()).map_err(Failure::other)?;
        draw(&self.path, &as_read, &|_| true)?;
        if let Some(parameters) = &finished.parameters {
            write_file(&self.path, PARAMETERS, parameters)?;
        }
        write_file(&self.path, RESULT, json.as_bytes())?;
        tidy(&self.path)
    }
}

/// Writes the figures of a result as SVG, PNG and CSV into a folder: the files whose names `is_wanted` accepts.
fn draw(folder: &Path, result: &ResultFile, is_wanted: &dyn Fn(&str) -> bool) -> Result<(), Failure> {
    for figure in &figures(result).map_err(Failure::other)? {
        let [svg, png, csv] = forms(figure.name());
        if is_wanted(&svg) || is_wanted(&png) {
            let drawing = to_svg(figure, Theme::LIGHT).map_err(Failure::other)?;
            if is_wanted(&svg) {
                write_file(folder, &svg, drawing.as_bytes())?;
            }
            if is_wanted(&png) {
                write_file(folder, &png, &png::from_svg(&drawing).map_err(Failure::Other)?)?;
            }
        }
        if is_wanted(&csv) {
            write_file(folder, &csv, to_csv(figure).as_bytes())?;
        }
    }
    Ok(())
}

fn write_file(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), Failure> {
    whole_file::write(folder, name, bytes).map_err(|error| unwritable(&folder.join(name), &error))
}

impl Drop for OutputFolder {
    fn drop(&mut self) {
        self.lock.take();
        if self.is_new {
            // This removes only an empty folder: one that was created and never used.
            let _ = std::fs::remove_dir(&self.path);
        }
    }
}

/// The result in a folder, or `None` if there is none. Missing figures are drawn again.
///
/// # Errors
/// Those of [`read_result`], and when a missing figure cannot be drawn or written.
fn finished(
    path: &Path,
    specification: &Specification,
    owner: FolderOwner,
) -> Result<Option<ResultFile>, Failure> {
    let Some(found) = read_result(path, specification, owner)? else { return Ok(None) };
    draw(path, &found, &|name| !path.join(name).exists())?;
    // A run killed right after it wrote the result leaves more files. If they cannot be removed, as on a read-only file
    // system, they do no harm.
    let _ = tidy(path);
    Ok(Some(found))
}

/// Reads the result in a folder; `None` if there is none.
///
/// # Errors
/// When it cannot be read, or belongs to another program or specification.
fn read_result(
    path: &Path,
    specification: &Specification,
    owner: FolderOwner,
) -> Result<Option<ResultFile>, Failure> {
    let file = path.join(RESULT);
    let bytes = match std::fs::read(&file) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        // A file where a folder should be; creating the folder reports it.
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => return Ok(None),
        Err(error) => return Err(unreadable(&file, &error)),
    };
    check_result(&file, &bytes)?;
    let found = ResultFile::read(&file.display().to_string(), &bytes).map_err(|error| {
        let file = file.display();
        Failure::BadInput(match error {
            ResultError::Malformed { reason, .. } => {
                anyhow!("{file} is damaged ({reason}); delete it to compute it again")
            }
            ResultError::Changed { .. } => anyhow!(
                "{file} was changed after it was written (its checksum is wrong); delete it to compute it again"
            ),
            error @ ResultError::Format { .. } => anyhow!(error),
        })
    })?;
    let differences = found.differences(specification);
    if !differences.is_empty() {
        return Err(Failure::BadInput(anyhow!(
            "{} holds a result with other settings ({}); {}",
            path.display(),
            differences.join(", "),
            owner.advice_on_another_result()
        )));
    }
    Ok(Some(found))
}

/// The checkpoint's name in messages.
fn checkpoint_name(folder: &Path) -> String {
    folder.join(CHECKPOINT).display().to_string()
}

/// Reads the checkpoint in a folder; `None` if there is none.
///
/// # Errors
/// When it cannot be read, is damaged, or belongs to another program or specification.
fn read_checkpoint(
    path: &Path,
    specification: &Specification,
    owner: FolderOwner,
) -> Result<Option<Checkpoint>, Failure> {
    let (name, file) = (checkpoint_name(path), path.join(CHECKPOINT));
    let bytes = match std::fs::read(&file) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unreadable(&file, &error)),
    };
    check_checkpoint(&file, &bytes)?;
    let checkpoint = Checkpoint::read(&name, &bytes).and_then(|checkpoint| {
        checkpoint.check_settings(&name, &specification.to_map())?;
        Ok(checkpoint)
    });
    checkpoint.map(Some).map_err(|error| owner.refusal(&error))
}

/// Checks that the result would replace no file except those in `discarded`, which are removed first.
///
/// # Errors
/// When it would replace a file that this program did not write.
pub(super) fn check_free(
    folder: &Path,
    specification: &Specification,
    discarded: &[String],
) -> Result<(), Failure> {
    if folder.join(WRITING).exists() {
        return Ok(());
    }
    let experiment = specification.experiment.name();
    let is_foreign = |name: &String| {
        is_there(&folder.join(name))
            && !discarded.contains(name)
            && !stays_of_result(folder, experiment, name)
    };
    let taken = names(specification).into_iter().find(is_foreign);
    match taken {
        None => Ok(()),
        Some(taken) => Err(Failure::BadInput(anyhow!(
            "{} already exists and does not belong to this run; move it, or choose another folder",
            folder.join(taken).display()
        ))),
    }
}

/// Checks that a finished result was computed on the images that its settings lead to now. If they can no longer be
/// loaded, the result is accepted as it is.
///
/// # Errors
/// When the files of the data set have changed.
pub(super) fn check_images(
    path: &Path,
    found: &ResultFile,
    specification: &Specification,
    images: &impl ImageSource,
) -> Result<(), Failure> {
    let LandscapeSpecification::Network(network) = &specification.landscape else { return Ok(()) };
    let (Some(then), Some(directory)) = (&found.provenance.data_sha256, network.data_dir.as_deref()) else {
        return Ok(());
    };
    match images.load(network.data, Some(directory)) {
        Ok(loaded) if loaded.sha256 != *then => Err(Failure::BadInput(anyhow!(
            "{} holds a result on other images (SHA-256 {then} there, {} here); restore the original files of the data \
             set, or choose another folder",
            path.display(),
            loaded.sha256
        ))),
        _ => Ok(()),
    }
}

/// The names of all files that the result of a specification may consist of.
fn names(specification: &Specification) -> Vec<String> {
    let experiment = specification.experiment.name();
    let figures = figure_names(experiment).iter().flat_map(|name| forms(name));
    let has_parameters = matches!(specification.landscape, LandscapeSpecification::Network(_))
        && matches!(specification.experiment, Experiment::Training(_));
    figures.chain(has_parameters.then(|| PARAMETERS.to_owned())).collect()
}

/// Whether anything has this name, even a dangling link.
fn is_there(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// Removes the files that exist only until the result is complete.
fn tidy(folder: &Path) -> Result<(), Failure> {
    remove(&folder.join(WRITING))?;
    remove(&folder.join(CHECKPOINT))
}

/// Removes a file if it exists.
pub(super) fn remove(file: &Path) -> Result<(), Failure> {
    match std::fs::remove_file(file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            let found = format!("{} cannot be removed", file.display());
            Err(Failure::Other(with_cause(found, &error, "remove it, then run the same command again")))
        }
        _ => Ok(()),
    }
}
