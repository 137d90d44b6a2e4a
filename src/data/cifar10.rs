//! The binary version of CIFAR-10 (Krizhevsky 2009, "Learning Multiple Layers of Features from
//! Tiny Images"; <https://www.cs.toronto.edu/~kriz/cifar.html>).

use super::cifar_records::{self, LabelByte};
use super::{DataError, Dataset};

const CLASS_NAMES: [&str; 10] =
    ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

/// Reads one batch file (`data_batch_1.bin` … `data_batch_5.bin`, `test_batch.bin`).
///
/// A batch is any positive number of records of 3,073 bytes: the label (0 to 9), then 1,024
/// bytes each of red, green and blue, row by row. `file` is used in messages and as the name.
///
/// # Errors
/// [`DataError::Empty`]; [`DataError::Malformed`] for a truncated record or a label out of range.
pub fn read(file: &str, bytes: &[u8]) -> Result<Dataset, DataError> {
    let label = LabelByte { meaning: "label", classes: 10 };
    cifar_records::read(file, bytes, &[label], CLASS_NAMES.map(String::from).to_vec())
}
