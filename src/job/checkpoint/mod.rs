//! A job's checkpoint: everything needed to resume it and end with exactly the numbers of an uninterrupted job.

mod error;
mod file;
mod tensors;

pub use error::CheckpointError;

use super::WorkedBy;
use super::differences::differences;
use crate::observer::Record;
use crate::simd::Instructions;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// What a job's numbers depend on besides its settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Surroundings {
    /// The version of the numerics; see [`NUMERICS`](crate::numerics::NUMERICS).
    pub numerics: u32,
    /// What computes, as text; `None` in a checkpoint that any device may resume.
    pub device: Option<String>,
    /// What drives the device, as text: two of them give other numbers on the same device. `None` in a checkpoint that
    /// any device may resume, and in one of an earlier version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub backend: Option<String>,
    /// The vector instructions on the CPU; `None` if another device computes, or any device may resume.
    pub instructions: Option<String>,
    /// The landscape, as text.
    pub landscape: String,
    /// The SHA-256 of the images, as [`crate::data::TrainTest::sha256`] defines it; `None` on the wedges.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data_sha256: Option<String>,
}

/// The state of a running job.
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
    /// How often it was resumed.
    pub resumptions: usize,
    /// The devices that computed before this one, as text.
    pub earlier_devices: Vec<String>,
    /// Why the present device was chosen, as text, if known.
    pub choice: Option<String>,
    /// The runs that worked on it, in order.
    pub runs: Vec<WorkedBy>,
    /// All work done so far.
    pub record: Record,
}

