//! Why a specification cannot be run, and which of its settings are at fault.

use crate::descent::TooManySteps;
use crate::experiment::UnsuitableSetting;
use crate::landscape::wedges::WedgesError;
use crate::network::ArchitectureError;
use crate::settings::{FieldError, GivenTwice, NoSuchSetting, SettingError};

/// A specification that cannot be run.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum SpecificationError {
    /// No such setting.
    #[error(transparent)]
    UnknownSetting(NoSuchSetting),
    /// A setting under two names.
    #[error(transparent)]
    GivenTwice(#[from] GivenTwice),
    /// A value that its setting does not accept.
    #[error("{error}")]
    Setting {
        /// The setting.
        field: &'static str,
        /// What is wrong with its value.
        error: SettingError,
    },
    /// Text that its setting cannot parse.
    #[error(transparent)]
    Value(#[from] FieldError),
    /// A setting of the experiment that is unsuitable for its landscape.
    #[error(transparent)]
    Unsuitable(#[from] UnsuitableSetting),
    /// A value for a setting that the experiment does not use on its landscape.
    #[error("the experiment {experiment} does not use {field} on {landscape}; omit it")]
    Unused {
        /// The setting.
        field: String,
        /// The experiment.
        experiment: &'static str,
        /// Landscapes of the kind at hand: wedges, networks or functions.
        landscape: &'static str,
    },
    /// Wedges that cannot be built.
    #[error(transparent)]
    Wedges(#[from] WedgesError),
    /// A network that cannot be built.
    #[error(transparent)]
    Network(#[from] ArchitectureError),
    /// A descent that is too long.
    #[error(transparent)]
    Descent(#[from] TooManySteps),
}

impl SpecificationError {
    /// The settings at fault, the most likely first: where to look in a settings file.
    pub fn fields(&self) -> Vec<&str> {
        match self {
            Self::UnknownSetting(unknown) => vec![&unknown.name.name],
            Self::GivenTwice(GivenTwice { former, present }) => vec![present, former],
            Self::Setting { field, .. } => vec![field],
            Self::Value(FieldError { field, .. }) => vec![field],
            Self::Unused { field, .. } => vec![field],
            // Values that are unsuitable for one setting may suit another.
            Self::Unsuitable(UnsuitableSetting { field: "values", .. }) => vec!["values", "vary"],
            Self::Unsuitable(UnsuitableSetting { field, .. }) => vec![field],
            Self::Wedges(WedgesError::Range(error)) => vec![error.field],
            Self::Wedges(WedgesError::WedgeDimension { .. }) => vec!["wedge_dimension", "dimension"],
            Self::Wedges(WedgesError::TooLarge { .. } | WedgesError::OutOfMemory { .. }) => {
                vec!["wedges", "dimension", "wedge_dimension", "family"]
            }
            Self::Network(_) => vec!["network", "width", "data"],
            Self::Descent(_) => vec!["epochs", "batch_size", "train_size"],
        }
    }
}
