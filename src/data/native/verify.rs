//! Reads every data set in a folder completely, and compares its files with the published ones.

use std::path::{Path, PathBuf};

use super::super::part::base_name;
use super::super::{DataError, Loaded, Source, recognise};
use super::record::Record;
use super::{Checksum, folder, published};

/// How a data set's files compare with the published ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Every file has its published checksum.
    Published,
    /// Every file is as it was when it was unpacked from the archive with this checksum.
    Unpacked {
        /// The archive's checksum.
        archive: Checksum,
    },
    /// This file differs from the published one of that name.
    Different {
        /// The file's path.
        file: String,
    },
    /// No checksum is published for files with these names.
    Unknown,
}

/// A data set that has been read completely.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// Which data set; [`Source::Dropped`] for files of the MNIST family that are not the published ones.
    pub source: Source,
    /// The files' paths, and their checksums.
    pub files: Vec<(String, Checksum)>,
    /// How the files compare with the published ones.
    pub standing: Standing,
    /// One sentence on what was read.
    pub description: String,
    /// What else the user should know.
    pub note: Option<String>,
}

/// Reads every data set in a directory (where [`load`](super::load) finds them), each separately.
///
/// # Errors
/// [`DataError::Unreadable`] for the directory, [`DataError::NoDataSet`] if it holds none. The errors of
/// single data sets are in the list: those of [`load`](super::load), and [`DataError::Changed`] for a file that changed
/// since it was unpacked.
pub fn verify(directory: &Path) -> Result<Vec<Result<Verified, DataError>>, DataError> {
    let mut found = Vec::new();
    for source in Source::ALL.into_iter().filter(|source| published(*source).is_some()) {
        match folder::search(source, directory) {
            Ok(Some(paths)) => found.push((source, Ok(paths))),
            Ok(None) => {}
            // The directory itself cannot be read: no single data set can be checked.
            Err(error @ DataError::Unreadable { .. }) if found.is_empty() => return Err(error),
            Err(error) => found.push((source, Err(error))),
        }
    }
    if found.is_empty() {
        return Err(folder::no_data_set(directory));
    }
    Ok(merged(found).into_iter().map(|(source, paths)| verify_files(source, paths?)).collect())
}

type Found = (Source, Result<Vec<PathBuf>, DataError>);

/// Files outside a sub-folder of one set are found by every set with such file names: then they count once, as files of
/// an unknown one of these sets.
fn merged(found: Vec<Found>) -> Vec<Found> {
    let mut merged: Vec<Found> = Vec::with_capacity(found.len());
    for (source, files) in found {
        match merged.iter_mut().find(|(_, others)| are_same(others, &files)) {
            Some((first, _)) => *first = Source::Dropped,
            None => merged.push((source, files)),
        }
    }
    merged
}

/// Whether the same files were found, or the same one is missing.
fn are_same(one: &Result<Vec<PathBuf>, DataError>, other: &Result<Vec<PathBuf>, DataError>) -> bool {
    match (one, other) {
        (Ok(one), Ok(other)) => one == other,
        (
            Err(DataError::MissingFile { directory, file, .. }),
            Err(DataError::MissingFile { directory: other_directory, file: other_file, .. }),
        ) => (directory, file) == (other_directory, other_file),
        _ => false,
    }
}

/// The data sets whose files have the same names as those of another one.
fn namesakes() -> impl Iterator<Item = Source> {
    let parts = |source: Source| published(source).map(|set| set.parts);
    Source::ALL.into_iter().filter(move |&source| {
        parts(source).is_some()
            && Source::ALL.into_iter().any(|other| other != source && parts(other) == parts(source))
    })
}

/// Reads the files of one data set.
pub(super) fn verify_files(source: Source, paths: Vec<PathBuf>) -> Result<Verified, DataError> {
    let parent = paths.first().and_then(|path| path.parent()).map(Path::to_path_buf);
    let read = folder::read_all(paths)?;
    let files = checksums(&read);
    let source = match source {
        Source::Dropped => namesake(&files),
        source => source,
    };
    let standing = standing(source, &files, parent.as_deref())?;
    refuse_another_set(source, &standing, &files)?;
    let Loaded { description, note, .. } = recognise(read, source)?;
    Ok(Verified { source, files, standing, description, note })
}

fn checksums(read: &[(String, Vec<u8>)]) -> Vec<(String, Checksum)> {
    read.iter().map(|(path, bytes)| (path.clone(), Checksum::of(bytes))).collect()
}

/// How the files of a data set that is about to be used compare with the published ones.
///
/// # Errors
/// [`DataError::OtherSet`] for the published files of another data set; the errors of reading the record of unpacked
/// files.
pub(super) fn standing_of(source: Source, read: &[(String, Vec<u8>)]) -> Result<Standing, DataError> {
    let files = checksums(read);
    let parent = files.first().and_then(|(path, _)| Path::new(path).parent());
    let standing = standing(source, &files, parent)?;
    refuse_another_set(source, &standing, &files)?;
    Ok(standing)
}

/// Fails for the published files of another data set.
fn refuse_another_set(
    source: Source,
    standing: &Standing,
    files: &[(String, Checksum)],
) -> Result<(), DataError> {
    let others = Source::ALL.into_iter().filter(|other| *other != source);
    let found = match standing {
        Standing::Published | Standing::Unpacked { .. } => None,
        Standing::Different { .. } | Standing::Unknown => {
            others.into_iter().find(|other| is_published(*other, files))
        }
    };
    match found {
        None => Ok(()),
        Some(found) => Err(DataError::OtherSet {
            files: files.iter().map(|(path, _)| path.as_str()).collect::<Vec<_>>().join(", "),
            found: found.title(),
            found_name: found.name(),
            wanted: source.title(),
        }),
    }
}

/// Whether every file is the published one of a data set.
fn is_published(source: Source, files: &[(String, Checksum)]) -> bool {
    let Some(set) = published(source) else { return false };
    files.iter().all(|(path, found)| set.checksum_of(base_name(path)) == Some(*found))
}

/// Which of the sets that share their file names the files belong to, by their checksums.
fn namesake(files: &[(String, Checksum)]) -> Source {
    namesakes().find(|source| is_published(*source, files)).unwrap_or(Source::Dropped)
}

fn standing(
    source: Source,
    files: &[(String, Checksum)],
    folder: Option<&Path>,
) -> Result<Standing, DataError> {
    if is_published(source, files) {
        return Ok(Standing::Published);
    }
    // Files outside a sub-folder of one set may belong to either set with such names.
    let sets = match source {
        Source::Dropped => namesakes().collect(),
        source => vec![source],
    };
    let known = |path: &str| -> Vec<Checksum> {
        let sets = sets.iter().filter_map(|source| published(*source));
        sets.filter_map(|set| set.checksum_of(base_name(path))).collect()
    };
    if let Some(folder) = folder
        && let Some(record) = Record::in_folder(folder)?
        && record.covers(folder, files)?
    {
        return Ok(Standing::Unpacked { archive: record.archive });
    }
    let different = files.iter().find(|(path, found)| {
        let known = known(path);
        !known.is_empty() && !known.contains(found)
    });
    Ok(match different {
        Some((file, _)) => Standing::Different { file: file.clone() },
        None => Standing::Unknown,
    })
}
