//! The settings that a measurement of given parameters depends on: network, images and device, but no descent.

use super::Failure;
use super::given::Given;
use super::help_of::{help_of, help_with_default};
use super::path_text::path_as_text;
use super::rows;
use super::suggestions::Suggestions;
use crate::data::Source;
use crate::job::DeviceChoice;
use crate::network::Activation;
use crate::settings::{NoSuchSetting, UnknownName};
use clap::{Args, ValueHint};
use std::path::PathBuf;

/// Settings that apply without training.
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

/// Settings of a measurement. Those not given come from the parameter file.
#[derive(Debug, Args)]
pub(super) struct EvaluateSettings {
    #[arg(long, value_name = "NAME", help = help_with_default(&rows::NETWORK, "from the file, else simple-cnn"))]
    network: Option<String>,
    #[arg(long, value_parser = Suggestions(Activation::NAMES),
        help = help_with_default(&rows::ACTIVATION, "from the file, else relu"))]
    activation: Option<String>,
    #[arg(long, allow_negative_numbers = true, help = help_with_default(&rows::WIDTH, "from the file, else 1"))]
    width: Option<String>,
    #[arg(long, value_name = "NAME", value_parser = Suggestions(Source::NAMES),
        help = help_with_default(&rows::DATA, "from the file; required if it names none"))]
    data: Option<String>,
    /// The folder that holds the data set [the environment variable WEDGELAB_DATA].
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath, value_parser = path_as_text())]
    data_dir: Option<String>,
    #[arg(long, value_name = "NAME|MEAN/DEVIATION", allow_hyphen_values = true,
        help = help_with_default(&rows::NORMALISATION, "from the file, else dataset"))]
    normalisation: Option<String>,
    #[arg(long, value_name = "N", allow_negative_numbers = true, help = help_of(&rows::TRAIN_SIZE))]
    train_size: Option<String>,
    #[arg(long, value_parser = Suggestions(DeviceChoice::NAMES), help = help_of(&rows::DEVICE))]
    device: Option<String>,
    /// A job file, or the result.json of a run; - for standard input. Settings of the training are ignored. Arguments
    /// override it.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    job: Option<PathBuf>,
    /// Set network, activation, width, data, data_dir, normalisation, train_size, test_size or device. May be repeated.
    #[arg(long = "set", value_name = "NAME=VALUE")]
    assignments: Vec<String>,
}

impl EvaluateSettings {
    /// The settings that were given: those of the job file, overridden by arguments, overridden by `--set`.
    ///
    /// # Errors
    /// When the job file cannot be used, or an assignment names none of these settings.
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
            UnknownName::check("setting", name, NAMES)
                .map_err(|name| Failure::bad_input(NoSuchSetting { of: "evaluate".to_owned(), name }))?;
        }
        Ok(given)
    }
}
