//! Finds the files of a data set in a folder, and reads them.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::super::part::{ACCEPTED, Part};
use super::super::{DataError, Loaded, Source, SyntheticSize, recognise, synthetic};
use super::file::{self, unreadable};
use super::found_instead::found_instead;
use super::published::{PublishedSet, published};
use super::verify::{self, Standing};
use crate::platform::system_cause;

/// Loads a data set.
///
/// [`Source::Synthetic`] needs no folder and has its default size and seed. Every other source is read from
/// `directory`, where its official files may be directly, in a usual sub-folder, or (CIFAR) in the official archive.
/// All files of the set must be present, except for [`Source::Dropped`], which takes any known files in the folder.
///
/// # Errors
/// [`DataError::NoDirectory`], [`DataError::Unreadable`], [`DataError::MissingFile`] (which says where to get the
/// file), and the errors of [`recognise`]. A folder, pipe or device with the name of a file of the set is
/// [`DataError::Unreadable`] as well.
pub fn load(source: Source, directory: Option<&Path>) -> Result<Loaded, DataError> {
    match source {
        Source::Synthetic => synthetic::load(synthetic::DEFAULT_SEED, SyntheticSize::default()),
        Source::Dropped => {
            let directory = required(directory, source)?;
            let files: Vec<PathBuf> = parts_in(directory)?.into_values().collect();
            if files.is_empty() {
                return Err(no_data_set(directory));
            }
            recognise(read_all(files)?, source)
        }
        _ => {
            let Some(set) = published(source) else { return recognise(Vec::new(), source) };
            let directory = required(directory, source)?;
            let files = read_all(find(directory, set)?)?;
            let standing = verify::standing_of(source, &files)?;
            Ok(with_standing(recognise(files, source)?, &standing))
        }
    }
}

/// Adds to a data set what is known about its files.
fn with_standing(mut loaded: Loaded, standing: &Standing) -> Loaded {
    match standing {
        Standing::Published | Standing::Unpacked { .. } => loaded.published = Some(true),
        Standing::Unknown => {}
        Standing::Different { file } => {
            let remark = format!("{file} differs from the published file of that name (by its SHA-256).");
            let note = loaded.note.iter().cloned().chain([remark]).collect::<Vec<_>>().join(" ");
            loaded.published = Some(false);
            loaded.note = Some(note);
        }
    }
    loaded
}

/// The files of a data set in a directory; `None` if any of them is missing or the source has no files.
pub fn files(source: Source, directory: &Path) -> Option<Vec<PathBuf>> {
    find(directory, published(source)?).ok()
}

/// The files of a data set in a directory; `None` if it has none of them.
///
/// # Errors
/// [`DataError::MissingFile`] if some but not all of them are there; [`DataError::Unreadable`].
pub(super) fn search(source: Source, directory: &Path) -> Result<Option<Vec<PathBuf>>, DataError> {
    let Some(set) = published(source) else { return Ok(None) };
    match find(directory, set) {
        Ok(files) => Ok(Some(files)),
        Err(error @ DataError::MissingFile { .. }) => {
            let mut found = folders(directory, set)
                .iter()
                .map(|folder| parts_in(folder))
                .collect::<Result<Vec<_>, _>>()?
                .into_iter()
                .flatten();
            if found.any(|(part, _)| set.parts.contains(&part)) { Err(error) } else { Ok(None) }
        }
        Err(error) => Err(error),
    }
}

fn required(directory: Option<&Path>, source: Source) -> Result<&Path, DataError> {
    directory.ok_or(DataError::NoDirectory { data: source })
}

/// The directory, and those of its usual sub-folders that exist.
fn folders(directory: &Path, set: &PublishedSet) -> Vec<PathBuf> {
    let usual = set.folders.iter().map(|folder| directory.join(folder)).filter(|folder| folder.is_dir());
    std::iter::once(directory.to_path_buf()).chain(usual).collect()
}

/// The files of a set: all parts from one folder, or else the archive.
fn find(directory: &Path, set: &PublishedSet) -> Result<Vec<PathBuf>, DataError> {
    let folders = folders(directory, set);
    let mut closest: Option<(usize, &PathBuf, Part)> = None;
    for folder in &folders {
        let mut found = parts_in(folder)?;
        found.retain(|part, _| set.parts.contains(part));
        let missing = set.parts.iter().find(|part| !found.contains_key(part));
        let Some(&missing) = missing else {
            return Ok(found.into_values().collect());
        };
        if closest.is_none_or(|(count, _, _)| found.len() > count) {
            closest = Some((found.len(), folder, missing));
        }
    }
    let archives =
        set.archive().into_iter().flat_map(|archive| folders.iter().map(move |folder| folder.join(archive)));
    // Something other than a file with the archive's name is taken too, so that the error of reading it says what it
    // is.
    let archive = archives.filter(|path| path.symlink_metadata().is_ok()).min_by_key(|path| !path.is_file());
    if let Some(archive) = archive {
        return Ok(vec![archive]);
    }
    let (folder, file) = match closest {
        Some((_, folder, missing)) => (folder.as_path(), missing.official_name()),
        None => (directory, set.parts[0].official_name()),
    };
    Err(DataError::MissingFile {
        directory: folder.display().to_string(),
        file: file.to_owned(),
        instead: found_instead(directory),
        advice: set.advice(directory),
    })
}

/// The error for a folder without any file of a data set.
pub(super) fn no_data_set(directory: &Path) -> DataError {
    DataError::NoDataSet {
        directory: directory.display().to_string(),
        instead: found_instead(directory),
        accepted: ACCEPTED,
    }
}

/// The parts of data sets in a folder. If a part is there twice (plain and compressed), the shorter name, which is the
/// plain one, is taken. Something other than a file with a part's name is found too, so that the error of reading it
/// says what it is; a file takes precedence.
fn parts_in(folder: &Path) -> Result<BTreeMap<Part, PathBuf>, DataError> {
    let mut parts: BTreeMap<Part, PathBuf> = BTreeMap::new();
    let failed = |error: io::Error| unreadable(folder, system_cause(&error));
    for entry in fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let name = path.file_name().and_then(|name| name.to_str());
        let Some(part) = name.and_then(Part::of) else {
            continue;
        };
        let rank = |path: &PathBuf| (!path.is_file(), path.as_os_str().len(), path.clone());
        if parts.get(&part).is_none_or(|other| rank(&path) < rank(other)) {
            parts.insert(part, path);
        }
    }
    Ok(parts)
}

/// The files with their paths as names.
pub(super) fn read_all(paths: Vec<PathBuf>) -> Result<Vec<(String, Vec<u8>)>, DataError> {
    paths.into_iter().map(|path| Ok((path.display().to_string(), file::read(&path)?))).collect()
}
