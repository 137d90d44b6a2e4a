//! The settings that a measurement of given parameters depends on: the network, the images and the device, but no descent.

use super::Failure;
use super::given::Given;
use super::path_text::path_as_text;
use super::suggestions::Suggestions;
use crate::data::Source;
use crate::job::DeviceChoice;
use crate::names::UnknownName;
use crate::network::Activation;
use clap::{Args, ValueHint};
use std::path::PathBuf;

/// Settings that count where nothing is trained.
const NAMES: &[&str] = &[
    "network",
    "activation",
    "width",
    "data",
    "data_dir",
    "normalisation",
    "train_size",
    "test_size",
    "device",
];

/// Settings of a measurement. What is not given is as the file of the parameters says.
#[derive(Debug, Args)]
pub(super) struct EvaluateSettings {
    /// simple-cnn, cnn-C-C-… (channels of 3×3 convolutions) or mlp-U-U-… (units of hidden layers) [as the file says, else simple-cnn].
    #[arg(long, value_name = "NAME")]
    network: Option<String>,
    /// Function after every hidden layer [as the file says, else relu].
    #[arg(long, value_parser = Suggestions(Activation::NAMES))]
    activation: Option<String>,
    /// Width multiplier, 1/64 to 64 [as the file says, else 1].
    #[arg(long, allow_negative_numbers = true)]
    width: Option<String>,
    /// The images [as the file says; needed where it does not].
    #[arg(long, value_name = "NAME", value_parser = Suggestions(Source::NAMES))]
    data: Option<String>,
    /// The folder that holds the data set [the environment variable WEDGELAB_DATA].
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath, value_parser = path_as_text())]
    data_dir: Option<String>,
    /// dataset, unit, half or MEAN/DEVIATION, as in 0.5/0.5 [as the file says, else dataset].
    #[arg(long, value_name = "NAME|MEAN/DEVIATION", allow_hyphen_values = true)]
    normalisation: Option<String>,
    /// Training images, class-balanced; 0 for all [0].
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    train_size: Option<String>,
    /// What computes [auto].
    #[arg(long, value_parser = Suggestions(DeviceChoice::NAMES))]
    device: Option<String>,
    /// A TOML file of settings; those of a training are passed over. Arguments override it.
    #[arg(long, value_name = "FILE.toml", value_hint = ValueHint::FilePath)]
    job: Option<PathBuf>,
    /// Any of network, activation, width, data, data_dir, normalisation, train_size, test_size and device. May be repeated.
    #[arg(long = "set", value_name = "NAME=VALUE")]
    assignments: Vec<String>,
}

impl EvaluateSettings {
    /// The settings that were given: those of the job file, overridden by arguments, overridden by `--set`.
    ///
    /// # Errors
    /// When the job file cannot be used, or an assignment is none of these settings.
    pub(super) fn given(&self) -> Result<Given, Failure> {
        let mut given = match &self.job {
            Some(path) => Given::from_file(path)?,
            None => Given::default(),
        };
        given.set_words(&[
            ("network", &self.network),
            ("activation", &self.activation),
            ("data", &self.data),
            ("data_dir", &self.data_dir),
            ("normalisation", &self.normalisation),
            ("device", &self.device),
        ]);
        given.set_numbers(&[("width", &self.width), ("train_size", &self.train_size)]);
        for assignment in &self.assignments {
            let name = given.assign(assignment)?;
            UnknownName::check("setting of evaluate", name, NAMES).map_err(Failure::bad_input)?;
        }
        Ok(given)
    }
}
