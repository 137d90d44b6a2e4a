//! The settings as they were given, by a job file and by arguments, and the specification they make.

use super::Failure;
use super::job_file::JobFile;
use crate::job::{Specification, SpecificationError};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::path::Path;

/// A setting that there is not, or a value that it does not take, with the line of the job file that says so.
#[derive(Debug, thiserror::Error)]
#[error("{file}, line {line}: {error}")]
struct InFile {
    file: String,
    line: usize,
    error: SpecificationError,
}

/// Settings, each remembering whether a job file gave it.
#[derive(Debug, Default)]
pub(super) struct Given {
    settings: Map<String, Value>,
    file: String,
    /// The lines of those settings that the file gave and no argument has overridden.
    lines: BTreeMap<String, usize>,
}

impl Given {
    /// The settings of a job file.
    pub(super) fn from_file(path: &Path) -> Result<Self, Failure> {
        let JobFile { settings, lines } = JobFile::open(path).map_err(Failure::bad_input)?;
        Ok(Self { settings, file: path.display().to_string(), lines })
    }

    /// What a setting was given as.
    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        self.settings.get(name)
    }

    /// Gives a setting, whatever the file says.
    pub(super) fn set(&mut self, name: &str, value: impl Into<Value>) {
        self.lines.remove(name);
        self.settings.insert(name.to_owned(), value.into());
    }

    /// Gives a setting that nobody has given yet.
    pub(super) fn set_default(&mut self, name: &str, value: impl Into<Value>) {
        self.settings.entry(name).or_insert_with(|| value.into());
    }

    /// The specification that they make.
    ///
    /// # Errors
    /// When they make none. What the file is to blame for is told with its line.
    pub(super) fn specification(&self) -> Result<Specification, Failure> {
        Specification::from_map(&self.settings).map_err(|error| {
            let line = error.fields().into_iter().find_map(|field| self.lines.get(field)).copied();
            match line {
                Some(line) => Failure::bad_input(InFile { file: self.file.clone(), line, error }),
                None => Failure::bad_input(error),
            }
        })
    }
}