impl Checkpoint {
    /// Checks that a job resumed from here ends with the numbers that this one would have had. `file` names it in
    /// messages.
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
        let file = || file.to_owned();
        // What the checkpoint does not name may be anything.
        let other = |then: &Option<String>, now: &Option<String>| {
            let then = then.clone().filter(|then| Some(then) != now.as_ref())?;
            Some((then, now.clone().unwrap_or_else(|| "unknown".to_owned())))
        };
        if then.landscape != now.landscape {
            let (then, now) = (then.landscape.clone(), now.landscape.clone());
            return Err(CheckpointError::OtherSurroundings { file: file(), then, now });
        }
        if let Some((then, now)) = other(&then.device, &now.device) {
            let (then, now) = (format!("the device {then}"), format!("the device {now}"));
            return Err(CheckpointError::OtherSurroundings { file: file(), then, now });
        }
        if let Some((then, now)) = other(&then.backend, &now.backend) {
            return Err(CheckpointError::OtherBackend { file: file(), then, now });
        }
        if then.data_sha256 != now.data_sha256 {
            let in_words = |sha256: &Option<String>| sha256.clone().unwrap_or_else(|| "unknown".to_owned());
            let (then, now) = (in_words(&then.data_sha256), in_words(&now.data_sha256));
            return Err(CheckpointError::OtherImages { file: file(), then, now });
        }
        Ok(())
    }

    /// The vector instructions that lead to the numbers that this job would have had: its own. `asked` are the
    /// requested ones; they apply if the checkpoint names none.
    ///
    /// # Errors
    /// When this processor lacks them, or others were requested.
    pub fn instructions(
        &self,
        file: &str,
        asked: Option<Instructions>,
    ) -> Result<Option<Instructions>, CheckpointError> {
        let Some(then) = &self.surroundings.instructions else { return Ok(asked) };
        if let Some(now) = asked.filter(|asked| asked.name() != then) {
            return Err(CheckpointError::OtherInstructions {
                file: file.to_owned(),
                then: then.clone(),
                now,
            });
        }
        let known = then.parse().ok().filter(|known: &Instructions| known.is_available());
        known.map(Some).ok_or_else(|| CheckpointError::MissingInstructions {
            file: file.to_owned(),
            then: then.clone(),
            available: Instructions::available().map(Instructions::name).collect::<Vec<_>>().join(", "),
        })
    }

    /// The device that computed last, as text.
    pub fn last_device(&self) -> Option<&str> {
        self.surroundings.device.as_ref().or(self.earlier_devices.last()).map(String::as_str)
    }

    /// Lets the job resume on another device, chosen by the setting `choice`. Its numbers then come from several
    /// devices, and its result names all of them.
    pub fn release_device(&mut self, choice: &Value) {
        self.earlier_devices.extend(self.surroundings.device.take());
        self.surroundings.backend = None;
        self.surroundings.instructions = None;
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
        let differences = differences(&self.specification, specification);
        match differences.is_empty() {
            true => Ok(()),
            false => Err(CheckpointError::OtherSettings {
                file: file.to_owned(),
                differences: differences.join(", "),
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numerics::NUMERICS;
    use crate::observer::{DescentRecord, MeasurementRecord, PointsRecord, TrainingRecord};
    use crate::points::{HostPoints, Measurement, Split};
    use serde_json::json;

    fn measured(split: Split, measurement: Measurement) -> MeasurementRecord {
        MeasurementRecord { split, measurement }
    }

    fn checkpoint() -> Checkpoint {
        let Value::Object(specification) = json!({"epochs": 3, "learning_rate": 0.1 + 0.2}) else {
            panic!("an object")
        };
        let points = |values: &[f64]| HostPoints::new(2, values.to_vec()).unwrap();
        Checkpoint {
            specification,
            surroundings: Surroundings {
                numerics: NUMERICS,
                device: Some("CPU".to_owned()),
                backend: Some("own kernels, portable".to_owned()),
                instructions: Some("portable".to_owned()),
                landscape: "wedges".to_owned(),
                data_sha256: Some("1f".to_owned()),
            },
            start: "2019-12-08T09:30:00Z".to_owned(),
            seconds: 1.5,
            passes: 12.0,
            resumptions: 1,
            earlier_devices: Vec::new(),
            choice: Some("as requested".to_owned()),
            runs: vec![WorkedBy { host: Some("here".to_owned()), threads: 2, ..WorkedBy::default() }],
            record: Record {
                descents: vec![
                    DescentRecord {
                        work: "two steps".to_owned(),
                        step: 2,
                        variables: points(&[0.1, -0.0, f64::MIN_POSITIVE, 1.0 / 3.0]),
                        memory: vec![points(&[1.0, 2.0, 3.0, 4.0]), points(&[0.5; 4])],
                        history: vec![vec![0.1, 2.0], vec![f64::INFINITY, 1e300]],
                    },
                    DescentRecord {
                        work: "no step".to_owned(),
                        step: 0,
                        variables: HostPoints::single(vec![1.0]),
                        memory: Vec::new(),
                        history: Vec::new(),
                    },
                ],
                measurements: vec![
                    measured(Split::Train, Measurement { loss: 0.1 + 0.2, accuracy: Some(0.7) }),
                    measured(Split::Measured, Measurement { loss: 2.0, accuracy: None }),
                    measured(Split::Test, Measurement { loss: 3.0, accuracy: None }),
                ],
                points: vec![PointsRecord {
                    work: "the middle".to_owned(),
                    points: HostPoints::single(vec![3.0, 4.0, 5.0]),
                }],
                trainings: vec![
                    TrainingRecord { seed: u64::MAX, is_known: true },
                    TrainingRecord { seed: 1, is_known: false },
                ],
            },
        }
    }

    #[test]
    fn a_checkpoint_reads_back_to_the_last_bit() {
        let bytes = checkpoint().to_bytes().unwrap();
        let read = Checkpoint::read("c", &bytes).unwrap();
        assert_eq!(read, checkpoint());
        assert_eq!(read.to_bytes().unwrap(), bytes);
        // Equality does not distinguish the two zeros.
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
                    // Only bytes that the reader ignores (the padding, the spelling of a name) may change.
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
        let sentence = "with the device CPU, but this run has the device GPU; resume with the device CPU, ";
        assert!(error.to_string().contains(sentence), "{error}");
        let surroundings = Surroundings { backend: Some("another".to_owned()), ..checkpoint().surroundings };
        let error = checkpoint().check("c", &checkpoint().specification, &surroundings).unwrap_err();
        let sentence = "with the backend own kernels, portable, but this run has the backend another; resume with the \
                        program that began it, on a computer of the same kind, ";
        assert!(error.to_string().contains(sentence), "{error}");
        for images in [Some("2e".to_owned()), None] {
            let surroundings = Surroundings { data_sha256: images, ..checkpoint().surroundings };
            let error = checkpoint().check("c", &checkpoint().specification, &surroundings).unwrap_err();
            assert!(error.to_string().contains("other images (SHA-256 1f there"), "{error}");
        }
    }

    #[test]
    fn a_checkpoint_that_names_no_backend_resumes_with_any() {
        let mut earlier = checkpoint();
        earlier.surroundings.backend = None;
        let earlier = Checkpoint::read("c", &earlier.to_bytes().unwrap()).unwrap();
        assert_eq!(earlier.surroundings.backend, None);
        earlier.check("c", &checkpoint().specification, &checkpoint().surroundings).unwrap();
    }

    #[test]
    fn other_numerics_are_named_with_both_versions() {
        let mut other = checkpoint();
        other.surroundings.numerics = NUMERICS + 1;
        let error = Checkpoint::read("c", &other.to_bytes().unwrap()).unwrap_err();
        let (then, now) = (NUMERICS + 1, NUMERICS);
        assert_eq!(error, CheckpointError::Numerics { file: "c".to_owned(), then, now });
        let sentence = format!(
            "another version of the numerics ({then}, but this is {now}); resume with the program that wrote it"
        );
        assert!(error.to_string().contains(&sentence), "{error}");
    }

    #[test]
    fn a_job_resumes_with_the_instructions_it_began_with_or_not_at_all() {
        let portable = Some(Instructions::Portable);
        assert_eq!(checkpoint().instructions("c", None), Ok(portable));
        assert_eq!(checkpoint().instructions("c", portable), Ok(portable));
        let error = checkpoint().instructions("c", Some(Instructions::Avx2)).unwrap_err();
        assert!(error.to_string().contains("'portable', but 'avx2' are requested"), "{error}");
        let mut elsewhere = checkpoint();
        let is_missing = |instructions: &Instructions| !instructions.is_available();
        let missing = Instructions::ALL.into_iter().find(is_missing).unwrap();
        elsewhere.surroundings.instructions = Some(missing.name().to_owned());
        let error = elsewhere.instructions("c", None).unwrap_err();
        let (missing, best) = (missing.name(), Instructions::best().name());
        assert!(
            error.to_string().contains(&format!("'{missing}', but this processor has only {best}")),
            "{error}"
        );
        // A checkpoint without instructions accepts the requested ones, if any.
        elsewhere.surroundings.instructions = None;
        assert_eq!(elsewhere.instructions("c", portable), Ok(portable));
        assert_eq!(elsewhere.instructions("c", None), Ok(None));
    }

    #[test]
    fn a_released_checkpoint_resumes_on_any_device_and_keeps_the_one_before() {
        let mut released = checkpoint();
        released.specification.insert("device".to_owned(), "gpu".into());
        released.release_device(&json!("cpu"));
        let released = Checkpoint::read("c", &released.to_bytes().unwrap()).unwrap();
        assert_eq!(released.earlier_devices, ["CPU"]);
        assert_eq!(released.surroundings.instructions, None);
        let mut settings = checkpoint().specification;
        settings.insert("device".to_owned(), "cpu".into());
        let now = Surroundings {
            device: Some("GPU".to_owned()),
            backend: Some("a driver".to_owned()),
            ..checkpoint().surroundings
        };
        released.check("c", &settings, &now).unwrap();
        // Everything else must still be the same.
        let elsewhere = Surroundings { landscape: "another".to_owned(), ..now };
        assert!(released.check("c", &settings, &elsewhere).is_err());
        settings.insert("epochs".to_owned(), 4.into());
        assert!(released.check_settings("c", &settings).is_err());
    }
}
