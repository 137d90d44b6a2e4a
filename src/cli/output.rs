//! What a finished job leaves in a folder. Every file is whole or not there, and `result.json` comes last.

use super::Failure;
use crate::figure::{Theme, charts, to_csv, to_svg};
use crate::job::{Finished, ResultFile, Specification};
use anyhow::{Context, anyhow};
use std::io::Write;
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

const RESULT: &str = "result.json";
const PARAMETERS: &str = "theta.safetensors";

/// A folder for the result of one specification.
pub(super) struct OutputFolder {
    path: PathBuf,
}

/// What is in a folder already.
pub(super) enum Found {
    /// Nothing of ours: the job may run.
    Nothing(OutputFolder),
    /// The finished result of the very same specification.
    Finished(Box<ResultFile>),
}

impl OutputFolder {
    /// Opens a folder, made if it is not there, for the result of a specification.
    ///
    /// # Errors
    /// When the folder cannot be written, or holds the result of another specification.
    pub(super) fn open(path: &Path, specification: &Specification) -> Result<Found, Failure> {
        let name = path.display();
        let result = path.join(RESULT);
        if result.exists() {
            let bytes = std::fs::read(&result).with_context(|| format!("{name}/{RESULT} cannot be read"));
            let found = ResultFile::read(&result.display().to_string(), &bytes.map_err(Failure::BadInput)?)
                .map_err(Failure::bad_input)?;
            if found.specification == specification.to_map() {
                return Ok(Found::Finished(Box::new(found)));
            }
            return Err(Failure::BadInput(anyhow!(
                "{name} holds the result of another specification; choose another folder"
            )));
        }
        std::fs::create_dir_all(path)
            .and_then(|()| NamedTempFile::new_in(path))
            .with_context(|| format!("{name} cannot be written; choose another folder"))
            .map_err(Failure::BadInput)?;
        Ok(Found::Nothing(Self { path: path.to_owned() }))
    }

    /// Writes the result, the parameters where there are some, and every chart as SVG and CSV.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub(super) fn write(&self, finished: &Finished) -> Result<(), Failure> {
        let charts = charts(&finished.result).map_err(Failure::other)?;
        for chart in &charts {
            let svg = to_svg(chart, Theme::LIGHT).map_err(Failure::other)?;
            self.write_file(&format!("{}.svg", chart.name), svg.as_bytes())?;
            self.write_file(&format!("{}.csv", chart.name), to_csv(chart).as_bytes())?;
        }
        if let Some(parameters) = &finished.parameters {
            self.write_file(PARAMETERS, parameters)?;
        }
        let json = finished.result.to_json().map_err(Failure::other)?;
        self.write_file(RESULT, json.as_bytes())
    }

    fn write_file(&self, name: &str, bytes: &[u8]) -> Result<(), Failure> {
        let path = self.path.join(name);
        self.try_write(&path, bytes)
            .with_context(|| format!("{} cannot be written; make room and run again", path.display()))
            .map_err(Failure::Other)
    }

    fn try_write(&self, path: &Path, bytes: &[u8]) -> std::io::Result<()> {
        let mut file = NamedTempFile::new_in(&self.path)?;
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        readable_by_all(file.as_file())?;
        file.persist(path).map_err(|error| error.error)?;
        Ok(())
    }
}

/// A temporary file is private; a result is not.
#[cfg(unix)]
fn readable_by_all(file: &std::fs::File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable_by_all(_file: &std::fs::File) -> std::io::Result<()> {
    Ok(())
}
