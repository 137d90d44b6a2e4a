//! A record's numbers as tensors, and back, bit-exact.

use super::file::Header;
use crate::job::numbers_file::{NamedTensor, NumbersFile};
use crate::observer::{DescentRecord, MeasurementRecord, PointsRecord, Record};
use crate::points::{Measurement, Points, Split};

/// Splits as letters.
const SPLITS: [(char, Split); 3] = [('r', Split::Train), ('v', Split::Measured), ('t', Split::Test)];

/// The letter of a split.
pub(super) fn letter(split: Split) -> char {
    SPLITS.iter().find(|(_, known)| *known == split).map_or(' ', |(letter, _)| *letter)
}

/// All numbers of a record, in a fixed order.
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
        tensors.push(NamedTensor::of_points(format!("points.{number}"), &points.points));
    }
    let measured = || record.measurements.iter().map(|record| record.measurement);
    let losses: Vec<f64> = measured().map(|measured| measured.loss).collect();
    let accuracies: Vec<f64> = measured().map(|measured| measured.accuracy.unwrap_or(0.0)).collect();
    tensors.push(NamedTensor::of_list("measured.loss", &losses));
    tensors.push(NamedTensor::of_list("measured.accuracy", &accuracies));
    tensors
}

/// The record stored in such tensors; the header gives their numbers.
pub(super) fn read_record(header: &Header, stored: &NumbersFile<'_>) -> Result<Record, String> {
    let descents = header
        .descents
        .iter()
        .enumerate()
        .map(|(number, state)| {
            let variables = stored.points(&format!("descent.{number}.variables"))?;
            let memory = (0..state.memory)
                .map(|place| stored.points(&format!("descent.{number}.memory.{place}")))
                .collect::<Result<_, _>>()?;
            let (columns, history) = stored.matrix(&format!("descent.{number}.history"))?;
            let history = history.chunks_exact(columns.max(1)).map(<[f64]>::to_vec).collect();
            Ok(DescentRecord { work: state.work.clone(), step: state.step, variables, memory, history })
        })
        .collect::<Result<_, String>>()?;
    let losses = stored.list("measured.loss")?;
    let accuracies = stored.list("measured.accuracy")?;
    let split = |letter| SPLITS.iter().find(|(known, _)| *known == letter).map(|(_, split)| *split);
    let splits = header.splits.chars().map(split).collect::<Option<Vec<Split>>>().unwrap_or_default();
    if [header.has_accuracy.len(), accuracies.len(), splits.len()] != [losses.len(); 3] {
        return Err("its measurements do not match".to_owned());
    }
    let measurements = losses
        .into_iter()
        .zip(accuracies)
        .zip(header.has_accuracy.iter().zip(splits))
        .map(|((loss, accuracy), (&has, split))| MeasurementRecord {
            split,
            measurement: Measurement { loss, accuracy: has.then_some(accuracy) },
        })
        .collect();
    let points = header.points.iter().enumerate().map(|(number, work)| {
        Ok(PointsRecord { work: work.clone(), points: stored.points(&format!("points.{number}"))? })
    });
    let points = points.collect::<Result<_, String>>()?;
    Ok(Record { descents, measurements, points, trainings: header.trainings.clone() })
}
