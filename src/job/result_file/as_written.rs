//! A result as its file has it, with numbers that are not read yet: which structure they have follows from the experiment
//! and from whether it diverged.

use super::{Divergence, Provenance, ResultFile};
use crate::experiment::{Claim, FinalMeasurements, Numbers};
use serde::Deserialize;
use serde_json::{Map, Value};

/// The fields of a [`ResultFile`].
#[derive(Deserialize)]
pub(super) struct AsWritten {
    format: String,
    experiment: String,
    specification: Map<String, Value>,
    provenance: Provenance,
    #[serde(rename = "final", default)]
    final_measurements: Option<FinalMeasurements>,
    #[serde(default)]
    diverged: Option<Divergence>,
    numbers: Map<String, Value>,
    claims: Vec<Claim>,
}

impl From<AsWritten> for ResultFile {
    fn from(written: AsWritten) -> Self {
        let object = Value::Object(written.numbers);
        let numbers = match written.diverged {
            Some(_) => Numbers::read_until_divergence(&object),
            None => Numbers::read(&written.experiment, &object),
        };
        Self {
            format: written.format,
            experiment: written.experiment,
            specification: written.specification,
            provenance: written.provenance,
            final_measurements: written.final_measurements,
            diverged: written.diverged,
            numbers,
            claims: written.claims,
        }
    }
}
