//! A record's numbers as tensors, and back, to the last bit.

use super::file::Header;
use crate::journal::{DescentRecord, Record};
use crate::landscape::{HostPoints, Measurement, Points};
use safetensors::{Dtype, SafeTensors};

/// A batch of numbers under a name: in single precision where that loses nothing, as a device's numbers never do.
pub(super) struct NamedTensor {
    pub(super) name: String,
    pub(super) kind: Dtype,
    /// Rows and columns.
    pub(super) shape: [usize; 2],
    pub(super) bytes: Vec<u8>,
}

impl NamedTensor {
    fn of(name: String, rows: usize, columns: usize, values: &[f64]) -> Self {
        let is_single = values.iter().all(|&value| f64::from(value as f32).to_bits() == value.to_bits());
        let (kind, bytes) = match is_single {
            true => (Dtype::F32, values.iter().flat_map(|&value| (value as f32).to_le_bytes()).collect()),
            false => (Dtype::F64, values.iter().flat_map(|value| value.to_le_bytes()).collect()),
        };
        Self { name, kind, shape: [rows, columns], bytes }
    }

    fn of_points(name: String, points: &HostPoints<f64>) -> Self {
        Self::of(name, points.count(), Points::dimension(points), points.values())
    }
}

/// All numbers of a record, in one order.
pub(super) fn tensors(record: &Record) -> Vec<NamedTensor> {
    let mut tensors = Vec::new();
    for (number, state) in record.descents.iter().enumerate() {
        tensors.push(NamedTensor::of_points(format!("descent.{number}.variables"), &state.variables));
        for (place, memory) in state.memory.iter().enumerate() {
            tensors.push(NamedTensor::of_points(format!("descent.{number}.memory.{place}"), memory));
        }
        let points = state.variables.count();
        let history = state.history.concat();
        tensors.push(NamedTensor::of(
            format!("descent.{number}.history"),
            state.history.len(),
            points,
            &history,
        ));
    }
    for (number, points) in record.points.iter().enumerate() {
        tensors.push(NamedTensor::of_points(format!("points.{number}"), points));
    }
    let measured = &record.measurements;
    let losses: Vec<f64> = measured.iter().map(|measured| measured.loss).collect();
    let accuracies: Vec<f64> = measured.iter().map(|measured| measured.accuracy.unwrap_or(0.0)).collect();
    tensors.push(NamedTensor::of("measured.loss".to_owned(), measured.len(), 1, &losses));
    tensors.push(NamedTensor::of("measured.accuracy".to_owned(), measured.len(), 1, &accuracies));
    tensors
}

/// The record that such tensors are; the header says how many of what there are.
pub(super) fn read_record(header: &Header, stored: &SafeTensors<'_>) -> Result<Record, String> {
    let descents = header
        .descents
        .iter()
        .enumerate()
        .map(|(number, state)| {
            let variables = read_points(stored, &format!("descent.{number}.variables"))?;
            let memory = (0..state.memory)
                .map(|place| read_points(stored, &format!("descent.{number}.memory.{place}")))
                .collect::<Result<_, _>>()?;
            let (columns, history) = read_numbers(stored, &format!("descent.{number}.history"))?;
            let history = history.chunks_exact(columns.max(1)).map(<[f64]>::to_vec).collect();
            Ok(DescentRecord { step: state.step, variables, memory, history })
        })
        .collect::<Result<_, String>>()?;
    let (_, losses) = read_numbers(stored, "measured.loss")?;
    let (_, accuracies) = read_numbers(stored, "measured.accuracy")?;
    if losses.len() != header.has_accuracy.len() || accuracies.len() != losses.len() {
        return Err("its measurements do not match".to_owned());
    }
    let measurements = losses
        .into_iter()
        .zip(accuracies)
        .zip(&header.has_accuracy)
        .map(|((loss, accuracy), &has)| Measurement { loss, accuracy: has.then_some(accuracy) })
        .collect();
    let points = (0..header.points)
        .map(|number| read_points(stored, &format!("points.{number}")))
        .collect::<Result<_, _>>()?;
    Ok(Record { descents, measurements, points, trainings_known: header.trainings_known.clone() })
}

fn read_points(stored: &SafeTensors<'_>, name: &str) -> Result<HostPoints<f64>, String> {
    let (columns, values) = read_numbers(stored, name)?;
    HostPoints::new(columns, values).map_err(|error| format!("{name}: {error}"))
}

/// The numbers of a matrix, and how many make a row.
fn read_numbers(stored: &SafeTensors<'_>, name: &str) -> Result<(usize, Vec<f64>), String> {
    let tensor = stored.tensor(name).map_err(|error| error.to_string())?;
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
