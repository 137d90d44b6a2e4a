//! The paper's experiments, one file each, written once over a [`Landscape`]: none knows whether it runs on the wedges or
//! on a network.

mod claim;
pub mod interpolation;
pub mod training;

pub use claim::Claim;

use crate::descent::{DescentError, DescentSpecification};
use crate::landscape::{HostPoints, Landscape, LandscapeError, Measurement};
use crate::observer::Observer;
use crate::setting::Setting;
use interpolation::Interpolation;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use training::Training;

/// Why an experiment ended without findings.
#[derive(Debug, Clone, thiserror::Error)]
pub enum ExperimentError {
    /// A descent diverged, was cancelled, or its device failed.
    #[error(transparent)]
    Descent(#[from] DescentError),
}

impl From<LandscapeError> for ExperimentError {
    fn from(error: LandscapeError) -> Self {
        Self::Descent(error.into())
    }
}

impl From<crate::landscape::ReadError> for ExperimentError {
    fn from(error: crate::landscape::ReadError) -> Self {
        LandscapeError::from(error).into()
    }
}

/// Loss and accuracy of a trained point.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct FinalMeasurements {
    /// On all training examples.
    pub train: Measurement,
    /// On all held-out examples.
    pub test: Measurement,
}

/// What an experiment found.
#[derive(Debug, Clone)]
pub struct Findings {
    /// Everything that is plotted, by name.
    pub numbers: Map<String, Value>,
    /// The paper's claims, each with what was measured.
    pub claims: Vec<Claim>,
    /// Of the point that training ended at, where the experiment is a training.
    pub final_measurements: Option<FinalMeasurements>,
    /// That point.
    pub optimum: Option<HostPoints<f64>>,
}

/// Which experiment, with its own settings.
#[derive(Debug, Clone, PartialEq)]
pub enum Experiment {
    /// Descend from a random start: the training of a network.
    Training(Training),
    /// Loss along a straight line between two points.
    Interpolation(Interpolation),
}

impl Experiment {
    /// The names by which experiments are known, each with a sentence on what it shows.
    pub const NAMES: [(&'static str, &'static str); 2] = [
        ("training", "descend from a random start to an optimum"),
        ("interpolation", "loss along the straight line between two optima, or from a start to its optimum"),
    ];

    /// The names alone.
    pub const KNOWN: &'static [&'static str] = &[Self::NAMES[0].0, Self::NAMES[1].0];

    /// The experiment of that name with its default settings.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "training" => Some(Self::Training(Training::default())),
            "interpolation" => Some(Self::Interpolation(Interpolation::default())),
            _ => None,
        }
    }

    /// Its name.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Training(_) => "training",
            Self::Interpolation(_) => "interpolation",
        }
    }

    /// Its own settings, with what they may be set to. Those of a training are the descent's.
    pub fn settings(&self) -> &'static [Setting] {
        match self {
            Self::Training(_) => &[],
            Self::Interpolation(_) => Interpolation::SETTINGS,
        }
    }

    /// How much work it is, in passes of an example through the landscape; what progress is measured against.
    pub fn passes(&self, landscape: &impl Landscape, descent: &DescentSpecification) -> f64 {
        match self {
            Self::Training(_) => training::passes(landscape, descent),
            Self::Interpolation(settings) => settings.passes(landscape, descent),
        }
    }

    /// Runs it.
    ///
    /// # Errors
    /// When a descent diverges, the work is cancelled, or the device fails.
    pub async fn run<L: Landscape>(
        &self,
        landscape: &L,
        descent: &DescentSpecification,
        seed: u64,
        observer: &mut impl Observer,
    ) -> Result<Findings, ExperimentError> {
        match self {
            Self::Training(settings) => settings.run(landscape, descent, seed, observer).await,
            Self::Interpolation(settings) => settings.run(landscape, descent, seed, observer).await,
        }
    }
}

/// Turns plain serialisable numbers into the named numbers of a result.
pub(crate) fn named_numbers(numbers: &impl Serialize) -> Map<String, Value> {
    // Structures of numbers and lists always serialise; a name that does not is a mistake that tests would show.
    match serde_json::to_value(numbers) {
        Ok(Value::Object(map)) => map,
        _ => Map::new(),
    }
}
