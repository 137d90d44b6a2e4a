//! Numbers in one safetensors file, bit-exact, with a JSON header and a checksum of everything: a file that was changed
//! or truncated is rejected.

use crate::points::{HostPoints, Points};
use safetensors::tensor::TensorView;
use safetensors::{Dtype, SafeTensors};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// The only metadata key: the order of several keys is not stable, and files must be reproducible byte for byte.
const METADATA_KEY: &str = "wedgelab";

/// A named matrix of numbers: in single precision if that loses nothing, as is always so for numbers from a device.
pub(super) struct NamedTensor {
    name: String,
    kind: Dtype,
    /// Rows and columns.
    shape: [usize; 2],
    bytes: Vec<u8>,
}

impl NamedTensor {
    /// Numbers in `rows` rows of `columns` columns.
    pub(super) fn of(name: String, rows: usize, columns: usize, values: &[f64]) -> Self {
        let is_single = values.iter().all(|&value| f64::from(value as f32).to_bits() == value.to_bits());
        let (kind, bytes) = match is_single {
            true => (Dtype::F32, values.iter().flat_map(|&value| (value as f32).to_le_bytes()).collect()),
            false => (Dtype::F64, values.iter().flat_map(|value| value.to_le_bytes()).collect()),
        };
        Self { name, kind, shape: [rows, columns], bytes }
    }

    /// Points, one per row.
    pub(super) fn of_points(name: String, points: &HostPoints<f64>) -> Self {
        Self::of(name, points.count(), Points::dimension(points), points.values())
    }

    /// A column of numbers.
    pub(super) fn of_list(name: &str, values: &[f64]) -> Self {
        Self::of(name.to_owned(), values.len(), 1, values)
    }
}

/// A header's text with the checksum of the text and all tensors.
#[derive(Serialize, Deserialize)]
struct Sealed {
    content: String,
    sha256: String,
}

/// The bytes of a file with this header. Numbers in the header that must be exact should be written as text.
///
/// # Errors
/// Says what the writer rejected. Numbers and names that this program produces are never rejected.
pub(super) fn write(header: &impl Serialize, tensors: &[NamedTensor]) -> Result<Vec<u8>, String> {
    let content = serde_json::to_string(header).map_err(|error| error.to_string())?;
    let sha256 = checksum(&content, tensors);
    let sealed = serde_json::to_string(&Sealed { content, sha256 }).map_err(|error| error.to_string())?;
    let views = tensors
        .iter()
        .map(|tensor| {
            let view = TensorView::new(tensor.kind, tensor.shape.to_vec(), &tensor.bytes)?;
            Ok((tensor.name.as_str(), view))
        })
        .collect::<Result<Vec<_>, safetensors::SafeTensorError>>()
        .map_err(|error| error.to_string())?;
    safetensors::serialize(views, Some(HashMap::from([(METADATA_KEY.to_owned(), sealed)])))
        .map_err(|error| error.to_string())
}

/// An open file whose checksum is not yet checked.
pub(super) struct NumbersFile<'a> {
    sealed: Sealed,
    stored: SafeTensors<'a>,
}

impl<'a> NumbersFile<'a> {
    /// Opens the bytes of a file.
    ///
    /// # Errors
    /// Says why they are not such a file.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, String> {
        let (_, metadata) = SafeTensors::read_metadata(bytes).map_err(|error| error.to_string())?;
        let stored = SafeTensors::deserialize(bytes).map_err(|error| error.to_string())?;
        let sealed = metadata.metadata().as_ref().and_then(|entries| entries.get(METADATA_KEY));
        let sealed = sealed.ok_or("it was not written by this program")?;
        Ok(Self { sealed: serde_json::from_str(sealed).map_err(|error| error.to_string())?, stored })
    }

    /// The header, as JSON.
    pub(super) fn header(&self) -> &str {
        &self.sealed.content
    }

    /// Compares the checksum with that of these tensors: all tensors of the file, in the order in which they were
    /// written.
    ///
    /// # Errors
    /// When it differs.
    pub(super) fn check(&self, tensors: &[NamedTensor]) -> Result<(), String> {
        match checksum(&self.sealed.content, tensors) == self.sealed.sha256 {
            true => Ok(()),
            false => Err("its checksum is wrong".to_owned()),
        }
    }

    /// The points with this name.
    ///
    /// # Errors
    /// Says what is wrong with them.
    pub(super) fn points(&self, name: &str) -> Result<HostPoints<f64>, String> {
        let (columns, values) = self.matrix(name)?;
        HostPoints::new(columns, values).map_err(|error| format!("{name}: {error}"))
    }

    /// The numbers with this name, row after row.
    ///
    /// # Errors
    /// Says what is wrong with them.
    pub(super) fn list(&self, name: &str) -> Result<Vec<f64>, String> {
        Ok(self.matrix(name)?.1)
    }

    /// A row's length, and the numbers of a matrix.
    ///
    /// # Errors
    /// Says what is wrong with them.
    pub(super) fn matrix(&self, name: &str) -> Result<(usize, Vec<f64>), String> {
        let tensor = self.stored.tensor(name).map_err(|error| error.to_string())?;
        let &[_, columns] = tensor.shape() else { return Err(format!("{name} is not a matrix")) };
        let numbers = match tensor.dtype() {
            Dtype::F32 => {
                let (numbers, _) = tensor.data().as_chunks::<4>();
                numbers.iter().map(|&bytes| f64::from(f32::from_le_bytes(bytes))).collect()
            }
            Dtype::F64 => {
                let (numbers, _) = tensor.data().as_chunks::<8>();
                numbers.iter().map(|&bytes| f64::from_le_bytes(bytes)).collect()
            }
            other => return Err(format!("{name} is of the type {other:?}")),
        };
        Ok((columns, numbers))
    }
}

fn checksum(content: &str, tensors: &[NamedTensor]) -> String {
    let mut hash = Sha256::new();
    hash.update(content.as_bytes());
    tensors.iter().for_each(|tensor| hash.update(&tensor.bytes));
    in_hexadecimal(&hash.finalize())
}

/// Bytes as two hexadecimal digits each.
pub(super) fn in_hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
