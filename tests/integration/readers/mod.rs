//! What must hold for each reader and any bytes, and small valid files as seeds. The fuzz targets check the same.
//!
//! The module of a reader has `check`, which panics if the property does not hold, and `seeds`.

pub mod address;
pub mod archive;
pub mod checkpoint;
pub mod cifar10;
pub mod cifar100;
pub mod idx_images;
pub mod idx_labels;
mod independent;
pub mod job_file;
pub mod parameter_file;
pub mod pool_request;
pub mod recognise;
pub mod result_file;

use wedgelab::data::{DataError, Dataset};

/// The name given to readers together with the bytes.
pub const FILE: &str = "some-file.bin";

/// Asserts that an error names the file, gives a reason, and an offset within the file.
pub fn assert_tells(error: &DataError, names: &[&str], length: usize) {
    let message = error.to_string();
    assert!(names.iter().any(|name| message.contains(name)), "no file is named: {message}");
    let (reason, offset) = match error {
        DataError::Malformed { reason, offset, .. } => (Some(reason), Some(*offset)),
        DataError::Compression { reason, offset, .. } => {
            assert!(*offset <= length as u64, "beyond the file: {message}");
            (Some(reason), None)
        }
        DataError::TooLarge { reason, .. }
        | DataError::Unrecognised { reason, .. }
        | DataError::Inconsistent { reason, .. } => (Some(reason), None),
        DataError::Empty { .. } | DataError::UnsafePath { .. } | DataError::CountMismatch { .. } => {
            (None, None)
        }
        other => panic!("bytes alone do not give {other:?}"),
    };
    assert!(reason.is_none_or(|reason| reason.trim().len() > 4), "no reason is given: {message}");
    // Deflate expands a byte to at most this.
    let content = (length as u64 + 1) * 1032;
    assert!(offset.is_none_or(|offset| offset <= content), "beyond the file: {message}");
}

/// Asserts that the parts of a data set fit together.
pub fn assert_whole(data: &Dataset) {
    assert!(data.count() > 0);
    assert_eq!(data.labels().len(), data.count());
    assert_eq!(data.pixels().len(), data.count() * data.shape().values());
    assert!(data.labels().iter().all(|&label| usize::from(label) < data.classes()));
    assert_eq!(data.class_counts().iter().sum::<usize>(), data.count());
    assert!(data.image(data.count() - 1).is_ok() && data.image(data.count()).is_err());
}
