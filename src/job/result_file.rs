//! What a finished job leaves: one JSON object, the same from the command line and from the page.

use crate::experiment::{Claim, FinalMeasurements};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The version of the format that this program writes and reads.
const FORMAT: &str = "wedgelab.result/1";

/// Where and how a result came about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Provenance {
    /// The program's version.
    pub version: String,
    /// The commit it was built from, or "unknown".
    pub commit: String,
    /// What computed, in words.
    pub device: String,
    /// The software that drove it.
    pub backend: String,
    /// Threads that could compute at once.
    pub threads: usize,
    /// The seeds that everything random was drawn from.
    pub seeds: Vec<u64>,
    /// What the landscape was made of, in words.
    pub landscape: String,
    /// When it began (UTC, RFC 3339).
    pub start: String,
    /// How long it worked, in seconds, pauses left out.
    pub seconds: f64,
}

/// What every version of the format has.
#[derive(Deserialize)]
struct Named {
    format: String,
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
    /// Another version.
    #[error(
        "{file} has the format '{format}', and this program reads '{FORMAT}'; use the program that wrote it"
    )]
    Format {
        /// The file's name.
        file: String,
        /// The format it names.
        format: String,
    },
}

impl ResultFile {
    /// A result in this program's format.
    pub fn new(
        experiment: &str,
        specification: Map<String, Value>,
        provenance: Provenance,
        final_measurements: Option<FinalMeasurements>,
        numbers: Map<String, Value>,
        claims: Vec<Claim>,
    ) -> Self {
        Self {
            format: FORMAT.to_owned(),
            experiment: experiment.to_owned(),
            specification,
            provenance,
            final_measurements,
            numbers,
            claims,
        }
    }

    /// Reads a result from the bytes of a file.
    ///
    /// # Errors
    /// When it is not a result, or one of another version.
    pub fn read(file: &str, bytes: &[u8]) -> Result<Self, ResultError> {
        let malformed = |reason: String| ResultError::Malformed { file: file.to_owned(), reason };
        // The format first: a file of another version may lack whatever else this one has.
        let Named { format } = serde_json::from_slice(bytes).map_err(|error| malformed(error.to_string()))?;
        if format != FORMAT {
            return Err(ResultError::Format { file: file.to_owned(), format });
        }
        serde_json::from_slice(bytes).map_err(|error| malformed(error.to_string()))
    }

    /// The result as indented JSON.
    ///
    /// # Errors
    /// When a number cannot be written, which JSON's writer reports.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string_pretty(self).map(|text| text + "\n")
    }
}
