//! The settings of a report.

use crate::data::Source;
use crate::job::DeviceChoice;
use crate::settings::Range;
use serde::{Deserialize, Serialize};

/// The numbers of the paper's figures.
pub const FIGURES: Range = Range::Whole(1, 6);

/// How thorough a report is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Preset {
    /// A small network on the built-in images, in a few minutes.
    #[default]
    Quick,
    /// SimpleCNN on CIFAR-10 with three repetitions of everything, in hours.
    Paper,
}

impl Preset {
    /// The names of all presets.
    pub const NAMES: &'static [&'static str] = &["quick", "paper"];

    /// The preset of this name.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "quick" => Some(Self::Quick),
            "paper" => Some(Self::Paper),
            _ => None,
        }
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Quick => "quick",
            Self::Paper => "paper",
        }
    }

    /// Its default images.
    pub fn data(self) -> Source {
        match self {
            Self::Quick => Source::Synthetic,
            Self::Paper => Source::Cifar10,
        }
    }
}

/// Everything that a report's plan depends on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportSettings {
    /// How thorough it is.
    pub preset: Preset,
    /// The numbers of the paper's figures, each in [`FIGURES`], in ascending order.
    pub figures: Vec<u64>,
    /// Seeds every experiment.
    pub seed: u64,
    /// The images of networks.
    pub data: Source,
    /// The folder of the images, if they need one.
    pub data_dir: Option<String>,
    /// Whether that folder also has MNIST, for the experiments that are repeated on it.
    pub has_mnist: bool,
    /// The device for networks. The wedges are computed on the CPU, in double precision.
    pub device: DeviceChoice,
}
