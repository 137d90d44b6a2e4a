//! The settings of a network landscape: which network, which images, which device.

use crate::data::Source;
use crate::network::{Activation, Architecture};
use crate::range::RangeError;
use serde::{Deserialize, Serialize};

/// What computes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DeviceChoice {
    /// A hardware GPU where there is one, else the CPU.
    #[default]
    Auto,
    /// The CPU.
    Cpu,
    /// A hardware GPU, or an error.
    Gpu,
    /// A GPU in software: slow, and only of use to test the GPU path where there is no GPU.
    SoftwareGpu,
}

/// A network on a data set.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NetworkSpecification {
    /// `simple-cnn`, `cnn-C-C-…` or `mlp-U-U-…`.
    pub network: Architecture,
    /// `relu` or `tanh`.
    pub activation: Activation,
    /// How many times as wide as named, 1/64 to 64.
    pub width: f64,
    /// `synthetic`, `cifar10`, `cifar100`, `mnist`, `fashion-mnist`, or `dropped` in the page.
    pub data: Source,
    /// The folder that holds the data set; none is needed for `synthetic`.
    pub data_dir: Option<String>,
    /// How many training examples, class-balanced; 0 for all.
    pub train_size: usize,
    /// How many test examples, class-balanced; 0 for all.
    pub test_size: usize,
    /// c in `loss + c · Σ θ²`, 0 to 1,000.
    pub l2: f64,
    /// Share of hidden units silenced in training, at least 0 and at most 0.95.
    pub dropout: f64,
    /// `auto`, `cpu`, `gpu` or `software-gpu`.
    pub device: DeviceChoice,
}

impl Default for NetworkSpecification {
    fn default() -> Self {
        Self {
            network: Architecture::default(),
            activation: Activation::default(),
            width: 1.0,
            data: Source::default(),
            data_dir: None,
            train_size: 0,
            test_size: 0,
            l2: 0.0,
            dropout: 0.0,
            device: DeviceChoice::default(),
        }
    }
}

impl NetworkSpecification {
    /// Checks every number against its range.
    ///
    /// # Errors
    /// Names the first field that is out of range, with the range.
    pub fn validate(&self) -> Result<(), RangeError> {
        RangeError::check("width", self.width, 1.0 / 64.0..=64.0, "a number from 1/64 to 64")?;
        RangeError::check("l2", self.l2, 0.0..=1_000.0, "a number from 0 to 1000")?;
        RangeError::check("dropout", self.dropout, 0.0..=0.95, "a number from 0 to 0.95")
    }
}
