//! The arguments that set a job's settings, and how they combine with a job file.

use super::Failure;
use super::given::Given;
use super::help_of::help_of;
use super::path_text::path_as_text;
use super::rows;
use super::suggestions::Suggestions;
use crate::data::Source;
use crate::job::{DeviceChoice, SEED};
use crate::network::Activation;
use crate::step::Optimizer;
use clap::{Args, ValueHint};
use std::path::PathBuf;

/// Networks that shell completion offers: one of each form.
const NETWORKS: &[&str] = &["simple-cnn", "cnn-8-16", "mlp-64-64", "resnet-16-32-64"];

/// Settings of a job. Those not given keep their defaults; `--set` reaches every field of a specification. What the help
/// says about a setting is in its row, except where the command line adds something.
#[derive(Debug, Args)]
pub(super) struct Settings {
    #[arg(long, value_name = "NAME", value_parser = Suggestions(NETWORKS), hide_possible_values = true,
        help = help_of(&rows::NETWORK))]
    network: Option<String>,
    #[arg(long, value_parser = Suggestions(Activation::NAMES), help = help_of(&rows::ACTIVATION))]
    activation: Option<String>,
    #[arg(long, allow_negative_numbers = true, help = help_of(&rows::WIDTH))]
    width: Option<String>,
    #[arg(long, value_name = "NAME", value_parser = Suggestions(Source::NAMES), help = help_of(&rows::DATA))]
    data: Option<String>,
    /// The folder that holds the data set [the environment variable WEDGELAB_DATA].
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath, value_parser = path_as_text())]
    data_dir: Option<String>,
    #[arg(long, value_name = "NAME|MEAN/DEVIATION", allow_hyphen_values = true, help = help_of(&rows::NORMALISATION))]
    normalisation: Option<String>,
    #[arg(long, value_name = "N", allow_negative_numbers = true, help = help_of(&rows::TRAIN_SIZE))]
    train_size: Option<String>,
    #[arg(long, value_name = "N", allow_negative_numbers = true, help = help_of(&rows::MEASURED_IMAGES))]
    measured_images: Option<String>,
    /// The former name of --measured-images, accepted until 1.0.
    #[arg(
        long,
        value_name = "N",
        allow_negative_numbers = true,
        hide = true,
        conflicts_with = "measured_images"
    )]
    evaluation_size: Option<String>,
    #[arg(long, value_name = "N", allow_negative_numbers = true, help = help_of(&rows::EPOCHS))]
    epochs: Option<String>,
    #[arg(long, value_name = "N", allow_negative_numbers = true, help = help_of(&rows::BATCH_SIZE))]
    batch_size: Option<String>,
    #[arg(long, value_name = "RATE", allow_negative_numbers = true, help = help_of(&rows::LEARNING_RATE))]
    learning_rate: Option<String>,
    #[arg(long, value_name = "C", allow_negative_numbers = true, help = help_of(&rows::L2))]
    l2: Option<String>,
    #[arg(long, value_name = "SHARE", allow_negative_numbers = true, help = help_of(&rows::DROPOUT))]
    dropout: Option<String>,
    #[arg(long, value_parser = Suggestions(Optimizer::NAMES), help = help_of(&rows::OPTIMIZER))]
    optimizer: Option<String>,
    #[arg(long, allow_negative_numbers = true, help = help_of(&SEED))]
    seed: Option<String>,
    #[arg(long, value_parser = Suggestions(DeviceChoice::NAMES), help = help_of(&rows::DEVICE))]
    device: Option<String>,
    /// A job file: settings in TOML, named as in --set, or the result.json of a run, to repeat it; - for standard input.
    /// Arguments override it.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    job: Option<PathBuf>,
    /// Sets any setting listed below. VALUE is read as JSON if possible, otherwise as text. May be repeated.
    #[arg(long = "set", value_name = "NAME=VALUE")]
    assignments: Vec<String>,
}

impl Settings {
    /// The settings that were given: those of the job file, overridden by arguments, overridden by `--set`.
    ///
    /// # Errors
    /// When the job file cannot be used, or an assignment has no `=`.
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
            ("optimizer", &self.optimizer),
            ("device", &self.device),
        ]);
        given.set_numbers(&[
            ("width", &self.width),
            ("train_size", &self.train_size),
            ("evaluation_size", &self.evaluation_size),
            ("measured_images", &self.measured_images),
            ("epochs", &self.epochs),
            ("batch_size", &self.batch_size),
            ("learning_rate", &self.learning_rate),
            ("l2", &self.l2),
            ("dropout", &self.dropout),
            ("seed", &self.seed),
        ]);
        for assignment in &self.assignments {
            given.assign(assignment)?;
        }
        Ok(given)
    }
}
