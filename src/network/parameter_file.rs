//! θ as a safetensors file: one tensor per weight, with PyTorch's names, shapes and order.
//!
//! PyTorch loads such a file as a state dictionary, and this program reads a safetensors file saved from PyTorch under these
//! names. It does not read what `torch.save` writes.
//! The metadata has one key, `wedgelab`, with sorted JSON, so that the same θ always gives the same bytes.

use super::Layout;
use super::parameter_names::{FoundTensor, NamedWeights, match_names};
use half::{bf16, f16};
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
    /// A file of `torch.save` instead of safetensors.
    #[error(
        "{file} is a PyTorch file, not a safetensors file; convert it in Python:\n  \
         from safetensors.torch import save_file\n  \
         save_file(torch.load(\"model.pt\", map_location=\"cpu\"), \"theta.safetensors\")"
    )]
    PyTorch {
        /// The file's name.
        file: String,
    },
    /// A weight that is NaN or infinite.
    #[error(
        "{tensor} in {file} holds {number}, but weights must be finite; check whether the training diverged"
    )]
    NotFinite {
        /// The file's name.
        file: String,
        /// The tensor's name.
        tensor: String,
        /// The value.
        number: f32,
    },
    /// Not safetensors, or damaged.
    #[error("{file} is not a complete safetensors file ({reason}); write it again")]
    Malformed {
        /// The file's name.
        file: String,
        /// The message of the reader.
        reason: String,
    },
    /// A weight is missing, or has another type or shape.
    #[error(
        "{file} does not fit the network: {reason}; give the --network, --width and --data that it was trained with"
    )]
    OtherNetwork {
        /// The file's name.
        file: String,
        /// Which weight, and what was expected.
        reason: String,
    },
    /// The length of θ differs from the layout.
    #[error("θ has {parameters} numbers, but the network has {expected} parameters")]
    Length {
        /// The length given.
        parameters: usize,
        /// The length needed.
        expected: usize,
    },
}

/// A tensor name that sorts by its place in θ: the writer sorts tensors by name, and PyTorch's order is that of the
/// layers.
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

/// The metadata that [`write_parameters`] wrote into a file; `None` for a file of another program.
///
/// # Errors
/// When the bytes are not a safetensors file.
pub fn read_description(file: &str, bytes: &[u8]) -> Result<Option<Value>, ParameterFileError> {
    let (_, metadata) = SafeTensors::read_metadata(bytes).map_err(|error| malformed(file, bytes, &error))?;
    let text = metadata.metadata().as_ref().and_then(|entries| entries.get(METADATA_KEY));
    Ok(text.and_then(|text| serde_json::from_str(text).ok()))
}

/// θ as read from a file.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadParameters {
    /// θ, laid out for the network.
    pub parameters: Vec<f32>,
    /// Sentences on deviations: other names, other number types, ignored tensors.
    pub remarks: Vec<String>,
}

/// θ from the bytes of a safetensors file, laid out for a network.
///
/// Names may share a prefix, as wrappers of PyTorch add, or be the numbers of `nn.Sequential`; F64, F16 and BF16 are
/// converted; counters and other single or integer values next to the weights are ignored.
///
/// # Errors
/// When the bytes are not a safetensors file, hold another network's weights, or a weight is NaN or infinite.
pub fn read_parameters(
    file: &str,
    bytes: &[u8],
    layout: &Layout,
) -> Result<ReadParameters, ParameterFileError> {
    let tensors = SafeTensors::deserialize(bytes).map_err(|error| malformed(file, bytes, &error))?;
    let other = |reason: String| ParameterFileError::OtherNetwork { file: file.to_owned(), reason };
    let found: Vec<FoundTensor> = tensors.iter().map(|(name, view)| FoundTensor::of(name, &view)).collect();
    let NamedWeights { names, mut remarks } = match_names(&found, layout).map_err(other)?;
    let mut parameters = Vec::with_capacity(layout.parameters());
    let mut converted: Vec<Dtype> = Vec::new();
    for (block, name) in layout.blocks().iter().zip(&names) {
        let tensor = tensors.tensor(name).map_err(|error| malformed(file, bytes, &error))?;
        if tensor.shape() != block.shape {
            return Err(other(format!("{name} has the shape {:?}, not {:?}", tensor.shape(), block.shape)));
        }
        let numbers = numbers(&tensor).ok_or_else(|| {
            let dtype = tensor.dtype();
            other(format!(
                "{name} holds {dtype:?}, but weights must be floating-point numbers (F32, F64, F16 or BF16)"
            ))
        })?;
        if let Some(number) = numbers.iter().find(|number| !number.is_finite()) {
            let (file, tensor) = (file.to_owned(), name.clone());
            return Err(ParameterFileError::NotFinite { file, tensor, number: *number });
        }
        if tensor.dtype() != Dtype::F32 && !converted.contains(&tensor.dtype()) {
            converted.push(tensor.dtype());
        }
        parameters.extend(numbers);
    }
    remarks.extend(converted.iter().map(|dtype| format!("{dtype:?} was converted to F32")));
    Ok(ReadParameters { parameters, remarks })
}

