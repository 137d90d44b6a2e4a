//! What can be wrong with a data set: where it was found, why it is wrong and what to do about it.

use thiserror::Error;

/// Why a data set could not be read, built or cut. Every message says what to do.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum DataError {
    /// A file without any content.
    #[error("{file} is empty. Download it again.")]
    Empty {
        /// The file's name.
        file: String,
    },
    /// Bytes that do not follow the format: a wrong length, a wrong header, a label out of range.
    #[error(
        "{file} is not usable: at byte {offset}, {reason}. \
         Download the file again, or choose another one."
    )]
    Malformed {
        /// The file's name.
        file: String,
        /// Where the fault lies, in bytes from the start of the (uncompressed) content.
        offset: u64,
        /// What is wrong there.
        reason: String,
    },
    /// Compressed bytes that cannot be unpacked.
    #[error(
        "{file} cannot be unpacked: at byte {offset} of the compressed file, {reason}. \
         The download is probably incomplete; download the file again."
    )]
    Compression {
        /// The file's name.
        file: String,
        /// Where the unpacking stopped, in bytes from the start of the compressed file.
        offset: u64,
        /// What the unpacking reported.
        reason: String,
    },
    /// A file that would need more memory than any known data set does.
    #[error(
        "{file} asks for more than {limit} bytes from byte {offset} on ({reason}), \
         which no known data set needs. Use the official file."
    )]
    TooLarge {
        /// The file's name.
        file: String,
        /// Where the size was announced or passed, in bytes.
        offset: u64,
        /// The largest size accepted, in bytes.
        limit: u64,
        /// What asked for it.
        reason: String,
    },
    /// A member of an archive whose path leads out of the archive.
    #[error(
        "{file} holds the member \"{member}\" (at byte {offset}), whose path is absolute or \
         contains \"..\". Use the official archive."
    )]
    UnsafePath {
        /// The archive's name.
        file: String,
        /// Where the member's header begins, in bytes of the uncompressed archive.
        offset: u64,
        /// The member's path as written.
        member: String,
    },
    /// An image file and a label file that do not belong together.
    #[error(
        "{image_file} holds {images} images but {label_file} holds {labels} labels. \
         Use two files of the same set."
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
    /// Files of which none, or not all, belong to a known data set.
    #[error("cannot use {files}: {reason}. Accepted are: {accepted}.")]
    Unrecognised {
        /// The names of the files.
        files: String,
        /// Why they make no data set.
        reason: String,
        /// The files that are accepted.
        accepted: &'static str,
    },
    /// Parts of a data set that contradict each other.
    #[error("the data set {name} does not fit together: {reason}")]
    Inconsistent {
        /// The data set's name.
        name: String,
        /// What contradicts what, and what to do.
        reason: String,
    },
    /// The published files of another data set.
    #[error(
        "{files} are the published files of {found}, not of {wanted}. Give --data {found_name}, or other files."
    )]
    OtherSet {
        /// The names of the files.
        files: String,
        /// The title of the data set that they are.
        found: &'static str,
        /// Its name in settings.
        found_name: &'static str,
        /// The title of the data set that is wanted.
        wanted: &'static str,
    },
    /// A normalisation of images with another number of channels.
    #[error(
        "the normalisation is one of {given} channels, and the images of {name} have {channels}. Give one number for all \
         channels, or one for each."
    )]
    NormalisationChannels {
        /// The data set's name.
        name: String,
        /// The channels of its images.
        channels: usize,
        /// The channels of the normalisation.
        given: usize,
    },
    /// A subset of no image, or of more images than there are.
    #[error(
        "cannot take {requested} of the {available} images of {name}. \
         Ask for a number from 1 to {available}."
    )]
    SubsetSize {
        /// The data set's name.
        name: String,
        /// How many images were asked for.
        requested: usize,
        /// How many there are.
        available: usize,
    },
    /// A balanced subset for which a class has too few images.
    #[error(
        "cannot take {requested} images of {name} in equal numbers: class {class} has only \
         {available}. Ask for at most {largest}, or for the first {requested} images instead."
    )]
    Unbalanced {
        /// The data set's name.
        name: String,
        /// How many images were asked for.
        requested: usize,
        /// The class that has too few.
        class: String,
        /// How many images that class has.
        available: usize,
        /// The largest balanced subset there is.
        largest: usize,
    },
    /// A position beyond the last image.
    #[error("{name} has no image {index}: positions go from 0 to {}.", count.saturating_sub(1))]
    NoSuchImage {
        /// The data set's name.
        name: String,
        /// The position asked for.
        index: usize,
        /// How many images there are.
        count: usize,
    },
    /// A name that is none of the known sources.
    #[error(transparent)]
    UnknownSource(#[from] crate::names::UnknownName),
    /// A source that is read from a folder, without a folder.
    #[error("{source_name} is read from files. Name the folder that holds {expected}.")]
    NoDirectory {
        /// The source's name.
        source_name: String,
        /// The files the folder should hold.
        expected: String,
    },
    /// A folder that lacks a file of the data set.
    #[error("{directory} has no {file}. {advice}")]
    MissingFile {
        /// The folder that was searched.
        directory: String,
        /// The file that is missing.
        file: String,
        /// Where to get it and where to put it.
        advice: String,
    },
    /// A file that is not what it was when it was unpacked.
    #[error(
        "{file} has changed since it was unpacked: its SHA-256 is {found}, and {record} says \
         {expected}. Delete the folder, and fetch the data set again."
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
    /// A file or folder that the system would not read.
    #[error("{path} could not be read ({reason}). Check that it exists and may be read.")]
    Unreadable {
        /// The path.
        path: String,
        /// What the system reported.
        reason: String,
    },
}

impl DataError {
    pub(super) fn malformed(file: &str, offset: usize, reason: impl Into<String>) -> Self {
        Self::Malformed { file: file.to_owned(), offset: offset as u64, reason: reason.into() }
    }

    pub(super) fn inconsistent(name: &str, reason: impl Into<String>) -> Self {
        Self::Inconsistent { name: name.to_owned(), reason: reason.into() }
    }
}
