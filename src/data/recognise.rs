//! Finds out which data set some files are, and reads it.

use super::loaded::grouped;
use super::part::{self, ACCEPTED, Family, File, Format, Part};
use super::{DataError, Dataset, Loaded, Source, TrainTest, archive, idx};

/// Reads a data set from files given as name and bytes, in any order.
///
/// The files of CIFAR-10, CIFAR-100 and the MNIST family are recognised by their official names, and so are the
/// official CIFAR archives. `wanted` is [`Source::Dropped`] to accept any of them, or the required data set. MNIST and
/// Fashion-MNIST have the same file names, so `wanted` also decides the name of such a set; with `Dropped` they are
/// "MNIST-style" images with the classes 0 to 9.
///
/// If the test set or the training set is missing, the last tenth of the present images is held out for testing, and
/// [`Loaded::note`] says so.
///
/// # Errors
/// [`DataError::NoFiles`]; [`DataError::Unrecognised`] for files that are not a data set, or not the wanted one; and the
/// errors of the readers. Files are read completely or not at all.
pub fn recognise(files: Vec<(String, Vec<u8>)>, wanted: Source) -> Result<Loaded, DataError> {
    let names = files.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", ");
    let files = sorted_parts(files)?;
    let Some(family) = files.first().map(|(part, _, _)| part.family()) else {
        if names.is_empty() {
            return Err(DataError::NoFiles { accepted: ACCEPTED });
        }
        return Err(unrecognised(&names, "there is no image file of a known data set"));
    };
    if files.iter().any(|(part, _, _)| part.family() != family) {
        let reason = "they belong to different data sets";
        return Err(unrecognised(&names, reason));
    }
    let twice = files.windows(2).find(|pair| pair[0].0 == pair[1].0);
    if let Some([first, second]) = twice {
        let reason = format!("{} and {} are the same part", first.1, second.1);
        return Err(unrecognised(&names, reason));
    }
    let source = source_of(family, wanted);
    if !matches!(wanted, Source::Dropped) && source != wanted {
        let reason = format!("they are not files of {}", wanted.title());
        return Err(unrecognised(&names, reason));
    }
    match family.format() {
        None => read_archive(&files, wanted),
        Some(format) => {
            let title = if source == Source::Dropped { format.title } else { source.title() };
            read_splits(files, title, |name, parts| (format.read)(name, parts, source))
        }
    }
}

/// The error for files that are not a data set.
pub(super) fn unrecognised(files: &str, reason: impl Into<String>) -> DataError {
    DataError::Unrecognised { files: files.to_owned(), reason: reason.into(), accepted: ACCEPTED }
}

/// Recognises the parts by their names and puts them in reading order, without companion files.
fn sorted_parts(files: Vec<(String, Vec<u8>)>) -> Result<Vec<File>, DataError> {
    let mut parts = Vec::with_capacity(files.len());
    for (name, bytes) in files {
        match Part::of(&name) {
            Some(part) => parts.push((part, name, bytes)),
            None if part::is_companion(&name) => {}
            None if part::is_python_version(&name) => {
                let reason = "it belongs to the Python version; the binary version is needed";
                return Err(unrecognised(&name, reason));
            }
            None => return Err(unrecognised(&name, "its name is unknown")),
        }
    }
    parts.sort_by_key(|(part, _, _)| *part);
    Ok(parts)
}

/// The data set of a family; `wanted` decides where the names are ambiguous.
fn source_of(family: Family, wanted: Source) -> Source {
    match family.format() {
        Some(Format { sources: [only], .. }) => *only,
        Some(format) if format.sources.contains(&wanted) => wanted,
        None if is_archived(wanted) => wanted,
        _ => Source::Dropped,
    }
}

/// Whether a data set is published as an archive.
fn is_archived(source: Source) -> bool {
    Family::of(source).and_then(Family::format).is_some_and(|format| format.archived.is_some())
}

fn read_archive(files: &[File], wanted: Source) -> Result<Loaded, DataError> {
    let [(_, name, bytes)] = files else {
        return Err(unrecognised(
            &joined_names(files),
            "they are several archives, but only one can be read",
        ));
    };
    archive::read(name, bytes, wanted)
}

/// Reads training and test files with the same function, holding out a tenth if one of the two is missing.
fn read_splits(
    files: Vec<File>,
    title: &str,
    read: impl Fn(&str, Vec<File>) -> Result<Dataset, DataError>,
) -> Result<Loaded, DataError> {
    let origin = match files.len() {
        1 => format!("from {}", files[0].1),
        count => format!("from {count} files"),
    };
    let names = joined_names(&files);
    let (test, train): (Vec<File>, Vec<File>) = files.into_iter().partition(|(part, _, _)| part.is_test());
    let read = |name: String, parts: Vec<File>| -> Result<Option<Dataset>, DataError> {
        if parts.is_empty() {
            return Ok(None);
        }
        read(&name, parts).map(|data| Some(data.renamed(name)))
    };
    let train = read(format!("{title} train"), train)?;
    let test = read(format!("{title} test"), test)?;
    let fitted = match (train, test) {
        (Some(train), Some(test)) => TrainTest::new(train, test).map(|data| (data, None)),
        (Some(whole), None) => hold_out(title, whole, "test"),
        (None, Some(whole)) => hold_out(title, whole, "training"),
        (None, None) => return Err(unrecognised(title, "there is no image file")),
    };
    let (data, note) = fitted.map_err(|error| of_files(error, &names))?;
    Ok(Loaded::new(title, &origin, data, note))
}

fn joined_names(files: &[File]) -> String {
    files.iter().map(|(_, name, _)| name.as_str()).collect::<Vec<_>>().join(", ")
}

/// Adds the names of the files to the error for parts that contradict each other.
fn of_files(error: DataError, names: &str) -> DataError {
    match error {
        DataError::Inconsistent { name, reason } => {
            DataError::Inconsistent { name: format!("{name} (in {names})"), reason }
        }
        error => error,
    }
}

fn hold_out(title: &str, whole: Dataset, missing: &str) -> Result<(TrainTest, Option<String>), DataError> {
    let data = TrainTest::hold_out_last_tenth(title, whole)?;
    let note = format!(
        "The files have no {missing} set, so the last tenth of the images ({}) is held out for \
         testing.",
        grouped(data.test().count())
    );
    Ok((data, Some(note)))
}

/// Reads files that hold images and labels each.
pub(super) fn read_each(
    files: Vec<File>,
    read: fn(&str, &[u8]) -> Result<Dataset, DataError>,
) -> Result<Dataset, DataError> {
    // Each file's bytes are freed as soon as they are decoded: six batches take 184 MB.
    let parts =
        files.into_iter().map(|(_, name, bytes)| read(&name, &bytes)).collect::<Result<Vec<_>, _>>()?;
    Dataset::joined("", parts)
}

/// Reads a file of images and a file of labels.
pub(super) fn read_images_and_labels(
    name: &str,
    files: Vec<File>,
    source: Source,
) -> Result<Dataset, DataError> {
    match files.as_slice() {
        [(_, images, image_bytes), (_, labels, label_bytes)] => {
            idx::dataset(name, (images, image_bytes), (labels, label_bytes), class_names(source))
        }
        files => {
            let reason = "images and labels come in two files, and one of them is missing";
            Err(unrecognised(&joined_names(files), reason))
        }
    }
}

fn class_names(source: Source) -> Vec<String> {
    match source.class_names() {
        Some(names) => names.map(String::from).to_vec(),
        None => (0..10).map(|digit| digit.to_string()).collect(),
    }
}
