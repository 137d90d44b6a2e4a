//! A trained point as a file: named after everything it depends on, and bit-exact.

use super::numbers_file::{self, NamedTensor, NumbersFile, in_hexadecimal};
use crate::observer::TrainedPoint;
use crate::points::{EpochMeasurement, Measurement, Points};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

/// The version of the format that this program writes and reads.
const FORMAT: &str = "wedgelab.trained-point/1";

/// The file of the point stored under a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrainedPointFile {
    /// The key as JSON, names in alphabetical order.
    key: String,
}

/// The content of the metadata.
#[derive(Serialize, Deserialize)]
struct Header {
    format: String,
    /// As text, so that no number is rounded by a reader.
    key: String,
    has_accuracy: Vec<bool>,
}

impl TrainedPointFile {
    /// The file of a key.
    pub fn of(key: &Value) -> Self {
        let mut sorted = key.clone();
        sorted.sort_all_objects();
        Self { key: sorted.to_string() }
    }

    /// Its name: the SHA-256 of the key.
    pub fn name(&self) -> String {
        format!("{}.safetensors", in_hexadecimal(&Sha256::digest(self.key.as_bytes())))
    }

    /// Its bytes.
    ///
    /// # Errors
    /// Says what the writer rejected. Numbers that this program produces are never rejected.
    pub fn write(&self, point: &TrainedPoint) -> Result<Vec<u8>, String> {
        let header = Header {
            format: FORMAT.to_owned(),
            key: self.key.clone(),
            has_accuracy: point.epochs.iter().map(|epoch| epoch.test.accuracy.is_some()).collect(),
        };
        numbers_file::write(&header, &tensors(point))
    }

    /// The point in the bytes of the file.
    ///
    /// # Errors
    /// Says why it cannot be read: the bytes were changed or truncated, or are another file's.
    pub fn read(&self, bytes: &[u8]) -> Result<TrainedPoint, String> {
        let stored = NumbersFile::open(bytes)?;
        let header: Header = serde_json::from_str(stored.header()).map_err(|error| error.to_string())?;
        if header.format != FORMAT {
            return Err(format!("its format is '{}', but this program reads '{FORMAT}'", header.format));
        }
        if header.key != self.key {
            return Err("it holds another point".to_owned());
        }
        let optimum = stored.points("optimum")?;
        if optimum.count() != 1 {
            return Err("it does not hold exactly one point".to_owned());
        }
        let numbers = ["epoch", "test.loss", "test.accuracy"].map(|name| stored.list(name));
        let [epochs, losses, accuracies] = numbers;
        let (epochs, losses, accuracies) = (epochs?, losses?, accuracies?);
        if [epochs.len(), losses.len(), accuracies.len()] != [header.has_accuracy.len(); 3] {
            return Err("its measurements do not match".to_owned());
        }
        let epochs = (0..epochs.len())
            .map(|index| EpochMeasurement {
                epoch: epochs[index],
                test: Measurement {
                    loss: losses[index],
                    accuracy: header.has_accuracy[index].then_some(accuracies[index]),
                },
            })
            .collect();
        let point = TrainedPoint { optimum, losses: stored.list("losses")?, epochs };
        stored.check(&tensors(&point))?;
        Ok(point)
    }
}

fn tensors(point: &TrainedPoint) -> Vec<NamedTensor> {
    let list = |pick: fn(&EpochMeasurement) -> f64| point.epochs.iter().map(pick).collect::<Vec<f64>>();
    vec![
        NamedTensor::of_points("optimum".to_owned(), &point.optimum),
        NamedTensor::of_list("losses", &point.losses),
        NamedTensor::of_list("epoch", &list(|epoch| epoch.epoch)),
        NamedTensor::of_list("test.loss", &list(|epoch| epoch.test.loss)),
        NamedTensor::of_list("test.accuracy", &list(|epoch| epoch.test.accuracy.unwrap_or(0.0))),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::points::HostPoints;
    use serde_json::json;

    fn file() -> TrainedPointFile {
        TrainedPointFile::of(&json!({"seed": 1, "descent": {"learning_rate": 0.1 + 0.2, "epochs": 2}}))
    }

    fn point() -> TrainedPoint {
        let measured =
            |epoch, loss, accuracy| EpochMeasurement { epoch, test: Measurement { loss, accuracy } };
        TrainedPoint {
            optimum: HostPoints::single(vec![0.1, -0.0, f64::MIN_POSITIVE, 1.0 / 3.0]),
            losses: vec![2.0, 1e-300, 0.1],
            epochs: vec![measured(1.0, 0.1 + 0.2, Some(0.7)), measured(2.0, f64::INFINITY, None)],
        }
    }

    #[test]
    fn a_point_reads_back_to_the_last_bit() {
        let bytes = file().write(&point()).unwrap();
        let read = file().read(&bytes).unwrap();
        assert_eq!(read, point());
        // Equality does not distinguish the two zeros.
        assert!(read.optimum.values()[1].is_sign_negative());
        assert_eq!(file().write(&read).unwrap(), bytes);
        // Single-precision numbers take half the space, except for the padding of the header.
        let single = TrainedPoint { optimum: HostPoints::single(vec![0.5; 1_000]), ..point() };
        let double = TrainedPoint { optimum: HostPoints::single(vec![0.1; 1_000]), ..point() };
        let length = |point: &TrainedPoint| file().write(point).unwrap().len();
        assert!((length(&double) - length(&single)).abs_diff(4_000) <= 8);
    }

    #[test]
    fn no_changed_byte_and_no_cut_goes_unnoticed() {
        let bytes = file().write(&point()).unwrap();
        for position in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[position] ^= 4;
            // Only bytes that the reader ignores (the padding, the spelling of a name) may change.
            if let Ok(read) = file().read(&changed) {
                assert_eq!(read, point(), "byte {position}");
            }
            assert!(file().read(&bytes[..position]).is_err(), "{position}");
        }
    }

    #[test]
    fn a_file_is_named_after_what_is_in_the_key_and_not_after_its_order() {
        let same =
            TrainedPointFile::of(&json!({"descent": {"epochs": 2, "learning_rate": 0.1 + 0.2}, "seed": 1}));
        assert_eq!(same.name(), file().name());
        assert_eq!(file().name().len(), 64 + ".safetensors".len());
        let other = TrainedPointFile::of(&json!({"seed": 2}));
        assert_ne!(other.name(), file().name());
        assert_eq!(other.read(&file().write(&point()).unwrap()).unwrap_err(), "it holds another point");
    }
}
