//! The settings given by a job file and by arguments, and the specification made from them.

use super::Failure;
use super::job_file::{self, JobFile};
use crate::experiment::Experiment;
use crate::job::{Specification, SpecificationError, from_text};
use crate::settings::{GivenTwice, RENAMED, present_name, remark_on_name};
use anyhow::anyhow;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// An unknown setting or an invalid value, with its line in the job file.
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
    /// The lines of the settings that the file gave and no argument has overridden.
    lines: BTreeMap<String, usize>,
    /// The remarks on settings that were given under former names.
    remarks_on_names: BTreeSet<String>,
    /// The settings that arguments gave, each with the name under which the last one gave it.
    by_argument: BTreeMap<String, String>,
    /// A setting that arguments gave under both its names.
    given_twice: Option<GivenTwice>,
}

impl Given {
    /// The settings of a job file or of a job's result; `-` reads either from standard input. A folder in a job file is
    /// relative to that file.
    pub(super) fn from_file(path: &Path) -> Result<Self, Failure> {
        let JobFile { mut settings, mut lines } = JobFile::open(path).map_err(Failure::bad_input)?;
        GivenTwice::check(&settings).map_err(|error| {
            let mut both: Vec<usize> =
                [error.former, error.present].iter().filter_map(|name| lines.get(*name)).copied().collect();
            both.sort_unstable();
            let place = match both[..] {
                [first, second] => format!(", lines {first} and {second}"),
                // A result has no lines.
                _ => String::new(),
            };
            Failure::BadInput(anyhow!("{}{place}: {error}", job_file::name(path)))
        })?;
        let mut remarks_on_names = BTreeSet::new();
        for (former, present) in RENAMED {
            let Some(value) = settings.remove(former) else { continue };
            remarks_on_names.extend(remark_on_name(former));
            settings.insert(present.to_owned(), value);
            let line = lines.remove(former);
            lines.extend(line.map(|line| (present.to_owned(), line)));
        }
        // A result has no line numbers, and its folder is not relative to the file.
        let folder = path.parent().filter(|_| lines.contains_key("data_dir"));
        if let (Some(folder), Some(Value::String(directory))) = (folder, settings.get_mut("data_dir"))
            && !directory.starts_with('~')
            && Path::new(directory.as_str()).is_relative()
        {
            let joined = folder.join(&*directory);
            *directory = joined.to_str().map(str::to_owned).ok_or_else(|| {
                Failure::BadInput(anyhow!(
                    "data_dir: {} is not Unicode; write the full path of another folder",
                    joined.display()
                ))
            })?;
        }
        Ok(Self {
            settings,
            file: job_file::name(path),
            lines,
            remarks_on_names,
            by_argument: BTreeMap::new(),
            given_twice: None,
        })
    }

