//! The IDX format of MNIST and its relatives (LeCun, Cortes, Burges,
//! <http://yann.lecun.com/exdb/mnist/>), plain or compressed with gzip.

use super::content::Content;
use super::{DataError, Dataset, ImageShape};

/// The largest unpacked size of a file in bytes. The largest known relative of MNIST, EMNIST, needs 640 MB.
const LIMIT: usize = 1 << 30;

/// The type code of unsigned bytes, the only one the MNIST family uses.
const UNSIGNED_BYTE: u8 = 0x08;

/// The grey images of an IDX file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdxImages {
    /// How many there are; at least one.
    pub count: usize,
    /// One channel, and the rows and columns that the file states.
    pub shape: ImageShape,
    /// Images × rows × columns values from 0 to 255.
    pub pixels: Vec<u8>,
}

/// Reads images: a three-dimensional array of unsigned bytes (images × rows × columns).
///
/// # Errors
/// [`DataError::Empty`]; [`DataError::Malformed`] for another file format, a side of zero, or a length that does not
/// match the header; [`DataError::TooLarge`] above one gibibyte; [`DataError::Compression`] if decompression fails.
/// Never unpacks more than the header states.
pub fn read_images(file: &str, bytes: &[u8]) -> Result<IdxImages, DataError> {
    let ([count, height, width], pixels) = read_array(file, bytes)?;
    let shape = ImageShape { channels: 1, height, width };
    Ok(IdxImages { count, shape, pixels })
}

/// Reads labels: a one-dimensional array of unsigned bytes, each below `classes`.
///
/// # Errors
/// As for [`read_images`], and [`DataError::Malformed`] for a label out of range.
pub fn read_labels(file: &str, bytes: &[u8], classes: usize) -> Result<Vec<u8>, DataError> {
    let ([_], labels) = read_array::<1>(file, bytes)?;
    let invalid = labels.iter().position(|&label| usize::from(label) >= classes);
    if let Some(index) = invalid {
        let reason = format!(
            "the label of image {index} is {}, but it must be below {classes} (EMNIST and others with more classes are not read)",
            labels[index]
        );
        return Err(DataError::malformed(file, header_length(1) + index, reason));
    }
    Ok(labels)
}

/// Reads an image file and its label file, each given as its name and its bytes.
///
/// # Errors
/// As for [`read_images`] and [`read_labels`]; [`DataError::CountMismatch`] when the files do not
/// belong together.
pub fn dataset(
    name: &str,
    (image_file, image_bytes): (&str, &[u8]),
    (label_file, label_bytes): (&str, &[u8]),
    class_names: Vec<String>,
) -> Result<Dataset, DataError> {
    let labels = read_labels(label_file, label_bytes, class_names.len())?;
    let images = read_images(image_file, image_bytes)?;
    if images.count != labels.len() {
        return Err(DataError::CountMismatch {
            image_file: image_file.to_owned(),
            images: images.count,
            label_file: label_file.to_owned(),
            labels: labels.len(),
        });
    }
    Dataset::new(name, images.pixels, labels, images.shape, class_names)
}

/// The length of the header: the magic number and one size per dimension, four bytes each.
const fn header_length(dimensions: usize) -> usize {
    4 + 4 * dimensions
}

/// Reads an array of unsigned bytes with the given number of dimensions: its sizes, its values.
fn read_array<const DIMENSIONS: usize>(
    file: &str,
    bytes: &[u8],
) -> Result<([usize; DIMENSIONS], Vec<u8>), DataError> {
    let start = header_length(DIMENSIONS);
    let mut content = Content::of(bytes);
    let header = content.up_to(file, start)?;
    if header.is_empty() {
        return Err(DataError::Empty { file: file.to_owned() });
    }
    check_magic(file, &header, DIMENSIONS)?;
    if header.len() < start {
        let reason = format!("the header is truncated: it should have {start} bytes");
        return Err(DataError::malformed(file, header.len(), reason));
    }
    let sizes = std::array::from_fn(|dimension| {
        let at = header_length(dimension);
        let size = [header[at], header[at + 1], header[at + 2], header[at + 3]];
        u32::from_be_bytes(size) as usize
    });
    let promised = promised_length(file, &sizes)?;
    // One byte more than promised shows whether the file continues past its stated end.
    let values = content.up_to(file, promised + 1)?;
    if values.len() == promised {
        return Ok((sizes, values));
    }
    let (offset, fault) = if values.len() < promised {
        (start + values.len(), "the file ends")
    } else {
        (start + promised, "the file continues")
    };
    let reason = format!("{fault}, but its header states {promised} values");
    Err(DataError::malformed(file, offset, reason))
}

fn check_magic(file: &str, header: &[u8], dimensions: usize) -> Result<(), DataError> {
    let expected = [0, 0, UNSIGNED_BYTE, dimensions as u8];
    let wrong = header.iter().zip(&expected).position(|(found, expected)| found != expected);
    let Some(offset) = wrong else { return Ok(()) };
    let reason = match offset {
        0 | 1 => "this is not an IDX file, whose first two bytes are zero".to_owned(),
        2 => format!("the values have the type {:#04x}, but only unsigned bytes (0x08) are read", header[2]),
        _ => format!(
            "the array has {} dimensions instead of {dimensions} (images have 3, labels 1)",
            header[3]
        ),
    };
    Err(DataError::malformed(file, offset, reason))
}

/// How many values the sizes state; at least one, and no more than [`LIMIT`].
fn promised_length(file: &str, sizes: &[usize]) -> Result<usize, DataError> {
    if let Some(dimension) = sizes.iter().position(|&size| size == 0) {
        let offset = header_length(dimension);
        return Err(DataError::malformed(file, offset, "a size is zero"));
    }
    sizes
        .iter()
        .try_fold(1_usize, |product, &size| product.checked_mul(size))
        .filter(|&length| length <= LIMIT)
        .ok_or_else(|| DataError::TooLarge {
            file: file.to_owned(),
            limit: LIMIT as u64,
            reason: format!("at byte 4, its header states the sizes {sizes:?}"),
        })
}
