//! What a finished job leaves: one JSON object, the same from the command line and from the page.

mod seal;

use super::differences::differences;
use super::{Specification, WorkedBy};
use crate::experiment::training::{Curves, LossCurve};
use crate::experiment::{Claim, FinalMeasurements, Findings, named_numbers};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The version of the format that this program writes.
const FORMAT: &str = "wedgelab.result/2";
/// The version before, which is read, too: its claims do not say how the measured number must stand to the expected one.
const FORMER_FORMAT: &str = "wedgelab.result/1";

/// Where and how a result came about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Provenance {
    /// The program's version.
    pub version: String,
    /// The commit it was built from, or "unknown".
    pub commit: String,
    /// What computed, in words.
    pub device: String,
    /// Why that device (the last one, where there were several) and no other, in words; absent in older files.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub choice: Option<String>,
    /// The software that drove it.
    pub backend: String,
    /// Threads that could compute at once, in the run that finished it.
    pub threads: usize,
    /// The vector instructions of that run; absent on a GPU and in older files.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instructions: Option<String>,
    /// The name of the host of that run; absent from the page and in older files.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
    /// The model of its processor; absent from the page and in older files.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub processor: Option<String>,
    /// The command of that run as it was typed, the program's name first; absent from the page and in older files.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub command: Option<Vec<String>>,
    /// The runs that were interrupted before it, where one of them differs, from the first on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier_runs: Vec<WorkedBy>,
    /// The seeds that everything random was drawn from.
    pub seeds: Vec<u64>,
    /// What the landscape was made of, in words.
    pub landscape: String,
    /// The SHA-256 of all labels and pixels that were read, as [`crate::data::TrainTest::sha256`] defines it; absent on the
    /// toy and in older files.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data_sha256: Option<String>,
    /// Whether every file of the data set is the published one; absent where that is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data_published: Option<bool>,
    /// When it began (UTC, RFC 3339).
    pub start: String,
    /// How long it worked, in seconds, pauses left out.
    pub seconds: f64,
    /// How often it was taken up again from a checkpoint.
    #[serde(default)]
    pub resumptions: usize,
}

/// A job that ended because its loss left all numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Divergence {
    /// The first step after which the loss was infinite or undefined, counted from 1.
    pub step: usize,
    /// What the job was doing, in words.
    pub stage: String,
}

/// The result of a job.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ResultFile {
    /// Names this format and its version.
    pub format: String,
    /// Which experiment.
    pub experiment: String,
    /// Every setting, enough to run it again.
    pub specification: Map<String, Value>,
    /// Where and how it came about.
    pub provenance: Provenance,
    /// Of the optimum, where the experiment is a training.
    #[serde(rename = "final", default, skip_serializing_if = "Option::is_none")]
    pub final_measurements: Option<FinalMeasurements>,
    /// Where the job diverged; then `numbers` holds the training curve until there, and there are no claims.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub diverged: Option<Divergence>,
    /// Everything that is plotted, by name.
    pub numbers: Map<String, Value>,
    /// The paper's claims, each with what was measured.
    pub claims: Vec<Claim>,
}

/// A file that is no result.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ResultError {
    /// Not JSON, or not of the right fields.
    #[error("{file} is not a result of this program ({reason}); choose a result.json")]
    Malformed {
        /// The file's name.
        file: String,
        /// What is wrong.
        reason: String,
    },
    /// Its text is not the one that was written.
    #[error(
        "{file} was changed after it was written (its checksum is wrong); choose an unchanged result.json"
    )]
    Changed {
        /// The file's name.
        file: String,
    },
    /// Another version.
    #[error(
        "{file} has the format '{format}', and this program reads '{FORMAT}' and '{FORMER_FORMAT}'; use the program that wrote it"
    )]
    Format {
        /// The file's name.
        file: String,
        /// The format it names.
        format: String,
    },
}

impl ResultFile {
    /// The result of what an experiment found, in this program's format.
    pub fn new(specification: &Specification, provenance: Provenance, findings: &Findings) -> Self {
        Self {
            format: FORMAT.to_owned(),
            experiment: specification.experiment.name().to_owned(),
            specification: specification.to_map(),
            provenance,
            final_measurements: findings.final_measurements,
            diverged: None,
            numbers: findings.numbers.clone(),
            claims: findings.claims.clone(),
        }
    }

