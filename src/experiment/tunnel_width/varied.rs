//! The settings that widths are measured against, with their allowed values.

use crate::descent::DescentSpecification;
use crate::experiment::UnsuitableSetting;
use crate::landscape::{Regularisation, Variation};
use crate::network::WIDTHS;
use crate::settings::{Range, choices, range_of};

choices! {
    /// A setting of the descent or of the network.
    pub enum Varied {
        /// The descent's full learning rate.
        LearningRate = "learning_rate",
        /// c in `loss + c · Σ θ²`.
        L2 = "l2",
        /// The share of hidden units silenced in every training step.
        Dropout = "dropout",
        /// Training examples per step.
        BatchSize = "batch_size",
        /// The width multiplier of the network.
        Width = "width",
    }
}

const LEARNING_RATES: Range = range_of(DescentSpecification::SETTINGS, "learning_rate");
const BATCH_SIZES: Range = range_of(DescentSpecification::SETTINGS, "batch_size");

impl Varied {
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
            Self::LearningRate => LEARNING_RATES,
            Self::L2 => Regularisation::L2,
            Self::Dropout => Regularisation::DROPOUT,
            Self::BatchSize => BATCH_SIZES,
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
