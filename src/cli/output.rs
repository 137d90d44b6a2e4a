//! What a job leaves in a folder: checkpoints while it runs, and the result at its end. Every file is whole or not there,
//! and `result.json` comes last.

use super::folder_lock::FolderLock;
use super::own_files::{check_checkpoint, check_result, forms, stays_of_result};
use super::standard_streams::remark;
use super::{Failure, png, whole_file};
use crate::experiment::Experiment;
use crate::figure::{Theme, figure_names, figures, to_csv, to_svg};
use crate::job::{
    Checkpoint, CheckpointError, Finished, ImageSource, LandscapeSpecification, ResultError, ResultFile,
    Specification,
};
use anyhow::{Context, anyhow};
use std::io;
use std::path::{Path, PathBuf};

pub(super) const RESULT: &str = "result.json";
pub(super) const PARAMETERS: &str = "theta.safetensors";
pub(super) const CHECKPOINT: &str = "checkpoint.safetensors";
/// Here while the result is being written: the files in the folder are this program's, though `result.json` is not there.
const WRITING: &str = ".wedgelab.writing";

/// A folder for the result of one specification. No other run writes there meanwhile.
pub(super) struct OutputFolder {
    path: PathBuf,
    /// Whether the folder was made for this run.
    is_new: bool,
    lock: Option<FolderLock>,
}

/// What a folder holds, seen without writing there.
pub(super) enum Seen {
    /// Nothing of ours, and nothing that the result would replace.
    Nothing,
    /// The state in which a run of the same specification was interrupted.
    Unfinished(Box<Checkpoint>),
    /// The finished result of the very same specification.
    Finished,
}

/// What is in a folder already.
pub(super) enum Found {
    /// Nothing of ours: the job may begin.
    Nothing(OutputFolder),
    /// The state in which a run of the same specification was interrupted: the job may go on.
    Unfinished(OutputFolder, Box<Checkpoint>),
    /// The finished result of the very same specification.
    Finished(Box<ResultFile>),
}

impl OutputFolder {
    /// Says what opening a folder would find, and writes nothing.
    ///
    /// # Errors
    /// As of [`Self::open`], but for those that only an attempt to write shows.
    pub(super) fn look(path: &Path, specification: &Specification) -> Result<Seen, Failure> {
        if is_there(path) && !path.is_dir() {
            return Err(Failure::BadInput(anyhow!(
                "{} is a file, not a folder; choose another folder",
                path.display()
            )));
        }
        if read_result(path, specification)?.is_some() {
            return Ok(Seen::Finished);
        }
        let checkpoint = read_checkpoint(path, specification)?;
        check_free(path, specification, &[])?;
        Ok(match checkpoint {
            Some(checkpoint) => Seen::Unfinished(Box::new(checkpoint)),
            None => Seen::Nothing,
        })
    }

    /// Opens a folder, made if it is not there, for the result of a specification.
    ///
    /// # Errors
    /// When the folder cannot be written, another run is at work there, or it holds the result, the unfinished run, or
    /// the damaged checkpoint of another specification, or files that are not this program's under the names of its own.
    pub(super) fn open(path: &Path, specification: &Specification) -> Result<Found, Failure> {
        let found = Self::open_own(path, specification)?;
        if let Found::Nothing(folder) | Found::Unfinished(folder, _) = &found {
            check_free(&folder.path, specification, &[])?;
            if folder.lock.as_ref().is_some_and(|lock| !lock.is_held()) {
                remark(&FolderLock::unlocked(path));
            }
        }
        Ok(found)
    }

    /// Opens a folder that is the program's own, as those of a report's experiments are.
    ///
    /// # Errors
    /// As of [`Self::open`], but for files that are not this program's.
    pub(super) fn open_own(path: &Path, specification: &Specification) -> Result<Found, Failure> {
        let name = path.display();
        if let Some(found) = finished(path, specification)? {
            return Ok(Found::Finished(Box::new(found)));
        }
        let is_new = !path.exists();
        let lock = FolderLock::make_and_hold(path)?;
        let folder = Self { path: path.to_owned(), is_new, lock: Some(lock) };
        // The run that had the folder until now may have finished it.
        if let Some(found) = finished(path, specification)? {
            return Ok(Found::Finished(Box::new(found)));
        }
        whole_file::remove_unfinished(path)
            .with_context(|| format!("{name} cannot be tidied; choose another folder"))
            .map_err(Failure::BadInput)?;
        match read_checkpoint(path, specification)? {
            None => Ok(Found::Nothing(folder)),
            Some(checkpoint) => Ok(Found::Unfinished(folder, Box::new(checkpoint))),
        }
    }

    /// The checkpoint's name in messages.
    pub(super) fn checkpoint_name(&self) -> String {
        checkpoint_name(&self.path)
    }

    /// Whether there is a state to go on from.
    pub(super) fn has_checkpoint(&self) -> bool {
        self.path.join(CHECKPOINT).exists()
    }

    /// Removes the state there, so that the job begins anew.
    ///
    /// # Errors
    /// When it cannot be removed.
    pub(super) fn forget_checkpoint(&self) -> Result<(), Failure> {
        remove(&self.path.join(CHECKPOINT))
    }

