//! The data sets in a folder, and how to get the missing ones.

use crate::data::{Source, native};
use crate::platform::system_cause;
use serde::Serialize;
use std::fmt;
use std::path::Path;

/// What a folder offers.
#[derive(Debug, Serialize)]
pub(super) struct DataSets {
    /// The folder that was searched, if one was given.
    folder: Option<String>,
    /// Why it could not be searched, if so.
    problem: Option<String>,
    sets: Vec<DataSet>,
}

/// One data set.
#[derive(Debug, Serialize)]
struct DataSet {
    name: &'static str,
    title: &'static str,
    /// Its files; `None` unless all of them exist.
    files: Option<Vec<String>>,
}

impl DataSets {
    /// Searches for every data set that consists of files.
    pub(super) fn in_folder(folder: Option<&Path>) -> Self {
        let problem =
            folder.and_then(|folder| std::fs::read_dir(folder).err()).map(|error| system_cause(&error));
        let with_files =
            Source::ALL.into_iter().filter(|source| !matches!(source, Source::Synthetic | Source::Dropped));
        let sets = with_files
            .map(|source| DataSet {
                name: source.name(),
                title: source.title(),
                files: folder
                    .and_then(|folder| native::files(source, folder))
                    .map(|files| files.iter().map(|path| path.display().to_string()).collect()),
            })
            .collect();
        Self { folder: folder.map(|folder| folder.display().to_string()), problem, sets }
    }
}

impl fmt::Display for DataSets {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.folder, &self.problem) {
            (None, _) => {
                writeln!(formatter, "Data sets")?;
                writeln!(formatter, "  no folder given; give --data-dir DIR, or set WEDGELAB_DATA=DIR")?;
            }
            (Some(folder), Some(problem)) => {
                writeln!(formatter, "Data sets in {folder}")?;
                writeln!(formatter, "  the folder cannot be read ({problem}); give another one")?;
            }
            (Some(folder), None) => writeln!(formatter, "Data sets in {folder}")?,
        }
        writeln!(formatter, "  Built-in shapes  always available, generated from a seed")?;
        let is_searched = self.folder.is_some() && self.problem.is_none();
        let missing = if is_searched { "not found" } else { "not searched for" };
        for DataSet { name, title, files } in &self.sets {
            match files.as_deref() {
                Some([first, others @ ..]) => {
                    let more =
                        if others.is_empty() { String::new() } else { format!(" and {} more", others.len()) };
                    writeln!(formatter, "  {title:<16} {first}{more}")?;
                }
                Some([]) | None => {
                    writeln!(formatter, "  {title:<16} {missing}; `wedgelab data fetch {name}` downloads it")?
                }
            }
        }
        Ok(())
    }
}
