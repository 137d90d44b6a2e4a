//! A job's checkpoint: all that is needed to take it up again and end with the very numbers of one never interrupted.
//!
//! One safetensors file, so that it is whole or not there. The tensors are the numbers, to the last bit; the metadata
//! holds the settings and a checksum as JSON.

use crate::journal::{DescentRecord, Record};
use crate::landscape::{HostPoints, Measurement, Points};
use safetensors::tensor::TensorView;
use safetensors::{Dtype, SafeTensors};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// The version of the format that this program writes and reads.
const FORMAT: &str = "wedgelab.checkpoint/1";
/// The one metadata key.
const METADATA_KEY: &str = "wedgelab";

/// A checkpoint that cannot be gone on from.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// Not a checkpoint, or one that was changed or cut off.
    #[error(
        "{file} is damaged ({reason}); put a whole copy in its place, or delete it to begin from the start"
    )]
    Damaged {
        /// The file's name.
        file: String,
        /// What is wrong with it.
        reason: String,
    },
    /// Written by another version of the program.
    #[error(
        "{file} has the format '{format}', and this program goes on from '{FORMAT}'; use the program that wrote it"
    )]
    Format {
        /// The file's name.
        file: String,
        /// The format it names.
        format: String,
    },
    /// The settings differ.
    #[error(
        "{file} belongs to a run with other settings ({differences}); give those settings to go on with it, choose \
         another folder, or delete the file to begin from the start"
    )]
    OtherSettings {
        /// The file's name.
        file: String,
        /// Which settings, with both values.
        differences: String,
    },
    /// The surroundings differ, so that the numbers would not be those of one run.
    #[error(
        "{file} was written with {then}, and this is {now}; go on as it was begun, choose another folder, or delete the \
         file to begin from the start"
    )]
    OtherSurroundings {
        /// The file's name.
        file: String,
        /// What it was.
        then: String,
        /// What it is.
        now: String,
    },
}

/// What a job's numbers depend on besides its settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Surroundings {
    /// The program's version.
    pub version: String,
    /// What computes, in words; none in a checkpoint that any device may go on from.
    pub device: Option<String>,
    /// What is computed on, in words.
    pub landscape: String,
}

/// The state of a job under way.
#[derive(Debug, Clone, PartialEq)]
pub struct Checkpoint {
    /// The job's whole specification, flat.
    pub specification: Map<String, Value>,
    /// What it was computed with.
    pub surroundings: Surroundings,
    /// When it began (UTC, RFC 3339).
    pub start: String,
    /// Seconds of work so far.
    pub seconds: f64,
    /// Work done so far, in passes of an example through the landscape.
    pub passes: f64,
    /// How often it was taken up again.
    pub resumptions: usize,
    /// The devices that computed before this one, in words.
    pub earlier_devices: Vec<String>,
    /// Every piece of work that was done.
    pub record: Record,
}

/// What stands in the metadata. Floating-point numbers that matter are written as their bits.
#[derive(Serialize, Deserialize)]
struct Header {
    format: String,
    /// As text, so that no reader of numbers comes between.
    specification: String,
    surroundings: Surroundings,
    start: String,
    seconds: f64,
    passes: f64,
    resumptions: usize,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    earlier_devices: Vec<String>,
    descents: Vec<DescentHeader>,
    has_accuracy: Vec<bool>,
    points: usize,
}

#[derive(Serialize, Deserialize)]
struct DescentHeader {
    step: usize,
    memory: usize,
}

/// The header's text with the checksum of it and of all tensors.
#[derive(Serialize, Deserialize)]
struct Sealed {
    content: String,
    sha256: String,
}

impl Checkpoint {
    /// Checks that a job goes on from here to the numbers that this one would have had. `file` names it in messages.
    ///
    /// # Errors
    /// When the settings or the surroundings differ.
    pub fn check(
        &self,
        file: &str,
        specification: &Map<String, Value>,
        surroundings: &Surroundings,
    ) -> Result<(), CheckpointError> {
        self.check_settings(file, specification)?;
        let (then, now) = (&self.surroundings, surroundings);
        let parts = [
            (format!("version {}", then.version), format!("version {}", now.version)),
            (then.landscape.clone(), now.landscape.clone()),
            (in_words(then.device.as_ref().or(now.device.as_ref())), in_words(now.device.as_ref())),
        ];
        match parts.into_iter().find(|(then, now)| then != now) {
            None => Ok(()),
            Some((then, now)) => Err(CheckpointError::OtherSurroundings { file: file.to_owned(), then, now }),
        }
    }