    /// Keeps a checkpoint in place of the one before, which stays where that fails.
    ///
    /// # Errors
    /// A sentence that says why and what to do.
    pub(super) fn keep(&self, checkpoint: &Checkpoint) -> Result<(), String> {
        let bytes = checkpoint.to_bytes()?;
        whole_file::write(&self.path, CHECKPOINT, &bytes)
            .map_err(|error| format!("{} cannot be written ({error}); make room", self.checkpoint_name()))
    }

    /// Writes the result, the parameters where there are some, and every figure as SVG, PNG and CSV; then the checkpoint goes.
    ///
    /// # Errors
    /// When a file cannot be written. The checkpoint stays, so that the same command comes here again.
    pub(super) fn write(&self, finished: &Finished) -> Result<(), Failure> {
        write_file(&self.path, WRITING, b"")?;
        let json = finished.result.to_sealed_json().map_err(Failure::other)?;
        // Drawn as it will be read, so that a figure that is drawn again is the same to the last digit.
        let as_read = ResultFile::read(RESULT, json.as_bytes()).map_err(Failure::other)?;
        draw(&self.path, &as_read, &|_| true)?;
        if let Some(parameters) = &finished.parameters {
            write_file(&self.path, PARAMETERS, parameters)?;
        }
        write_file(&self.path, RESULT, json.as_bytes())?;
        tidy(&self.path)
    }
}

/// Writes every figure of a result as SVG, PNG and CSV into a folder: those files that are wanted, by their names.
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
    whole_file::write(folder, name, bytes)
        .with_context(|| {
            let path = folder.join(name);
            format!("{} cannot be written; make room, and give the same command again", path.display())
        })
        .map_err(Failure::Other)
}

impl Drop for OutputFolder {
    fn drop(&mut self) {
        self.lock.take();
        if self.is_new {
            // Only an empty folder can be removed like this: one that was made for nothing.
            let _ = std::fs::remove_dir(&self.path);
        }
    }
}

/// The result in a folder, where it is of this specification. Figures that are missing are drawn again.
fn finished(path: &Path, specification: &Specification) -> Result<Option<ResultFile>, Failure> {
    let Some(found) = read_result(path, specification)? else { return Ok(None) };
    draw(path, &found, &|name| !path.join(name).exists())?;
    // A run that was killed between its last two deeds leaves more. Where it cannot be removed, as on a file system that
    // is not to be written, it does no harm.
    let _ = tidy(path);
    Ok(Some(found))
}

/// Reads the result in a folder, where there is one.
///
/// # Errors
/// When it cannot be read, or is of another program or specification.
fn read_result(path: &Path, specification: &Specification) -> Result<Option<ResultFile>, Failure> {
    let name = path.display();
    let file = path.join(RESULT);
    let bytes = match std::fs::read(&file) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        // A file where a folder should be; making the folder says so.
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => return Ok(None),
        Err(error) => {
            let error = anyhow!(error).context(format!("{} cannot be read", file.display()));
            return Err(Failure::BadInput(error));
        }
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
            "{name} holds a result with other settings ({}); choose another folder, or discard it with --restart",
            differences.join(", ")
        )));
    }
    Ok(Some(found))
}

/// The checkpoint's name in messages.
fn checkpoint_name(folder: &Path) -> String {
    folder.join(CHECKPOINT).display().to_string()
}

/// Reads the checkpoint in a folder, where there is one.
///
/// # Errors
/// When it cannot be read, is damaged, or is of another program or specification.
fn read_checkpoint(path: &Path, specification: &Specification) -> Result<Option<Checkpoint>, Failure> {
    let name = checkpoint_name(path);
    let bytes = match std::fs::read(path.join(CHECKPOINT)) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => {
            let reason = error.to_string();
            return Err(Failure::bad_input(CheckpointError::Damaged { file: name, reason }));
        }
    };
    check_checkpoint(&path.join(CHECKPOINT), &bytes)?;
    let checkpoint = Checkpoint::read(&name, &bytes)
        .map_err(|error| Failure::BadInput(anyhow!("{error}; --restart does so")))?;
    checkpoint.check_settings(&name, &specification.to_map()).map_err(Failure::bad_input)?;
    Ok(Some(checkpoint))
}

/// Checks that the result would replace no file but those that are `discarded` before.
///
/// # Errors
/// When it would replace one that is not this program's.
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
            "{} is there already and is not of this run; move it, or choose another folder",
            folder.join(taken).display()
        ))),
    }
}

/// Checks that a finished result is one on the images that its settings lead to now. Where they are not there any more, the
/// result stands as it is.
///
/// # Errors
/// When the files of the data set were exchanged for others.
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
            "{} holds a result on other images (SHA-256 {then} there, {} here); put the former files of the data set \
             back, or choose another folder",
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

/// Whether anything has this name, also a link that leads nowhere.
fn is_there(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// Removes what a folder holds beside a result only until it is whole.
fn tidy(folder: &Path) -> Result<(), Failure> {
    remove(&folder.join(WRITING))?;
    remove(&folder.join(CHECKPOINT))
}

/// Removes a file, where it is there.
pub(super) fn remove(file: &Path) -> Result<(), Failure> {
    match std::fs::remove_file(file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            let error = anyhow!(error).context(format!("{} cannot be removed", file.display()));
            Err(Failure::Other(error))
        }
        _ => Ok(()),
    }
}