    /// The given value of a setting, if any.
    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        self.settings.get(name)
    }

    /// Sets a setting, overriding the file.
    pub(super) fn set(&mut self, name: &str, value: impl Into<Value>) {
        self.remarks_on_names.extend(remark_on_name(name));
        let given = name;
        let name = present_name(given);
        self.lines.remove(name);
        let before = self.by_argument.insert(name.to_owned(), given.to_owned());
        self.given_twice = self.given_twice.or(before.and_then(|before| GivenTwice::of(&before, given)));
        self.settings.insert(name.to_owned(), value.into());
    }

    /// Sets each setting for which an argument gives text.
    pub(super) fn set_words(&mut self, words: &[(&str, &Option<String>)]) {
        for (name, word) in words {
            if let Some(word) = word {
                self.set(name, word.as_str());
            }
        }
    }

    /// Sets each setting for which an argument gives a number.
    pub(super) fn set_numbers(&mut self, numbers: &[(&str, &Option<String>)]) {
        for (name, number) in numbers {
            if let Some(number) = number {
                self.set(name, from_text(number));
            }
        }
    }

    /// Sets a setting from `NAME=VALUE`, and returns its name.
    ///
    /// # Errors
    /// When there is no `=`.
    pub(super) fn assign<'a>(&mut self, assignment: &'a str) -> Result<&'a str, Failure> {
        let (name, value) = assignment.split_once('=').ok_or_else(|| {
            Failure::BadInput(anyhow!("--set {assignment} has no '='; write --set NAME=VALUE"))
        })?;
        self.set(name.trim(), from_text(value.trim()));
        Ok(name.trim())
    }

    /// Sets a setting that has not been given yet.
    pub(super) fn set_default(&mut self, name: &str, value: impl Into<Value>) {
        self.settings.entry(name).or_insert_with(|| value.into());
    }

    /// Sets the experiment that the command names, if it names one.
    ///
    /// # Errors
    /// When the job file is for another experiment, or nothing names one.
    pub(super) fn set_experiment(&mut self, experiment: Option<&str>) -> Result<(), Failure> {
        let by_file = !self.file.is_empty();
        match (experiment, self.get("experiment").and_then(Value::as_str)) {
            (None, None) => Err(Failure::BadInput(anyhow!(
                "no experiment is named; choose one of {}",
                Experiment::KNOWN.join(", ")
            ))),
            (Some(wanted), Some(found)) if by_file && wanted != found => Err(Failure::BadInput(anyhow!(
                "{} is for the experiment {found}, not {wanted}; use `wedgelab run` with this --job, without naming an \
                 experiment",
                self.file
            ))),
            (Some(wanted), _) => {
                self.set("experiment", wanted);
                Ok(())
            }
            (None, Some(_)) => Ok(()),
        }
    }

    /// The specification made from the settings.
    ///
    /// # Errors
    /// When a setting is unknown, invalid, without effect, or given under two names. An error in the file names its line. A
    /// result records all settings, and those without effect do no harm there.
    pub(super) fn specification(&self) -> Result<Specification, Failure> {
        if let Some(error) = self.given_twice {
            return Err(Failure::bad_input(error));
        }
        let mut settings = self.settings.clone();
        if let Some(Value::String(directory)) = settings.get_mut("data_dir") {
            *directory = with_home(directory)?;
        }
        let specification = Specification::from_map(&settings).map_err(|error| self.refusal(error))?;
        for name in self.by_argument.keys().chain(self.lines.keys()) {
            specification.check_use(name).map_err(|error| self.refusal(error))?;
        }
        Ok(specification)
    }

    /// The failure for an error in the settings, with the line of the file that is to blame.
    fn refusal(&self, error: SpecificationError) -> Failure {
        match error.fields().into_iter().find_map(|field| self.lines.get(field)).copied() {
            Some(line) => Failure::bad_input(InFile { file: self.file.clone(), line, error }),
            None => Failure::bad_input(error),
        }
    }

    /// Remarks on each former name of a setting, and on each text with commas: how many numbers it was read as, since a
    /// comma may stand for a decimal point.
    pub(super) fn remarks(&self, specification: &Specification) -> Vec<String> {
        let read = specification.to_map();
        let has_comma = |value: &Value| value.as_str().is_some_and(|text| text.contains(','));
        let lists = self.settings.iter().filter(|(_, value)| has_comma(value));
        let remark = |(name, _): (&String, &Value)| {
            let numbers = read.get(name)?.as_array()?.iter();
            let numbers: Vec<String> = numbers.map(in_short).collect();
            Some(format!("{name} is read as {} values: {}", numbers.len(), numbers.join(", ")))
        };
        self.remarks_on_names.iter().cloned().chain(lists.filter_map(remark)).collect()
    }
}

/// A value as one would type it: a whole number without zeros after the decimal point.
fn in_short(value: &Value) -> String {
    value.as_f64().map_or_else(|| value.to_string(), |number| number.to_string())
}

/// A folder's path with the home directory in place of `~`, which shells expand only at the start of a word.
fn with_home(directory: &str) -> Result<String, Failure> {
    let Some(rest) = directory.strip_prefix('~') else { return Ok(directory.to_owned()) };
    let home = std::env::home_dir().and_then(|home| home.to_str().map(str::to_owned));
    match home.filter(|home| !home.is_empty() && (rest.is_empty() || rest.starts_with('/'))) {
        Some(home) => Ok(home + rest),
        None => Err(Failure::BadInput(anyhow!(
            "data_dir is '{directory}', whose home directory is unknown; write the full path, or ./{directory} for a \
             folder of that name"
        ))),
    }
}