    /// Lets the job go on with another device than the one it began on, chosen so. Its numbers are then those of several
    /// devices, and its result names all of them.
    pub fn release_device(&mut self, choice: &Value) {
        self.earlier_devices.extend(self.surroundings.device.take());
        if let Some(device) = self.specification.get_mut("device") {
            device.clone_from(choice);
        }
    }

    /// Checks that the settings are the same.
    ///
    /// # Errors
    /// Names every setting that differs.
    pub fn check_settings(
        &self,
        file: &str,
        specification: &Map<String, Value>,
    ) -> Result<(), CheckpointError> {
        let text = |map: &Map<String, Value>, name: &str| {
            map.get(name).map_or_else(|| "nothing".to_owned(), Value::to_string)
        };
        let mut names: Vec<&String> = self.specification.keys().chain(specification.keys()).collect();
        names.sort();
        names.dedup();
        let differences: Vec<String> = names
            .into_iter()
            .map(|name| (name, text(&self.specification, name), text(specification, name)))
            .filter(|(_, then, now)| then != now)
            .map(|(name, then, now)| format!("{name} is {then} there and {now} here"))
            .collect();
        match differences.is_empty() {
            true => Ok(()),
            false => Err(CheckpointError::OtherSettings {
                file: file.to_owned(),
                differences: differences.join(", "),
            }),
        }
    }

    /// The bytes of the file.
    ///
    /// # Errors
    /// Says what the writer refused. Numbers and names that this program makes are never refused.
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
            descents: self
                .record
                .descents
                .iter()
                .map(|state| DescentHeader { step: state.step, memory: state.memory.len() })
                .collect(),
            has_accuracy: self
                .record
                .measurements
                .iter()
                .map(|measured| measured.accuracy.is_some())
                .collect(),
            points: self.record.points.len(),
        };
        let tensors = tensors(&self.record);
        let content = serde_json::to_string(&header).map_err(text)?;
        let sha256 = checksum(&content, tensors.iter().map(|tensor| tensor.bytes.as_slice()));
        let sealed = serde_json::to_string(&Sealed { content, sha256 }).map_err(text)?;
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

    /// Reads a checkpoint from the bytes of a file, whole or not at all.
    ///
    /// # Errors
    /// When it is not a checkpoint, was changed or cut off, or is of another version.
    pub fn read(file: &str, bytes: &[u8]) -> Result<Self, CheckpointError> {
        let damaged = |reason: String| CheckpointError::Damaged { file: file.to_owned(), reason };
        let (_, metadata) = SafeTensors::read_metadata(bytes).map_err(|error| damaged(error.to_string()))?;
        let stored = SafeTensors::deserialize(bytes).map_err(|error| damaged(error.to_string()))?;
        let sealed = metadata.metadata().as_ref().and_then(|entries| entries.get(METADATA_KEY));
        let sealed = sealed.ok_or_else(|| damaged("it is not a checkpoint".to_owned()))?;
        let Sealed { content, sha256 } =
            serde_json::from_str(sealed).map_err(|error| damaged(error.to_string()))?;
        let value: Value = serde_json::from_str(&content).map_err(|error| damaged(error.to_string()))?;
        let format = value.get("format").and_then(Value::as_str).unwrap_or_default();
        if format != FORMAT {
            return Err(CheckpointError::Format { file: file.to_owned(), format: format.to_owned() });
        }
        let header: Header = serde_json::from_str(&content).map_err(|error| damaged(error.to_string()))?;
        let record = read_record(&header, &stored).map_err(damaged)?;
        let written = tensors(&record);
        if checksum(&content, written.iter().map(|tensor| tensor.bytes.as_slice())) != sha256 {
            return Err(damaged("its checksum is wrong".to_owned()));
        }
        Ok(Self {
            specification: serde_json::from_str(&header.specification)
                .map_err(|error| damaged(error.to_string()))?,
            surroundings: header.surroundings,
            start: header.start,
            seconds: header.seconds,
            passes: header.passes,
            resumptions: header.resumptions,
            earlier_devices: header.earlier_devices,
            record,
        })
    }
}

fn in_words(device: Option<&String>) -> String {
    device.map(|device| format!("the device {device}")).unwrap_or_default()
}

