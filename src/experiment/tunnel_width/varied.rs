//! The settings that widths are measured against, with their allowed values.

use crate::descent::DescentSpecification;
use crate::experiment::UnsuitableSetting;
use crate::landscape::Variation;
use crate::network::WIDTHS;
use crate::settings::Range;
use serde::{Deserialize, Serialize};

/// A setting of the descent or of the network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Varied {
    /// The descent's full learning rate.
    #[default]
    LearningRate,
    /// c in `loss + c · Σ θ²`.
    L2,
    /// The share of hidden units silenced in every training step.
    Dropout,
    /// Training examples per step.
    BatchSize,
    /// The width multiplier of the network.
    Width,
}

impl Varied {
    /// The names of all of them.
    pub const NAMES: &'static [&'static str] = &["learning_rate", "l2", "dropout", "batch_size", "width"];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::LearningRate => "learning_rate",
            Self::L2 => "l2",
            Self::Dropout => "dropout",
            Self::BatchSize => "batch_size",
            Self::Width => "width",
        }
    }

    /// Its name in a sentence or at an axis.
    pub fn in_words(self) -> String {
        match self {
            Self::L2 => "L2".to_owned(),
            Self::Width => "layer width".to_owned(),
            other => other.name().replace('_', " "),
        }
    }

    fn range(self) -> Range {
        match self {
            Self::LearningRate => Range::RealAbove(0.0, 1_000.0),
            Self::L2 => Range::Real(0.0, 1_000.0),
            Self::Dropout => Range::Real(0.0, 0.95),
            Self::BatchSize => Range::Whole(1, 1_000_000),
            Self::Width => WIDTHS,
        }
    }

    /// Checks that the values are allowed for the setting, and ascending.
    pub(super) fn check(self, values: &[f64]) -> Result<(), UnsuitableSetting> {
        let refuse = |advice| Err(UnsuitableSetting { field: "values", advice });
        let (name, range) = (self.name(), self.range());
        if let Some(value) = values.iter().find(|&&value| range.check("values", value).is_err()) {
            return refuse(format!("{name} cannot be {value}; each value must be {range}"));
        }
        if values.windows(2).any(|pair| pair[0] >= pair[1]) {
            return refuse(
                "the values are not in ascending order, or one is repeated; give each once, the smallest first"
                    .to_owned(),
            );
        }
        Ok(())
    }

    /// The change of the landscape, if there is one, and the descent with the setting at this value.
    pub(super) fn set_to(
        self,
        value: f64,
        descent: &DescentSpecification,
    ) -> (Option<Variation>, DescentSpecification) {
        let descent = descent.clone();
        let varied = |variation| (Some(variation), descent.clone());
        match self {
            Self::LearningRate => (None, DescentSpecification { learning_rate: value, ..descent }),
            Self::BatchSize => (None, DescentSpecification { batch_size: value as usize, ..descent }),
            Self::L2 => varied(Variation { l2: Some(value), ..Variation::default() }),
            Self::Dropout => varied(Variation { dropout: Some(value), ..Variation::default() }),
            Self::Width => varied(Variation { width: Some(value), ..Variation::default() }),
        }
    }
}
