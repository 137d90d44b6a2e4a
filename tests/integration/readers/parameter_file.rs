//! `read_parameters`: every weight of a network exactly as in the file, or an error.

use serde_json::{Value, json};
use wedgelab::network::{Layout, ParameterFileError, read_description, read_parameters, write_parameters};

use super::FILE;

fn layout() -> Layout {
    let mut layout = Layout::default();
    layout.push("conv1", &[2, 1, 3, 3]);
    layout.push("head", &[3, 2]);
    layout
}

pub fn seeds() -> Vec<Vec<u8>> {
    let layout = layout();
    let parameters: Vec<f32> = (0..layout.parameters()).map(|index| index as f32 * 0.25 - 1.0).collect();
    let write = |description: &Value| write_parameters(&layout, &parameters, description).expect("fits");
    vec![write(&json!({"network": "cnn-2", "activation": "relu"})), write(&json!({}))]
}

pub fn check(bytes: &[u8]) {
    let layout = layout();
    match read_parameters(FILE, bytes, &layout) {
        Ok(read) => {
            let bits: Vec<u32> = read.parameters.iter().map(|number| number.to_bits()).collect();
            assert_eq!(Some(bits), independent(bytes, &layout));
            assert!(read_description(FILE, bytes).is_ok());
        }
        Err(error) => assert_tells(&error),
    }
    if let Err(error) = read_description(FILE, bytes) {
        assert_tells(&error);
    }
}

fn assert_tells(error: &ParameterFileError) {
    assert!(error.to_string().contains(FILE), "no file is named: {error}");
    match error {
        ParameterFileError::Malformed { reason, .. } | ParameterFileError::OtherNetwork { reason, .. } => {
            assert!(reason.trim().len() > 4, "no reason is given: {error}");
        }
        ParameterFileError::PyTorch { .. } | ParameterFileError::NotFinite { .. } => {}
        ParameterFileError::Length { .. } => panic!("bytes alone do not give {error:?}"),
    }
}

/// The numbers of the layout's tensors, read by hand: eight bytes of length, a JSON object, the data.
fn independent(bytes: &[u8], layout: &Layout) -> Option<Vec<u32>> {
    let (length, rest) = bytes.split_first_chunk::<8>()?;
    let (header, data) = rest.split_at_checked(usize::try_from(u64::from_le_bytes(*length)).ok()?)?;
    let header: Value = serde_json::from_slice(header).ok()?;
    let mut numbers = Vec::new();
    for block in layout.blocks() {
        let tensor = &header[&block.name];
        if tensor["dtype"] != "F32" || tensor["shape"] != json!(block.shape) {
            return None;
        }
        let place = |end: usize| usize::try_from(tensor["data_offsets"][end].as_u64()?).ok();
        let tensor = data.get(place(0)?..place(1)?)?;
        let (values, rest) = tensor.as_chunks::<4>();
        if values.len() != block.range.len() || !rest.is_empty() {
            return None;
        }
        numbers.extend(values.iter().map(|&value| u32::from_le_bytes(value)));
    }
    Some(numbers)
}
