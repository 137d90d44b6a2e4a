//! The folder of a report: what was asked for when it was begun, the experiments' folders, the trained points that they
//! share, and the report itself.

use crate::cli::folder_lock::FolderLock;
use crate::cli::optima_folder::OptimaFolder;
use crate::cli::{Failure, whole_file};
use crate::fields::fields_of;
use crate::platform::start_time;
use crate::report::ReportSettings;
use anyhow::{Context, anyhow};
use serde::{Deserialize, Serialize};
use std::io;
use std::path::{Path, PathBuf};

const BEGUN: &str = "reproduce.json";
const OPTIMA: &str = "optima";
/// What the names of files begin with that a run leaves when it is killed before it has begun.
const OWN_TRACES: &str = ".wedgelab";
/// The version of the format that this program writes and reads.
const FORMAT: &str = "wedgelab.reproduce/1";

/// A folder for one report. No other run writes there meanwhile.
pub(super) struct ReportFolder {
    path: PathBuf,
    begun: Begun,
    /// Whether the report was begun by an earlier run.
    pub(super) is_resumed: bool,
    _lock: FolderLock,
}

/// What was asked for, and when.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Begun {
    format: String,
    version: String,
    start: String,
    settings: ReportSettings,
}

impl ReportFolder {
    /// Opens a folder, made if it is not there, for a report.
    ///
    /// # Errors
    /// When the folder cannot be written, another run is at work there, or it holds anything but the beginning of a report
    /// with the same settings.
    pub(super) fn open(path: &Path, settings: &ReportSettings) -> Result<Self, Failure> {
        let name = path.display();
        let found = begun(path)?;
        match &found {
            Some(found) => check_same(path, found, settings)?,
            None => check_empty(path)?,
        }
        let lock = std::fs::create_dir_all(path)
            .and_then(|()| FolderLock::take(path))
            .and_then(|lock| whole_file::try_folder(path).map(|()| lock))
            .with_context(|| format!("{name} cannot be written; choose another folder"))
            .map_err(Failure::BadInput)?
            .ok_or_else(|| {
                Failure::BadInput(anyhow!(
                    "another run is at work in {name}; wait for its end, or choose another folder"
                ))
            })?;
        whole_file::remove_unfinished(path)
            .with_context(|| format!("{name} cannot be tidied; choose another folder"))
            .map_err(Failure::BadInput)?;
        let is_resumed = found.is_some();
        let begun = found.unwrap_or_else(|| Begun {
            format: FORMAT.to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            start: start_time(),
            settings: settings.clone(),
        });
        let folder = Self { path: path.to_owned(), begun, is_resumed, _lock: lock };
        if !is_resumed {
            let text = serde_json::to_string_pretty(&folder.begun).map_err(Failure::other)? + "\n";
            folder.write(BEGUN, text.as_bytes())?;
        }
        Ok(folder)
    }

    /// Whether a report was begun in a folder.
    pub(super) fn is_begun(path: &Path) -> bool {
        path.join(BEGUN).exists()
    }

    /// When the report was begun (UTC, RFC 3339).
    pub(super) fn start(&self) -> &str {
        &self.begun.start
    }

    /// The folder of an experiment, by its path from here.
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
        whole_file::remove_unfinished(&path)
            .with_context(|| format!("{} cannot be tidied; choose another folder", path.display()))
            .map_err(Failure::BadInput)?;
        Ok(optima)
    }

    /// Writes a file, whole or not at all.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(super) fn write(&self, name: &str, bytes: &[u8]) -> Result<(), Failure> {
        whole_file::write(&self.path, name, bytes)
            .with_context(|| {
                let path = self.path.join(name);
                format!("{} cannot be written; make room, and give the same command again", path.display())
            })
            .map_err(Failure::Other)
    }
}

/// What was begun in a folder, if anything.
fn begun(path: &Path) -> Result<Option<Begun>, Failure> {
    let file = path.join(BEGUN);
    let bytes = match std::fs::read(&file) {
        Ok(bytes) => bytes,
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            return Ok(None);
        }
        Err(error) => {
            let error = anyhow!(error).context(format!("{} cannot be read", file.display()));
            return Err(Failure::BadInput(error));
        }
    };
    match serde_json::from_slice::<Begun>(&bytes) {
        Ok(begun) if begun.format == FORMAT => Ok(Some(begun)),
        Ok(begun) => Err(Failure::BadInput(anyhow!(
            "{} has the format '{}', and this program reads '{FORMAT}'; choose another folder",
            file.display(),
            begun.format
        ))),
        Err(error) => Err(Failure::BadInput(anyhow!(
            "{} is not of this program ({error}); choose another folder",
            file.display()
        ))),
    }
}

fn check_same(path: &Path, found: &Begun, settings: &ReportSettings) -> Result<(), Failure> {
    let version = env!("CARGO_PKG_VERSION");
    if found.version != version {
        return Err(Failure::BadInput(anyhow!(
            "{} holds a report of version {}, and this is version {version}; choose another folder",
            path.display(),
            found.version
        )));
    }
    let (then, now) = (fields_of(&found.settings), fields_of(settings));
    let differences: Vec<String> = then
        .iter()
        .zip(&now)
        .filter(|((_, then), (_, now))| then != now)
        .map(|((name, then), (_, now))| format!("{name} is {then} there and {now} here"))
        .collect();
    match differences.is_empty() {
        true => Ok(()),
        false => Err(Failure::BadInput(anyhow!(
            "{} holds a report with other settings ({}); give those settings to go on with it, or choose another folder",
            path.display(),
            differences.join(", ")
        ))),
    }
}

/// Checks that nothing is in a folder that somebody might miss.
fn check_empty(path: &Path) -> Result<(), Failure> {
    let Ok(entries) = std::fs::read_dir(path) else { return Ok(()) };
    let is_foreign = |name: &std::ffi::OsStr| !name.to_string_lossy().starts_with(OWN_TRACES);
    match entries.flatten().find(|entry| is_foreign(&entry.file_name())) {
        None => Ok(()),
        Some(entry) => Err(Failure::BadInput(anyhow!(
            "{} holds no report but {}; choose a folder that is empty, or not there",
            path.display(),
            entry.file_name().display()
        ))),
    }
}