    /// The result of an experiment that diverged: the losses until then.
    pub fn of_divergence(
        specification: &Specification,
        provenance: Provenance,
        diverged: Divergence,
        losses: &[f64],
    ) -> Self {
        let curves = Curves { training: LossCurve::of(losses), epochs: Vec::new() };
        let findings = Findings {
            numbers: named_numbers(&curves),
            claims: Vec::new(),
            final_measurements: None,
            optimum: None,
        };
        Self { diverged: Some(diverged), ..Self::new(specification, provenance, &findings) }
    }

    /// Reads a result from the bytes of a file.
    ///
    /// # Errors
    /// When it is not a result, or one of another version, or was changed since it was written.
    pub fn read(file: &str, bytes: &[u8]) -> Result<Self, ResultError> {
        let malformed =
            |reason: String| ResultError::Malformed { file: file.to_owned(), reason: printable(&reason) };
        let value: Value = serde_json::from_slice(bytes).map_err(|error| malformed(error.to_string()))?;
        // The format first: a file of another version may lack whatever else this one has.
        Self::check_format(file, &value)?;
        if !seal::is_intact(bytes) {
            return Err(ResultError::Changed { file: file.to_owned() });
        }
        // One reader for values serves whatever is read; another one for text would make the page larger by a twentieth.
        serde_json::from_value(value).map_err(|error| malformed(error.to_string()))
    }

    /// Checks that an object is in the format that this program reads.
    ///
    /// # Errors
    /// When it names no format, or another one.
    pub fn check_format(file: &str, value: &Value) -> Result<(), ResultError> {
        match value.get("format").and_then(Value::as_str) {
            Some(FORMAT | FORMER_FORMAT) => Ok(()),
            Some(format) => Err(ResultError::Format { file: file.to_owned(), format: printable(format) }),
            None => Err(ResultError::Malformed {
                file: file.to_owned(),
                reason: "it is not an object that names its format".to_owned(),
            }),
        }
    }

    /// How its settings differ from these, as in "seed is 1 there and 2 here"; nothing if it is their result.
    pub fn differences(&self, specification: &Specification) -> Vec<String> {
        differences(&self.specification, &specification.to_map())
    }

    /// The result as indented JSON with a checksum of its text at the end, so that [`Self::read`] notices what has changed.
    ///
    /// # Errors
    /// When a number cannot be written, which JSON's writer reports.
    pub fn to_sealed_json(&self) -> Result<String, serde_json::Error> {
        self.to_json().map(|text| seal::sealed(&text))
    }

    /// The result as indented JSON.
    ///
    /// # Errors
    /// When a number cannot be written, which JSON's writer reports.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string_pretty(self).map(|text| text + "\n")
    }
}

/// The longest part of a file that is repeated in a message, in characters.
const LONGEST_QUOTE: usize = 200;

/// Words of a file as they can be shown: short, and without characters that move a terminal's cursor.
fn printable(words: &str) -> String {
    let shown = words.chars().map(|letter| if letter.is_control() { '\u{fffd}' } else { letter });
    let mut text: String = shown.take(LONGEST_QUOTE).collect();
    if words.chars().nth(LONGEST_QUOTE).is_some() {
        text.push('…');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result_without_the_reason_for_its_device_is_read() {
        let text = r#"{"format": "wedgelab.result/1", "experiment": "training", "specification": {}, "numbers": {},
            "claims": [], "provenance": {"version": "0", "commit": "0", "device": "CPU", "backend": "own", "threads": 1,
            "seeds": [1], "landscape": "wedges", "start": "", "seconds": 0.5}}"#;
        let mut result = ResultFile::read("r", text.as_bytes()).unwrap();
        assert_eq!(result.provenance.choice, None);
        assert!(!result.to_json().unwrap().contains("choice"));
        result.provenance.choice = Some("as requested".to_owned());
        assert_eq!(ResultFile::read("r", result.to_json().unwrap().as_bytes()), Ok(result));
    }

    #[test]
    fn a_message_repeats_little_of_a_file_and_nothing_that_moves_the_cursor() {
        let long = format!("{{\"format\": \"{}\"}}", "\\u001b[2J".repeat(1_000));
        let message = ResultFile::read("r", long.as_bytes()).unwrap_err().to_string();
        assert!(message.len() < 1_000 && !message.contains('\u{1b}'), "{message}");
        let message = ResultFile::read("r", b"[]").unwrap_err().to_string();
        assert!(message.contains("not an object that names its format"), "{message}");
    }
}
