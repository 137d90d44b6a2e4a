//! The folder of a report: the settings with which it was begun, the experiments' folders, the trained points that they
//! share, and the report itself.

use super::{PAGE, REPORT};
use crate::cli::file_errors::{check_no_file, stuck_leftovers, unreadable, unwritable};
use crate::cli::folder_lock::FolderLock;
use crate::cli::optima_folder::OptimaFolder;
use crate::cli::output::{CHECKPOINT, RESULT};
use crate::cli::standard_streams::remark;
use crate::cli::{Failure, whole_file};
use crate::platform::start_time;
use crate::report::ReportSettings;
use crate::settings::fields_of;
use anyhow::anyhow;
use serde::{Deserialize, Serialize};
use std::io;
use std::path::{Path, PathBuf};

pub(super) const BEGUN: &str = "reproduce.json";
pub(super) const OPTIMA: &str = "optima";
/// What else a report's folder holds,
const OF_REPORT: [&str; 3] = [OPTIMA, REPORT, PAGE];
/// ... and a folder for each figure.
pub(super) const FIGURE_FOLDERS: [&str; 6] =
    ["figure-1", "figure-2", "figure-3", "figure-4", "figure-5", "figure-6"];
/// The version of the format that this program writes and reads.
const FORMAT: &str = "wedgelab.reproduce/1";

/// A folder for one report, locked against other runs.
pub(super) struct ReportFolder {
    path: PathBuf,
    begun: Begun,
    /// Whether an earlier run began the report.
    pub(super) is_resumed: bool,
    /// The figures that this run adds to it.
    pub(super) added: Vec<u64>,
    _lock: FolderLock,
}

/// The record of a report's settings, and of when it was begun.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Begun {
    format: String,
    version: String,
    start: String,
    settings: ReportSettings,
}

impl ReportFolder {
    /// Opens a folder for a report, and creates it if it does not exist. Figures that the report lacks are added to it.
    ///
    /// # Errors
    /// When the folder cannot be written, another run uses it, or it holds a report with other settings or of another
    /// version, or files that the report would replace.
    pub(super) fn open(path: &Path, settings: &ReportSettings) -> Result<Self, Failure> {
        let found = wanted(path, settings)?;
        let lock = FolderLock::make_and_hold(path)?;
        if !lock.is_held() {
            remark(&FolderLock::unlocked(path));
        }
        whole_file::remove_unfinished(path).map_err(|error| stuck_leftovers(path, &error))?;
        let is_new = found.is_none();
        let is_resumed = !is_new || holds_report(path);
        let mut begun = found.unwrap_or_else(|| Begun {
            format: FORMAT.to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            start: start_time(),
            settings: settings.clone(),
        });
        let is_added = |figure: &&u64| !begun.settings.figures.contains(figure);
        let added: Vec<u64> = settings.figures.iter().filter(is_added).copied().collect();
        begun.settings.figures.extend(&added);
        begun.settings.figures.sort_unstable();
        let folder = Self { path: path.to_owned(), begun, is_resumed, added, _lock: lock };
        if is_new || !folder.added.is_empty() {
            let text = serde_json::to_string_pretty(&folder.begun).map_err(Failure::other)? + "\n";
            folder.write(BEGUN, text.as_bytes())?;
        }
        Ok(folder)
    }

    /// Checks, without writing anything, that a folder holds the requested report, or nothing that it would replace.
    ///
    /// # Errors
    /// When it holds a report with other settings or of another version, or files that the report would replace.
    pub(super) fn check(path: &Path, settings: &ReportSettings) -> Result<(), Failure> {
        wanted(path, settings).map(drop)
    }

    /// Whether a report was begun in a folder.
    pub(super) fn is_begun(path: &Path) -> bool {
        path.join(BEGUN).exists() || holds_report(path)
    }

    /// The settings of the report: those of this run, with the figures that it had before.
    pub(super) fn settings(&self) -> &ReportSettings {
        &self.begun.settings
    }

    /// When the report was begun (UTC, RFC 3339).
    pub(super) fn start(&self) -> &str {
        &self.begun.start
    }

    /// A path inside the folder.
    pub(super) fn below(&self, path: &str) -> PathBuf {
        self.path.join(path)
    }

