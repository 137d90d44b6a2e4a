//! Numbers in one safetensors file, to the last bit, with a header as JSON and a checksum of all: a file that was changed
//! or cut off is not read.

use crate::landscape::{HostPoints, Points};
use safetensors::tensor::TensorView;
use safetensors::{Dtype, SafeTensors};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// The one metadata key. The order of several is not stable, and a file must repeat byte for byte.
const METADATA_KEY: &str = "wedgelab";

/// A matrix of numbers under a name: in single precision where that loses nothing, as a device's numbers never do.
pub(super) struct NamedTensor {
    name: String,
    kind: Dtype,
    /// Rows and columns.
    shape: [usize; 2],
    bytes: Vec<u8>,
}

impl NamedTensor {
    /// Numbers in rows of so many columns.
    pub(super) fn of(name: String, rows: usize, columns: usize, values: &[f64]) -> Self {
        let is_single = values.iter().all(|&value| f64::from(value as f32).to_bits() == value.to_bits());
        let (kind, bytes) = match is_single {
            true => (Dtype::F32, values.iter().flat_map(|&value| (value as f32).to_le_bytes()).collect()),
            false => (Dtype::F64, values.iter().flat_map(|value| value.to_le_bytes()).collect()),
        };
        Self { name, kind, shape: [rows, columns], bytes }
    }

    /// Points, one a row.
    pub(super) fn of_points(name: String, points: &HostPoints<f64>) -> Self {
        Self::of(name, points.count(), Points::dimension(points), points.values())
    }

    /// Numbers below each other.
    pub(super) fn of_list(name: &str, values: &[f64]) -> Self {
        Self::of(name.to_owned(), values.len(), 1, values)
    }
}

/// A header's text with the checksum of it and of all tensors.
#[derive(Serialize, Deserialize)]
struct Sealed {
    content: String,
    sha256: String,
}

/// The bytes of a file with this header, in which numbers that matter are written as text.
///
/// # Errors
/// Says what the writer refused. Numbers and names that this program makes are never refused.
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

/// A file that is open, and whose checksum is still to be compared.
pub(super) struct NumbersFile<'a> {
    sealed: Sealed,
    stored: SafeTensors<'a>,
}

impl<'a> NumbersFile<'a> {
    /// Opens the bytes of a file.
    ///
    /// # Errors
    /// Says why they are none.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, String> {
        let (_, metadata) = SafeTensors::read_metadata(bytes).map_err(|error| error.to_string())?;
        let stored = SafeTensors::deserialize(bytes).map_err(|error| error.to_string())?;
        let sealed = metadata.metadata().as_ref().and_then(|entries| entries.get(METADATA_KEY));
        let sealed = sealed.ok_or("this program did not write it")?;
        Ok(Self { sealed: serde_json::from_str(sealed).map_err(|error| error.to_string())?, stored })
    }

    /// The header, as JSON.
    pub(super) fn header(&self) -> &str {
        &self.sealed.content
    }

    /// Compares the checksum with that of these tensors: all that were read, in the order in which they were written.
    ///
    /// # Errors
    /// When it is another one.
    pub(super) fn check(&self, tensors: &[NamedTensor]) -> Result<(), String> {
        match checksum(&self.sealed.content, tensors) == self.sealed.sha256 {
            true => Ok(()),
            false => Err("its checksum is wrong".to_owned()),
        }
    }

    /// Points of a name.
    ///
    /// # Errors
    /// Says what is wrong with them.
    pub(super) fn points(&self, name: &str) -> Result<HostPoints<f64>, String> {
        let (columns, values) = self.matrix(name)?;
        HostPoints::new(columns, values).map_err(|error| format!("{name}: {error}"))
    }

    /// Numbers of a name, row after row.
    ///
    /// # Errors
    /// Says what is wrong with them.
    pub(super) fn list(&self, name: &str) -> Result<Vec<f64>, String> {
        Ok(self.matrix(name)?.1)
    }

    /// The numbers of a matrix, and how many make a row.
    ///
    /// # Errors
    /// Says what is wrong with them.
    pub(super) fn matrix(&self, name: &str) -> Result<(usize, Vec<f64>), String> {
        let tensor = self.stored.tensor(name).map_err(|error| error.to_string())?;
        let &[_, columns] = tensor.shape() else { return Err(format!("{name} is no matrix")) };
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

/// Bytes as two digits each.
pub(super) fn in_hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
