//! θ as a safetensors file: one tensor a weight, under PyTorch's names and in its shapes and order.
//!
//! PyTorch loads such a file as a state dictionary, and one that PyTorch saved under these names is read back. The
//! metadata is one key, `wedgelab`, holding JSON with sorted keys, so that the same θ always makes the same bytes.

use super::Layout;
use safetensors::tensor::TensorView;
use safetensors::{Dtype, SafeTensors};
use serde_json::Value;
use std::cmp::Ordering;
use std::collections::HashMap;
use std::fmt;

/// The one metadata key.
const METADATA_KEY: &str = "wedgelab";
const BYTES_PER_PARAMETER: usize = size_of::<f32>();

/// A parameter file that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ParameterFileError {
    /// Not safetensors, or broken.
    #[error("{file} is not a whole safetensors file ({reason}); write it again")]
    Malformed {
        /// The file's name.
        file: String,
        /// What the reader said.
        reason: String,
    },
    /// A weight is missing, or has another type or shape.
    #[error(
        "{file}: {reason}; is it a file of another network? give --network, --width and --data as it was trained"
    )]
    OtherNetwork {
        /// The file's name.
        file: String,
        /// Which weight, and what was expected of it.
        reason: String,
    },
    /// θ has another length than the layout.
    #[error("θ has {parameters} numbers, but the network has {expected} parameters")]
    Length {
        /// Numbers given.
        parameters: usize,
        /// Numbers that the network takes.
        expected: usize,
    },
}

/// A tensor's name that sorts by its place in θ: the writer sorts tensors by name, and PyTorch's order is the layers'.
#[derive(PartialEq, Eq)]
struct PlacedName<'a> {
    start: usize,
    name: &'a str,
}

impl Ord for PlacedName<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.start, self.name).cmp(&(other.start, other.name))
    }
}

impl PartialOrd for PlacedName<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl AsRef<str> for PlacedName<'_> {
    fn as_ref(&self) -> &str {
        self.name
    }
}

impl fmt::Display for PlacedName<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name)
    }
}

/// The bytes of a safetensors file that holds θ. The same arguments always give the same bytes.
///
/// # Errors
/// When θ does not have the layout's length.
pub fn write_parameters(
    layout: &Layout,
    parameters: &[f32],
    description: &Value,
) -> Result<Vec<u8>, ParameterFileError> {
    if parameters.len() != layout.parameters() {
        return Err(ParameterFileError::Length {
            parameters: parameters.len(),
            expected: layout.parameters(),
        });
    }
    let bytes: Vec<u8> = parameters.iter().flat_map(|parameter| parameter.to_le_bytes()).collect();
    let malformed = |error: safetensors::SafeTensorError| ParameterFileError::Malformed {
        file: "θ".to_owned(),
        reason: error.to_string(),
    };
    let tensors = layout
        .blocks()
        .iter()
        .map(|block| {
            let data = &bytes[block.range.start * BYTES_PER_PARAMETER..block.range.end * BYTES_PER_PARAMETER];
            let view = TensorView::new(Dtype::F32, block.shape.clone(), data)?;
            Ok((PlacedName { start: block.range.start, name: &block.name }, view))
        })
        .collect::<Result<Vec<_>, _>>()
        .map_err(malformed)?;
    // serde_json keeps the keys of an object sorted.
    let metadata = HashMap::from([(METADATA_KEY.to_owned(), description.to_string())]);
    safetensors::serialize(tensors, Some(metadata)).map_err(malformed)
}

/// The metadata that [`write_parameters`] left in a file; `None` in a file of another program.
///
/// # Errors
/// When the bytes are not a safetensors file.
pub fn read_description(file: &str, bytes: &[u8]) -> Result<Option<Value>, ParameterFileError> {
    let (_, metadata) = SafeTensors::read_metadata(bytes).map_err(|error| malformed(file, &error))?;
    let text = metadata.metadata().as_ref().and_then(|entries| entries.get(METADATA_KEY));
    Ok(text.and_then(|text| serde_json::from_str(text).ok()))
}

/// θ from the bytes of a safetensors file, laid out for a network.
///
/// # Errors
/// When the bytes are not a safetensors file, or hold another network's weights.
pub fn read_parameters(file: &str, bytes: &[u8], layout: &Layout) -> Result<Vec<f32>, ParameterFileError> {
    let tensors = SafeTensors::deserialize(bytes).map_err(|error| malformed(file, &error))?;
    let other = |reason: String| ParameterFileError::OtherNetwork { file: file.to_owned(), reason };
    let mut parameters = Vec::with_capacity(layout.parameters());
    for block in layout.blocks() {
        let tensor = tensors.tensor(&block.name).map_err(|_| other(format!("there is no {}", block.name)))?;
        if tensor.dtype() != Dtype::F32 || tensor.shape() != block.shape {
            return Err(other(format!(
                "{} is {:?} {:?}, not F32 {:?}",
                block.name,
                tensor.dtype(),
                tensor.shape(),
                block.shape
            )));
        }
        let (numbers, _) = tensor.data().as_chunks::<BYTES_PER_PARAMETER>();
        parameters.extend(numbers.iter().map(|&number| f32::from_le_bytes(number)));
    }
    if tensors.len() != layout.blocks().len() {
        return Err(other(format!("it holds {} tensors, not {}", tensors.len(), layout.blocks().len())));
    }
    Ok(parameters)
}

fn malformed(file: &str, error: &safetensors::SafeTensorError) -> ParameterFileError {
    ParameterFileError::Malformed { file: file.to_owned(), reason: error.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn layout() -> Layout {
        let mut layout = Layout::default();
        layout.push("conv1", &[2, 1, 3, 3]);
        layout.push("head", &[3, 2]);
        layout
    }

    fn parameters() -> Vec<f32> {
        (0..layout().parameters()).map(|index| index as f32 * 0.25 - 1.0).collect()
    }

    #[test]
    fn a_file_reads_back_bit_for_bit_and_repeats_byte_for_byte() {
        let description = json!({"network": "cnn-2", "activation": "relu"});
        let bytes = write_parameters(&layout(), &parameters(), &description).unwrap();
        assert_eq!(bytes, write_parameters(&layout(), &parameters(), &description).unwrap());
        assert_eq!(read_parameters("θ", &bytes, &layout()).unwrap(), parameters());
        assert_eq!(read_description("θ", &bytes).unwrap(), Some(description));
    }

    #[test]
    fn tensors_lie_in_the_order_of_the_layers() {
        let bytes = write_parameters(&layout(), &parameters(), &json!({})).unwrap();
        let (_, metadata) = SafeTensors::read_metadata(&bytes).unwrap();
        assert_eq!(metadata.offset_keys(), ["conv1.weight", "conv1.bias", "head.weight", "head.bias"]);
    }

    #[test]
    fn broken_and_foreign_files_are_refused() {
        let bytes = write_parameters(&layout(), &parameters(), &json!({})).unwrap();
        for end in [0, 7, 8, 40, bytes.len() - 1] {
            assert!(read_parameters("θ", &bytes[..end], &layout()).is_err(), "{end}");
        }
        let mut wider = Layout::default();
        wider.push("conv1", &[4, 1, 3, 3]);
        let message = read_parameters("θ", &bytes, &wider).unwrap_err().to_string();
        assert!(message.contains("conv1.weight") && message.contains("--network"), "{message}");
        assert!(write_parameters(&layout(), &[0.0], &json!({})).is_err());
    }
}
