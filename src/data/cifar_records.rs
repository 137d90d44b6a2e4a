//! The record layout that CIFAR-10 and CIFAR-100 share: label bytes, then one colour image.

use super::{DataError, Dataset, ImageShape};

/// The image shape of both data sets.
pub(super) const SHAPE: ImageShape = ImageShape { channels: 3, height: 32, width: 32 };

/// One label byte in front of an image.
pub(super) struct LabelByte {
    /// What the label means, for messages.
    pub meaning: &'static str,
    /// Labels run from 0 up to this number.
    pub classes: u8,
}

/// Reads a file of records. The last of the label bytes is the class.
///
/// # Errors
/// [`DataError::Empty`]; [`DataError::Malformed`] for a length that is not a whole number of records, or a label out of
/// range.
pub(super) fn read(
    file: &str,
    bytes: &[u8],
    label_bytes: &[LabelByte],
    class_names: Vec<String>,
) -> Result<Dataset, DataError> {
    if bytes.is_empty() {
        return Err(DataError::Empty { file: file.to_owned() });
    }
    let record = label_bytes.len() + SHAPE.values();
    let remainder = bytes.len() % record;
    if remainder != 0 {
        let reason =
            format!("a record is truncated: every record has {record} bytes, but only {remainder} are left");
        return Err(DataError::malformed(file, bytes.len() - remainder, reason));
    }
    let count = bytes.len() / record;
    let mut labels = Vec::with_capacity(count);
    let mut pixels = Vec::with_capacity(count * SHAPE.values());
    for (index, record_bytes) in bytes.chunks_exact(record).enumerate() {
        let (record_labels, image) = record_bytes.split_at(label_bytes.len());
        for (position, (&label, kind)) in record_labels.iter().zip(label_bytes).enumerate() {
            if label >= kind.classes {
                let reason =
                    format!("the {} is {label}, but it must be below {}", kind.meaning, kind.classes);
                return Err(DataError::malformed(file, index * record + position, reason));
            }
        }
        labels.extend(record_labels.last());
        pixels.extend_from_slice(image);
    }
    Dataset::new(file, pixels, labels, SHAPE, class_names)
}
