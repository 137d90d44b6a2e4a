//! Reads a data set from a folder on disk. Native only: a browser has no folders, and hands its
//! dropped files to [`recognise`] instead.
#![cfg(not(target_arch = "wasm32"))]

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::part::Part;
use super::{DataError, Loaded, Source, SyntheticSize, recognise, synthetic};

/// How a source lies on disk.
struct Layout {
    parts: &'static [Part],
    /// Sub-folders in which the files usually are.
    folders: &'static [&'static str],
    archive: Option<&'static str>,
    advice: &'static str,
}

/// Loads a data set.
///
/// [`Source::Synthetic`] needs no folder and has its default size and seed. Every other source is
/// read from `directory`, where its official files may lie directly, in the usual sub-folder, or
/// (CIFAR) in the official archive. All files of the set must be there, except for
/// [`Source::Dropped`], which takes whatever known files the folder holds.
///
/// # Errors
/// [`DataError::NoDirectory`], [`DataError::Unreadable`], [`DataError::MissingFile`] (which says
/// where to get the file), and the errors of [`recognise`].
pub fn load(source: Source, directory: Option<&Path>) -> Result<Loaded, DataError> {
    match source {
        Source::Synthetic => synthetic::load(synthetic::DEFAULT_SEED, SyntheticSize::default()),
        Source::Dropped => {
            let directory = required(directory, source, "the files of a data set")?;
            let files = parts_in(directory)?.into_values().collect();
            recognise(read_all(files)?, source)
        }
        Source::Cifar10 | Source::Cifar100 | Source::Mnist | Source::FashionMnist => {
            let Some(layout) = layout(source) else { return recognise(Vec::new(), source) };
            let expected = format!("{} and the other files of the set", layout.parts[0].official_name());
            let directory = required(directory, source, &expected)?;
            recognise(read_all(find(directory, &layout)?)?, source)
        }
    }
}

/// The files of a data set in a directory, where all of them are there; `None` also for a source that has no files.
pub fn files(source: Source, directory: &Path) -> Option<Vec<PathBuf>> {
    find(directory, &layout(source)?).ok()
}

fn layout(source: Source) -> Option<Layout> {
    let layout = match source {
        Source::Synthetic | Source::Dropped => return None,
        Source::Cifar10 => Layout {
            parts: &Part::CIFAR10,
            folders: &["cifar-10-batches-bin", "cifar10", "cifar-10"],
            archive: Some("cifar-10-binary.tar.gz"),
            advice: "Download cifar-10-binary.tar.gz from \
                     https://www.cs.toronto.edu/~kriz/cifar.html and put it there.",
        },
        Source::Cifar100 => Layout {
            parts: &Part::CIFAR100,
            folders: &["cifar-100-binary", "cifar100", "cifar-100"],
            archive: Some("cifar-100-binary.tar.gz"),
            advice: "Download cifar-100-binary.tar.gz from \
                     https://www.cs.toronto.edu/~kriz/cifar.html and put it there.",
        },
        Source::Mnist => Layout {
            parts: &Part::MNIST,
            folders: &["mnist", "MNIST/raw", "MNIST"],
            archive: None,
            advice: "Download the four files from \
                     https://ossci-datasets.s3.amazonaws.com/mnist/ and put them there; they may \
                     stay compressed (.gz).",
        },
        Source::FashionMnist => Layout {
            parts: &Part::MNIST,
            folders: &["fashion-mnist", "FashionMNIST/raw", "FashionMNIST"],
            archive: None,
            advice: "Download the four files from \
                     https://github.com/zalandoresearch/fashion-mnist and put them there; they \
                     may stay compressed (.gz).",
        },
    };
    Some(layout)
}

fn required<'a>(directory: Option<&'a Path>, source: Source, expected: &str) -> Result<&'a Path, DataError> {
    directory.ok_or_else(|| DataError::NoDirectory {
        source_name: source.title().to_owned(),
        expected: expected.to_owned(),
    })
}

/// The files of a set: all parts from one folder, or else the archive.
fn find(directory: &Path, layout: &Layout) -> Result<Vec<PathBuf>, DataError> {
    let mut folders = vec![directory.to_path_buf()];
    folders.extend(layout.folders.iter().map(|folder| directory.join(folder)));
    let mut closest: Option<(usize, &PathBuf, Part)> = None;
    for folder in folders.iter().filter(|folder| *folder == directory || folder.is_dir()) {
        let mut found = parts_in(folder)?;
        found.retain(|part, _| layout.parts.contains(part));
        let missing = layout.parts.iter().find(|part| !found.contains_key(part));
        let Some(&missing) = missing else {
            return Ok(found.into_values().collect());
        };
        if closest.is_none_or(|(count, _, _)| found.len() > count) {
            closest = Some((found.len(), folder, missing));
        }
    }
    let archives =
        layout.archive.iter().flat_map(|archive| folders.iter().map(move |folder| folder.join(archive)));
    if let Some(archive) = archives.into_iter().find(|path| path.is_file()) {
        return Ok(vec![archive]);
    }
    let (folder, file) = match closest {
        Some((_, folder, missing)) => (folder.as_path(), missing.official_name()),
        None => (directory, layout.parts[0].official_name()),
    };
    Err(DataError::MissingFile {
        directory: folder.display().to_string(),
        file: file.to_owned(),
        advice: layout.advice.to_owned(),
    })
}

/// The parts of data sets in a folder. Where a part is there twice (as it is and compressed), the
/// shorter name, the uncompressed one, is taken.
fn parts_in(folder: &Path) -> Result<BTreeMap<Part, PathBuf>, DataError> {
    let mut parts = BTreeMap::new();
    let entries = fs::read_dir(folder).map_err(|error| unreadable(folder, &error))?;
    for entry in entries {
        let path = entry.map_err(|error| unreadable(folder, &error))?.path();
        let name = path.file_name().and_then(|name| name.to_str());
        let Some(part) = name.and_then(Part::of).filter(|_| path.is_file()) else {
            continue;
        };
        let is_better = parts
            .get(&part)
            .is_none_or(|other: &PathBuf| (path.as_os_str().len(), &path) < (other.as_os_str().len(), other));
        if is_better {
            parts.insert(part, path);
        }
    }
    Ok(parts)
}

fn read_all(paths: Vec<PathBuf>) -> Result<Vec<(String, Vec<u8>)>, DataError> {
    let read = |path: PathBuf| {
        let bytes = fs::read(&path).map_err(|error| unreadable(&path, &error))?;
        Ok((path.display().to_string(), bytes))
    };
    paths.into_iter().map(read).collect()
}

fn unreadable(path: &Path, error: &io::Error) -> DataError {
    DataError::Unreadable { path: path.display().to_string(), reason: error.to_string() }
}
