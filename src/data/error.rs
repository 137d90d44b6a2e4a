//! What can be wrong with a data set: where, why and what to do about it.

use super::Source;
use thiserror::Error;

/// Why a data set could not be read, built or cut. Every message says what to do.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum DataError {
    /// A file without any content.
    #[error("{file} is empty; download it again")]
    Empty {
        /// The file's name.
        file: String,
    },
    /// Bytes that do not follow the format: a wrong length, a wrong header, a label out of range.
    #[error(
        "{file} is not usable: at byte {offset}, {reason}; \
         download the file again, or choose another one"
    )]
    Malformed {
        /// The file's name.
        file: String,
        /// Where the fault is, in bytes from the start of the (uncompressed) content.
        offset: u64,
        /// What is wrong there.
        reason: String,
    },
    /// Compressed bytes that cannot be unpacked.
    #[error(
        "{file} cannot be unpacked: at byte {offset} of the compressed file, {reason}; \
         the download is probably incomplete, so download the file again"
    )]
    Compression {
        /// The file's name.
        file: String,
        /// Where the unpacking stopped, in bytes from the start of the compressed file.
        offset: u64,
        /// What the decompressor reported.
        reason: String,
    },
    /// A file that would need more memory than any known data set.
    #[error(
        "{file} is too large: {reason}, and no known data set needs more than {limit} bytes; use the official file"
    )]
    TooLarge {
        /// The file's name.
        file: String,
        /// The largest size accepted, in bytes.
        limit: u64,
        /// Where the size is stated or exceeded, and what it is.
        reason: String,
    },
    /// A file for which the memory does not suffice.
    #[error(
        "{file} cannot be read: there is not enough memory for {count} bytes; close other programs, or use a computer \
         with more memory"
    )]
    OutOfMemory {
        /// The file's name.
        file: String,
        /// How many bytes it needs at once.
        count: u64,
    },
    /// A member of an archive whose path leads out of the archive.
    #[error(
        "{file} holds the member \"{member}\" (at byte {offset}), whose path is absolute or \
         contains \"..\"; use the official archive"
    )]
    UnsafePath {
        /// The archive's name.
        file: String,
        /// Where the member's header begins, in bytes of the uncompressed archive.
        offset: u64,
        /// The member's path as stored.
        member: String,
    },
    /// An image file and a label file that do not belong together.
    #[error(
        "{image_file} holds {images} images but {label_file} holds {labels} labels; \
         use two files of the same set"
    )]
    CountMismatch {
        /// The name of the file with the images.
        image_file: String,
        /// How many images it holds.
        images: usize,
        /// The name of the file with the labels.
        label_file: String,
        /// How many labels it holds.
        labels: usize,
    },
    /// No files at all.
    #[error("there are no image files; give {accepted}")]
    NoFiles {
        /// The files that are accepted.
        accepted: &'static str,
    },
    /// A folder without any file of a known data set.
    #[error("{directory} holds no data set{instead}; give a folder with {accepted}")]
    NoDataSet {
        /// The folder that was searched.
        directory: String,
        /// What it holds instead, as a clause that begins with a comma; empty if that is nothing known.
        instead: String,
        /// The files that are accepted.
        accepted: &'static str,
    },
    /// Files that do not make up a known data set.
    #[error("cannot use {files}: {reason}; give {accepted}")]
    Unrecognised {
        /// The names of the files.
        files: String,
        /// Why they are not a data set.
        reason: String,
        /// The files that are accepted.
        accepted: &'static str,
    },
    /// Parts of a data set that contradict each other.
    #[error("the data set {name} is inconsistent: {reason}")]
    Inconsistent {
        /// The data set's name.
        name: String,
        /// What contradicts what, and what to do.
        reason: String,
    },
    /// The published files of another data set.
    #[error(
        "{files} are the published files of {found}, not of {wanted}; give --data {found_name}, or other files"
    )]
    OtherSet {
        /// The names of the files.
        files: String,
        /// The title of the data set that they belong to.
        found: &'static str,
        /// Its name in settings.
        found_name: &'static str,
        /// The title of the requested data set.
        wanted: &'static str,
    },
    /// A normalisation whose number of channels differs from the images'.
    #[error(
        "the normalisation has {given} channels, but the images of {name} have {channels}; give one number for all \
         channels, or one for each"
    )]
    NormalisationChannels {
        /// The data set's name.
        name: String,
        /// The channels of its images.
        channels: usize,
        /// The channels of the normalisation.
        given: usize,
    },
    /// A subset of no images, or of more images than there are.
    #[error("{name} has {available} images, and {requested} were requested; request 1 to {available}")]
    SubsetSize {
        /// The data set's name.
        name: String,
        /// How many images were requested.
        requested: usize,
        /// How many there are.
        available: usize,
    },
    /// A balanced subset for which a class has too few images.
    #[error(
        "cannot take {requested} images of {name} in equal numbers from every class: class {class} has only {available}; \
         request at most {largest}"
    )]
    Unbalanced {
        /// The data set's name.
        name: String,
        /// How many images were requested.
        requested: usize,
        /// The class that has too few.
        class: String,
        /// How many images that class has.
        available: usize,
        /// The size of the largest balanced subset.
        largest: usize,
    },
    /// A position beyond the last image.
    #[error("{name} has no image {index}: positions go from 0 to {}", count.saturating_sub(1))]
    NoSuchImage {
        /// The data set's name.
        name: String,
        /// The requested position.
        index: usize,
        /// How many images there are.
        count: usize,
    },
    /// A name that is not a known source.
    #[error(transparent)]
    UnknownSource(#[from] crate::settings::UnknownName),
    /// A source that is read from a folder, without a folder.
    #[error("{}", without_folder(*data))]
    NoDirectory {
        /// The source.
        data: Source,
    },
    /// A folder that lacks a file of the data set.
    #[error("{directory} has no {file}{instead}; {advice}")]
    MissingFile {
        /// The folder that was searched.
        directory: String,
        /// The file that is missing.
        file: String,
        /// What the folder holds instead, as a clause that begins with a comma; empty if that is nothing known.
        instead: String,
        /// Where to get it and where to put it.
        advice: String,
    },
    /// A file that changed since it was unpacked.
    #[error(
        "{file} has changed since it was unpacked: its SHA-256 is {found}, but {record} says \
         {expected}; delete the folder, and fetch the data set again"
    )]
    Changed {
        /// The file's path.
        file: String,
        /// Its SHA-256.
        found: String,
        /// The SHA-256 it had.
        expected: String,
        /// The file that holds the checksums.
        record: String,
    },
    /// A damaged record of the checksums of unpacked files.
    #[error(
        "{file} is damaged: the line at byte {offset} is not a SHA-256 and a name; delete the file, or delete its folder \
         and fetch the data set again"
    )]
    DamagedRecord {
        /// The file's path.
        file: String,
        /// Where the line begins, in bytes.
        offset: u64,
    },
    /// A file or folder that the system cannot read.
    #[error("{path} cannot be read ({reason}); check that it exists and may be read")]
    Unreadable {
        /// The path.
        path: String,
        /// What the system reported.
        reason: String,
    },
}

/// The message on a source that is read from a folder, without a folder.
fn without_folder(data: Source) -> String {
    let files = match data {
        Source::Dropped => "files of your own are".to_owned(),
        data => format!("{} is", data.title()),
    };
    let fetched = match data {
        Source::Dropped => String::new(),
        data => {
            format!(
                ", after `wedgelab data fetch {} --data-dir DIR` if the files are not there yet",
                data.name()
            )
        }
    };
    format!("{files} read from a folder, and none is given; give --data-dir DIR{fetched}")
}

impl DataError {
    pub(super) fn malformed(file: &str, offset: usize, reason: impl Into<String>) -> Self {
        Self::Malformed { file: file.to_owned(), offset: offset as u64, reason: reason.into() }
    }

    pub(super) fn inconsistent(name: &str, reason: impl Into<String>) -> Self {
        Self::Inconsistent { name: name.to_owned(), reason: reason.into() }
    }
}
