//! The result of a finished job: one JSON object, the same from the command line and from the page.

mod as_written;
mod seal;

use super::differences::differences;
use super::{Specification, WorkedBy};
use crate::experiment::training::{Curves, LossCurve};
use crate::experiment::{Claim, FinalMeasurements, Findings, Numbers};
use as_written::AsWritten;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The version of the format that this program writes.
const FORMAT: &str = "wedgelab.result/2";
/// The previous version, which is also read: its claims do not state the relation between the measured and the expected
/// number.
const FORMER_FORMAT: &str = "wedgelab.result/1";

/// Where and how a result was computed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Provenance {
    /// The program's version.
    pub version: String,
    /// The commit it was built from, or "unknown".
    pub commit: String,
    /// What computed, as text.
    pub device: String,
    /// Why that device (the last one, if there were several) was chosen, as text; absent in older files.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub choice: Option<String>,
    /// The software that drove it.
    pub backend: String,
    /// Threads that could compute at once in the run that finished the job.
    pub threads: usize,
    /// The vector instructions of that run; absent on a GPU and in older files.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instructions: Option<String>,
    /// The host name of that run; absent in results of the page and in older files.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
    /// The model of its processor; absent in results of the page and in older files.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub processor: Option<String>,
    /// The command of that run as typed, the program's name first; absent in results of the page and in older files.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub command: Option<Vec<String>>,
    /// The interrupted runs before it, the first one first; consecutive equal runs count as one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier_runs: Vec<WorkedBy>,
    /// The seeds that everything random was drawn from.
    pub seeds: Vec<u64>,
    /// The landscape, as text.
    pub landscape: String,
    /// The SHA-256 of all labels and pixels that were read, as [`crate::data::TrainTest::sha256`] defines it; absent on
    /// the wedges and in older files.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data_sha256: Option<String>,
    /// Whether every file of the data set is the published one; absent if unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data_published: Option<bool>,
    /// When it began (UTC, RFC 3339).
    pub start: String,
    /// How long it worked, in seconds, without pauses.
    pub seconds: f64,
    /// How often it was resumed from a checkpoint.
    #[serde(default)]
    pub resumptions: usize,
}

/// A job that ended because its loss became NaN or infinite.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Divergence {
    /// The first step after which the loss was NaN or infinite, counted from 1.
    pub step: usize,
    /// What the job was doing, as text.
    pub stage: String,
}

/// The result of a job.
///
/// ```
/// use wedgelab::prelude::*;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let bowl = FunctionLandscape::new(1, |_| vec![1.0], |theta, gradient| {
///     gradient[0] = theta[0];
///     0.5 * theta[0] * theta[0]
/// });
/// let result = run_blocking(&Specification::on_function("bowl", 1, "training")?, &bowl)?;
/// let text = result.to_sealed_json()?;
/// let read = ResultFile::read("result.json", text.as_bytes())?;
/// assert_eq!(read.experiment, "training");
/// let Numbers::Training(curves) = read.numbers else { return Err("no training".into()) };
/// assert_eq!(curves.training.step.len(), curves.training.loss.len());
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(from = "AsWritten")]
pub struct ResultFile {
    /// Names this format and its version.
    pub format: String,
    /// Which experiment.
    pub experiment: String,
    /// Every setting, enough to run it again.
    pub specification: Map<String, Value>,
    /// Where and how it was computed.
    pub provenance: Provenance,
    /// Loss and accuracy at the optimum, if the experiment is a training.
    #[serde(rename = "final", skip_serializing_if = "Option::is_none")]
    pub final_measurements: Option<FinalMeasurements>,
    /// Where the job diverged, if it did; then `numbers` holds the training curve until there, and there are no claims.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub diverged: Option<Divergence>,
    /// Everything that is plotted.
    pub numbers: Numbers,
    /// The paper's claims, each with what was measured.
    pub claims: Vec<Claim>,
}

/// A file that is not a readable result.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ResultError {
    /// Not JSON, or with the wrong fields.
    #[error("{file} is not a result of this program ({reason}); choose a result.json")]
    Malformed {
        /// The file's name.
        file: String,
        /// What is wrong.
        reason: String,
    },
    /// Its text differs from what was written.
    #[error(
        "{file} was changed after it was written (its checksum is wrong); choose an unchanged result.json"
    )]
    Changed {
        /// The file's name.
        file: String,
    },
    /// Another version.
    #[error(
        "{file} has the format '{format}', but this program reads '{FORMAT}' and '{FORMER_FORMAT}'; use the program that wrote it"
    )]
    Format {
        /// The file's name.
        file: String,
        /// The format it names.
        format: String,
    },
}

impl ResultFile {
    /// The result with an experiment's findings, in this program's format.
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
            numbers: Numbers::UntilDivergence(curves),
            claims: Vec::new(),
            final_measurements: None,
            optimum: None,
        };
        Self { diverged: Some(diverged), ..Self::new(specification, provenance, &findings) }
    }

    /// Reads a result from the bytes of a file.
    ///
    /// # Errors
    /// When it is not a result, has another version, or was changed since it was written.
    pub fn read(file: &str, bytes: &[u8]) -> Result<Self, ResultError> {
        let malformed =
            |reason: String| ResultError::Malformed { file: file.to_owned(), reason: printable(&reason) };
        let value: Value = serde_json::from_slice(bytes).map_err(|error| malformed(error.to_string()))?;
        // The format first: a file of another version may lack any other field.
        Self::check_format(file, &value)?;
        if !seal::is_intact(bytes) {
            return Err(ResultError::Changed { file: file.to_owned() });
        }
        // One deserialiser for values serves all readers; another one for text would make the page larger by a
        // twentieth.
        serde_json::from_value(value).map_err(|error| malformed(error.to_string()))
    }

    /// Checks that an object has a format that this program reads.
    ///
    /// # Errors
    /// When it names no format, or one that is not read.
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

    /// How its settings differ from these, as in "seed is 1 there and 2 here"; empty if it is the result of these
    /// settings.
    pub fn differences(&self, specification: &Specification) -> Vec<String> {
        differences(&self.specification, &specification.to_map())
    }

    /// The result as indented JSON with a checksum of its text at the end, so that [`Self::read`] detects changes.
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

/// The longest quote from a file in a message, in characters.
const LONGEST_QUOTE: usize = 200;

/// Text from a file as a message shows it: short, and without control characters that move a terminal's cursor.
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
        let text = r#"{"format": "wedgelab.result/1", "experiment": "training", "specification": {},
            "numbers": {"training": {"step": [1, 2], "loss": [2.5, 0.5]},
            "epochs": [{"epoch": 1.0, "test": {"loss": 0.75, "accuracy": 0.5}}]}, "claims": [],
            "provenance": {"version": "0", "commit": "0", "device": "CPU", "backend": "own", "threads": 1,
            "seeds": [1], "landscape": "wedges", "start": "", "seconds": 0.5}}"#;
        let mut result = ResultFile::read("r", text.as_bytes()).unwrap();
        assert_eq!(result.provenance.choice, None);
        assert!(matches!(result.numbers, Numbers::Training(_)), "{:?}", result.numbers);
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
