//! A checkpoint as the bytes of a file: one safetensors file, so that it is complete or absent. The tensors are the
//! numbers, bit-exact; the metadata holds the settings and a checksum as JSON.

use super::tensors::{letter, read_record, tensors};
use super::{Checkpoint, CheckpointError, Surroundings};
use crate::job::WorkedBy;
use crate::job::numbers_file::{self, NumbersFile};
use crate::numerics::NUMERICS;
use crate::observer::TrainingRecord;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The version of the format that this program writes and reads.
pub(super) const FORMAT: &str = "wedgelab.checkpoint/2";
/// The previous format, of programs that stated no version of the numerics.
const FORMAT_WITHOUT_NUMERICS: &str = "wedgelab.checkpoint/1";

/// The content of the metadata. Floating-point numbers that must be exact are stored in tensors.
#[derive(Serialize, Deserialize)]
pub(super) struct Header {
    format: String,
    /// As text, so that no number is rounded by a reader.
    specification: String,
    surroundings: Surroundings,
    start: String,
    seconds: f64,
    passes: f64,
    resumptions: usize,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    earlier_devices: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    choice: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    runs: Vec<WorkedBy>,
    pub(super) descents: Vec<DescentHeader>,
    /// The split of every measurement, as a letter.
    pub(super) splits: String,
    pub(super) has_accuracy: Vec<bool>,
    /// What each recorded set of points is.
    pub(super) points: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) trainings: Vec<TrainingRecord>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct DescentHeader {
    pub(super) work: String,
    pub(super) step: usize,
    pub(super) memory: usize,
}

impl Checkpoint {
    /// The bytes of the file.
    ///
    /// # Errors
    /// Says what the writer rejected. Numbers and names that this program produces are never rejected.
    pub fn to_bytes(&self) -> Result<Vec<u8>, String> {
        let text = |error: serde_json::Error| error.to_string();
        let header = Header {
            format: FORMAT.to_owned(),
            specification: serde_json::to_string(&self.specification).map_err(text)?,
            surroundings: self.surroundings.clone(),
            start: self.start.clone(),
            seconds: self.seconds,
            passes: self.passes,
            resumptions: self.resumptions,
            earlier_devices: self.earlier_devices.clone(),
            choice: self.choice.clone(),
            runs: self.runs.clone(),
            descents: self
                .record
                .descents
                .iter()
                .map(|state| DescentHeader {
                    work: state.work.clone(),
                    step: state.step,
                    memory: state.memory.len(),
                })
                .collect(),
            splits: self.record.measurements.iter().map(|measured| letter(measured.split)).collect(),
            has_accuracy: self
                .record
                .measurements
                .iter()
                .map(|measured| measured.measurement.accuracy.is_some())
                .collect(),
            points: self.record.points.iter().map(|points| points.work.clone()).collect(),
            trainings: self.record.trainings.clone(),
        };
        numbers_file::write(&header, &tensors(&self.record))
    }

    /// Reads a checkpoint from the bytes of a file, completely or not at all.
    ///
    /// # Errors
    /// When it is not a checkpoint, was changed or truncated, or has another version.
    pub fn read(file: &str, bytes: &[u8]) -> Result<Self, CheckpointError> {
        let damaged = |reason: String| CheckpointError::Damaged { file: file.to_owned(), reason };
        let stored = NumbersFile::open(bytes).map_err(damaged)?;
        let content = stored.header();
        let value: Value = serde_json::from_str(content).map_err(|error| damaged(error.to_string()))?;
        let format = value.get("format").and_then(Value::as_str).unwrap_or_default();
        if format == FORMAT_WITHOUT_NUMERICS {
            let (file, now) = (file.to_owned(), NUMERICS);
            return Err(CheckpointError::Numerics { file, then: 1, now });
        }
        if format != FORMAT {
            return Err(CheckpointError::Format { file: file.to_owned(), format: format.to_owned() });
        }
        let numerics = value.pointer("/surroundings/numerics").and_then(Value::as_u64);
        if let Some(then) =
            numerics.and_then(|then| u32::try_from(then).ok()).filter(|&then| then != NUMERICS)
        {
            return Err(CheckpointError::Numerics { file: file.to_owned(), then, now: NUMERICS });
        }
        let header: Header = serde_json::from_str(content).map_err(|error| damaged(error.to_string()))?;
        let record = read_record(&header, &stored).map_err(damaged)?;
        stored.check(&tensors(&record)).map_err(damaged)?;
        Ok(Self {
            specification: serde_json::from_str(&header.specification)
                .map_err(|error| damaged(error.to_string()))?,
            surroundings: header.surroundings,
            start: header.start,
            seconds: header.seconds,
            passes: header.passes,
            resumptions: header.resumptions,
            earlier_devices: header.earlier_devices,
            choice: header.choice,
            runs: header.runs,
            record,
        })
    }
}