/// A batch of numbers under a name: in single precision where that loses nothing, as a device's numbers never do.
struct NamedTensor {
    name: String,
    kind: Dtype,
    shape: [usize; 2],
    bytes: Vec<u8>,
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
fn tensors(record: &Record) -> Vec<NamedTensor> {
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

fn read_record(header: &Header, stored: &SafeTensors<'_>) -> Result<Record, String> {
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
    Ok(Record { descents, measurements, points })
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

fn checksum<'a>(content: &str, tensors: impl Iterator<Item = &'a [u8]>) -> String {
    let mut hash = Sha256::new();
    hash.update(content.as_bytes());
    tensors.for_each(|bytes| hash.update(bytes));
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn checkpoint() -> Checkpoint {
        let Value::Object(specification) = json!({"epochs": 3, "learning_rate": 0.012_345_678_901_234_5})
        else {
            panic!("an object")
        };
        let points = |values: &[f64]| HostPoints::new(2, values.to_vec()).unwrap();
        Checkpoint {
            specification,
            surroundings: Surroundings {
                version: "1".to_owned(),
                device: Some("CPU".to_owned()),
                landscape: "wedges".to_owned(),
            },
            start: "2019-12-08T09:30:00Z".to_owned(),
            seconds: 1.5,
            passes: 12.0,
            resumptions: 1,
            earlier_devices: Vec::new(),
            record: Record {
                descents: vec![
                    DescentRecord {
                        step: 2,
                        variables: points(&[0.1, -0.0, f64::MIN_POSITIVE, 1.0 / 3.0]),
                        memory: vec![points(&[1.0, 2.0, 3.0, 4.0]), points(&[0.5; 4])],
                        history: vec![vec![0.1, 2.0], vec![f64::INFINITY, 1e300]],
                    },
                    DescentRecord {
                        step: 0,
                        variables: HostPoints::single(vec![1.0]),
                        memory: Vec::new(),
                        history: Vec::new(),
                    },
                ],
                measurements: vec![
                    Measurement { loss: 0.1 + 0.2, accuracy: Some(0.7) },
                    Measurement { loss: 2.0, accuracy: None },
                ],
                points: vec![HostPoints::single(vec![3.0, 4.0, 5.0])],
            },
        }
    }

    #[test]
    fn a_checkpoint_reads_back_to_the_last_bit() {
        let bytes = checkpoint().to_bytes().unwrap();
        let read = Checkpoint::read("c", &bytes).unwrap();
        assert_eq!(read, checkpoint());
        assert_eq!(read.to_bytes().unwrap(), bytes);
        // Equality does not tell the two noughts apart.
        assert!(read.record.descents[0].variables.values()[1].is_sign_negative());
        assert!(read.check("c", &checkpoint().specification, &checkpoint().surroundings).is_ok());
    }

    #[test]
    fn no_changed_byte_and_no_cut_goes_unnoticed() {
        let bytes = checkpoint().to_bytes().unwrap();
        for position in 0..bytes.len() {
            for flip in [1, 0x80] {
                let mut changed = bytes.clone();
                changed[position] ^= flip;
                match Checkpoint::read("c", &changed) {
                    Err(error) => assert!(error.to_string().starts_with("c "), "{error}"),
                    // Only what the reader passes over (the padding, the spelling of a name) may change.
                    Ok(read) => assert_eq!(read, checkpoint(), "byte {position}"),
                }
            }
            assert!(Checkpoint::read("c", &bytes[..position]).is_err(), "{position}");
        }
    }

    #[test]
    fn other_settings_and_surroundings_are_named() {
        let mut specification = checkpoint().specification;
        specification.insert("epochs".to_owned(), 4.into());
        let error = checkpoint().check("c", &specification, &checkpoint().surroundings).unwrap_err();
        assert!(error.to_string().contains("epochs is 3 there and 4 here"), "{error}");
        let surroundings = Surroundings { device: Some("GPU".to_owned()), ..checkpoint().surroundings };
        let error = checkpoint().check("c", &checkpoint().specification, &surroundings).unwrap_err();
        assert!(error.to_string().contains("the device CPU, and this is the device GPU"), "{error}");
    }

    #[test]
    fn a_released_checkpoint_goes_on_with_any_device_and_remembers_the_one_before() {
        let mut released = checkpoint();
        released.specification.insert("device".to_owned(), "gpu".into());
        released.release_device(&json!("cpu"));
        let released = Checkpoint::read("c", &released.to_bytes().unwrap()).unwrap();
        assert_eq!(released.earlier_devices, ["CPU"]);
        let mut settings = checkpoint().specification;
        settings.insert("device".to_owned(), "cpu".into());
        let now = Surroundings { device: Some("GPU".to_owned()), ..checkpoint().surroundings };
        released.check("c", &settings, &now).unwrap();
        // All else must still be the same.
        let elsewhere = Surroundings { landscape: "another".to_owned(), ..now };
        assert!(released.check("c", &settings, &elsewhere).is_err());
        settings.insert("epochs".to_owned(), 4.into());
        assert!(released.check_settings("c", &settings).is_err());
    }
}