/// The numbers of a tensor in single precision; `None` if they are not floating-point numbers.
fn numbers(tensor: &TensorView<'_>) -> Option<Vec<f32>> {
    let data = tensor.data();
    Some(match tensor.dtype() {
        Dtype::F32 => data.as_chunks().0.iter().map(|&bytes| f32::from_le_bytes(bytes)).collect(),
        Dtype::F64 => data.as_chunks().0.iter().map(|&bytes| f64::from_le_bytes(bytes) as f32).collect(),
        Dtype::F16 => data.as_chunks().0.iter().map(|&bytes| f16::from_le_bytes(bytes).to_f32()).collect(),
        Dtype::BF16 => data.as_chunks().0.iter().map(|&bytes| bf16::from_le_bytes(bytes).to_f32()).collect(),
        _ => return None,
    })
}

/// The first bytes of files of `torch.save`: a zip archive, or a pickle of an older version.
const PYTORCH: [&[u8]; 2] = [b"PK\x03\x04", &[0x80, 0x02]];

fn malformed(file: &str, bytes: &[u8], error: &safetensors::SafeTensorError) -> ParameterFileError {
    let file = file.to_owned();
    match PYTORCH.iter().any(|start| bytes.starts_with(start)) {
        true => ParameterFileError::PyTorch { file },
        false => ParameterFileError::Malformed { file, reason: error.to_string() },
    }
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

    fn as_written() -> ReadParameters {
        ReadParameters { parameters: parameters(), remarks: Vec::new() }
    }

    /// A file as other programs write it: θ under other names and in another number type, next to other tensors.
    fn foreign(names: [&str; 4], dtype: Dtype, beside: &[(&str, Dtype, &[u8])]) -> Vec<u8> {
        let layout = layout();
        let bytes = |range: &std::ops::Range<usize>| -> Vec<u8> {
            let numbers = parameters()[range.clone()].to_vec();
            match dtype {
                Dtype::F64 => numbers.iter().flat_map(|&number| f64::from(number).to_le_bytes()).collect(),
                Dtype::F16 => {
                    numbers.iter().flat_map(|&number| f16::from_f32(number).to_le_bytes()).collect()
                }
                Dtype::BF16 => {
                    numbers.iter().flat_map(|&number| bf16::from_f32(number).to_le_bytes()).collect()
                }
                Dtype::I64 => numbers.iter().flat_map(|&number| (number as i64).to_le_bytes()).collect(),
                _ => numbers.iter().flat_map(|number| number.to_le_bytes()).collect(),
            }
        };
        let data: Vec<Vec<u8>> = layout.blocks().iter().map(|block| bytes(&block.range)).collect();
        let weights = layout.blocks().iter().zip(names).zip(&data).map(|((block, name), data)| {
            (name.to_owned(), TensorView::new(dtype, block.shape.clone(), data).unwrap())
        });
        let others = beside.iter().map(|(name, dtype, data)| {
            ((*name).to_owned(), TensorView::new(*dtype, Vec::new(), data).unwrap())
        });
        safetensors::serialize(weights.chain(others), None).unwrap()
    }

    const NAMES: [&str; 4] = ["conv1.weight", "conv1.bias", "head.weight", "head.bias"];

    fn prefixed(prefix: &str) -> Vec<String> {
        NAMES.iter().map(|name| format!("{prefix}{name}")).collect()
    }

    #[test]
    fn files_of_pytorch_are_read_as_people_have_them() {
        for prefix in ["module.", "model.", "_orig_mod.", "model._orig_mod."] {
            let names = prefixed(prefix);
            let names = [&*names[0], &*names[1], &*names[2], &*names[3]];
            let read = read_parameters("θ", &foreign(names, Dtype::F32, &[]), &layout()).unwrap();
            assert_eq!(read.parameters, parameters());
            assert!(read.remarks.iter().any(|remark| remark.contains(prefix)), "{:?}", read.remarks);
        }
        // The numbers of this θ are exact in every type.
        for dtype in [Dtype::F64, Dtype::F16, Dtype::BF16] {
            let read = read_parameters("θ", &foreign(NAMES, dtype, &[]), &layout()).unwrap();
            assert_eq!((read.parameters, read.remarks.len()), (parameters(), 1));
        }
        let counter: &[(&str, Dtype, &[u8])] = &[("n_averaged", Dtype::I64, &[1, 0, 0, 0, 0, 0, 0, 0])];
        let names = prefixed("module.");
        let names = [&*names[0], &*names[1], &*names[2], &*names[3]];
        let read = read_parameters("θ", &foreign(names, Dtype::F32, counter), &layout()).unwrap();
        assert_eq!(read.parameters, parameters());
        assert!(read.remarks.iter().any(|remark| remark.contains("n_averaged")), "{:?}", read.remarks);
        let numbered = ["0.weight", "0.bias", "10.weight", "10.bias"];
        for prefix in ["", "net."] {
            let names = numbered.map(|name| format!("{prefix}{name}"));
            let names = [&*names[0], &*names[1], &*names[2], &*names[3]];
            let read = read_parameters("θ", &foreign(names, Dtype::F32, &[]), &layout()).unwrap();
            assert_eq!((read.parameters, read.remarks.len()), (parameters(), 1));
        }
    }

    #[test]
    fn what_cannot_be_weights_is_refused_by_name() {
        let message = |bytes: &[u8]| read_parameters("θ", bytes, &layout()).unwrap_err().to_string();
        let whole = message(&foreign(NAMES, Dtype::I64, &[]));
        assert!(whole.contains("conv1.weight holds I64"), "{whole}");
        let others = message(&foreign(["a.w", "a.b", "b.w", "b.b"], Dtype::F32, &[]));
        for part in ["conv1.weight is missing", "a.w [2, 1, 3, 3]", "head.bias [3]"] {
            assert!(others.contains(part), "{others}");
        }
        let more = foreign(NAMES, Dtype::F32, &[]);
        let layout_of_less = {
            let mut layout = Layout::default();
            layout.push("conv1", &[2, 1, 3, 3]);
            layout
        };
        let error = read_parameters("θ", &more, &layout_of_less).unwrap_err().to_string();
        assert!(error.contains("head.weight"), "{error}");
        for number in [f32::NAN, f32::INFINITY] {
            let mut broken = parameters();
            broken[20] = number;
            let error = message(&write_parameters(&layout(), &broken, &json!({})).unwrap());
            assert!(error.starts_with("head.weight in θ holds "), "{error}");
        }
        for start in [&b"PK\x03\x04 and more"[..], &[0x80, 0x02, 0x8a, 0x0a, 1, 2, 3, 4, 5]] {
            assert!(message(start).contains("save_file("), "{}", message(start));
        }
    }

    #[test]
    fn a_file_reads_back_bit_for_bit_and_repeats_byte_for_byte() {
        let description = json!({"network": "cnn-2", "activation": "relu"});
        let bytes = write_parameters(&layout(), &parameters(), &description).unwrap();
        assert_eq!(bytes, write_parameters(&layout(), &parameters(), &description).unwrap());
        assert_eq!(read_parameters("θ", &bytes, &layout()).unwrap(), as_written());
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
