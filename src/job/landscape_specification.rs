//! The landscape of a job, with its settings.

use super::{FunctionSpecification, NetworkSpecification, WedgesJob};
use crate::settings::{FieldError, Setting, fields_of, part_from};
use serde_json::{Map, Value};

/// A landscape with its settings.
#[derive(Debug, Clone, PartialEq)]
pub enum LandscapeSpecification {
    /// The wedges.
    Wedges(WedgesJob),
    /// A network on a data set.
    Network(NetworkSpecification),
    /// A landscape of the caller; see [`run_on`](super::run_on). No setting chooses it: the program has no functions.
    Function(FunctionSpecification),
}

impl LandscapeSpecification {
    /// The names of the landscapes that settings can choose.
    pub const NAMES: &'static [&'static str] = &["wedges", "network"];

    /// The landscape with that name and its default settings.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "wedges" => Some(Self::Wedges(WedgesJob::default())),
            "network" => Some(Self::Network(NetworkSpecification::default())),
            _ => None,
        }
    }

    /// Its name.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Wedges(_) => "wedges",
            Self::Network(_) => "network",
            Self::Function(_) => "function",
        }
    }

    /// The fields of its settings, by name.
    pub fn fields(&self) -> Map<String, Value> {
        match self {
            Self::Wedges(job) => job.fields(),
            Self::Network(settings) => fields_of(settings),
            Self::Function(function) => fields_of(function),
        }
    }

    /// The same landscape with the fields found in `filled`, which may hold others.
    ///
    /// # Errors
    /// When a field's value is invalid.
    pub fn with_fields(&self, filled: &Map<String, Value>) -> Result<Self, FieldError> {
        match self {
            Self::Wedges(job) => job.with_fields(filled).map(Self::Wedges),
            Self::Network(settings) => part_from(settings, filled).map(Self::Network),
            Self::Function(function) => part_from(function, filled).map(Self::Function),
        }
    }

    /// Its own settings, with their allowed values.
    pub fn settings(&self) -> &'static [Setting] {
        match self {
            Self::Wedges(_) => WedgesJob::SETTINGS,
            Self::Network(_) => NetworkSpecification::SETTINGS,
            Self::Function(_) => FunctionSpecification::SETTINGS,
        }
    }
}