    /// The trained points that the experiments share.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub(super) fn optima(&self) -> Result<OptimaFolder, Failure> {
        let path = self.path.join(OPTIMA);
        let optima = OptimaFolder::open(&path)?;
        whole_file::remove_unfinished(&path).map_err(|error| stuck_leftovers(&path, &error))?;
        Ok(optima)
    }

    /// Writes a file atomically.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(super) fn write(&self, name: &str, bytes: &[u8]) -> Result<(), Failure> {
        whole_file::write(&self.path, name, bytes).map_err(|error| unwritable(&self.below(name), &error))
    }
}

/// The record of the report in a folder, if it matches the requested one; `None` if the folder has no record and
/// nothing that the report would replace.
fn wanted(path: &Path, settings: &ReportSettings) -> Result<Option<Begun>, Failure> {
    check_no_file(path)?;
    let found = begun(path)?;
    match &found {
        Some(found) => check_same(path, found, settings)?,
        None => check_free(path)?,
    }
    Ok(found)
}

/// The record of the report that was begun in a folder; `None` if there is none.
fn begun(path: &Path) -> Result<Option<Begun>, Failure> {
    let file = path.join(BEGUN);
    let bytes = match std::fs::read(&file) {
        Ok(bytes) => bytes,
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            return Ok(None);
        }
        Err(error) => return Err(unreadable(&file, &error)),
    };
    match serde_json::from_slice::<Begun>(&bytes) {
        Ok(begun) if begun.format == FORMAT => Ok(Some(begun)),
        Ok(begun) => Err(Failure::BadInput(anyhow!(
            "{} has the format '{}', but this program reads '{FORMAT}'; choose another folder",
            file.display(),
            begun.format
        ))),
        Err(error) => Err(Failure::BadInput(anyhow!(
            "{} is damaged ({error}); delete it and run the same command again to resume",
            file.display()
        ))),
    }
}

fn check_same(path: &Path, found: &Begun, settings: &ReportSettings) -> Result<(), Failure> {
    let version = env!("CARGO_PKG_VERSION");
    if found.version != version {
        return Err(Failure::BadInput(anyhow!(
            "{} holds a report of version {}, but this is version {version}; choose another folder",
            path.display(),
            found.version
        )));
    }
    let (then, now) = (fields_of(&found.settings), fields_of(settings));
    let differences: Vec<String> = then
        .iter()
        .zip(&now)
        // Figures are added.
        .filter(|((name, then), (_, now))| *name != "figures" && then != now)
        .map(|((name, then), (_, now))| format!("{name} is {then} there and {now} here"))
        .collect();
    match differences.is_empty() {
        true => Ok(()),
        false => Err(Failure::BadInput(anyhow!(
            "{} holds a report with other settings ({}); use those settings to resume it, or choose another folder",
            path.display(),
            differences.join(", ")
        ))),
    }
}

/// Whether a folder holds experiments of a report, even if the record of its settings is missing. Each experiment's
/// folder records its settings.
fn holds_report(path: &Path) -> bool {
    let folders =
        |path: &Path| std::fs::read_dir(path).into_iter().flatten().flatten().map(|entry| entry.path());
    let is_experiment = |folder: PathBuf| folder.join(RESULT).exists() || folder.join(CHECKPOINT).exists();
    FIGURE_FOLDERS.iter().flat_map(|figure| folders(&path.join(figure))).any(is_experiment)
}

/// Checks that a report would replace nothing in a folder, and that it is not the folder of a run.
fn check_free(path: &Path) -> Result<(), Failure> {
    let of_report: &[&str] = if holds_report(path) { &[] } else { &OF_REPORT };
    // Files next to the experiments' folders are not replaced.
    let holds_folders = |figure: &&&str| {
        std::fs::read_dir(path.join(figure))
            .is_ok_and(|mut entries| entries.any(|entry| entry.is_ok_and(|entry| entry.path().is_dir())))
    };
    let figures = FIGURE_FOLDERS.iter().filter(holds_folders).filter(|_| !of_report.is_empty());
    let of_a_run = [RESULT, CHECKPOINT];
    let mut names = of_report.iter().chain(figures).chain(&of_a_run);
    match names.find(|name| path.join(name).symlink_metadata().is_ok()) {
        None => Ok(()),
        Some(name) => Err(Failure::BadInput(anyhow!(
            "{} already exists and does not belong to a report begun here; move it away, or choose another folder",
            path.join(name).display()
        ))),
    }
}
