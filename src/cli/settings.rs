//! The arguments that set a job's settings, and how they combine with a job file.

use super::Failure;
use super::given::Given;
use super::path_text::path_as_text;
use super::suggestions::Suggestions;
use crate::data::Source;
use crate::job::DeviceChoice;
use crate::network::Activation;
use crate::step::Optimizer;
use clap::{Args, ValueHint};
use std::path::PathBuf;

/// Networks that shell completion offers: one of each form.
const NETWORKS: &[&str] = &["simple-cnn", "cnn-8-16", "mlp-64-64"];

/// Settings of a job. Those not given keep their defaults; `--set` reaches every field of a specification.
#[derive(Debug, Args)]
pub(super) struct Settings {
    /// simple-cnn, cnn-C-C-… (channels of 3×3 convolutions) or mlp-U-U-… (units of hidden layers) [simple-cnn].
    #[arg(long, value_name = "NAME", value_parser = Suggestions(NETWORKS), hide_possible_values = true)]
    network: Option<String>,
    /// Function after every hidden layer [relu].
    #[arg(long, value_parser = Suggestions(Activation::NAMES))]
    activation: Option<String>,
    /// Width multiplier, 0.015625 (1/64) to 64 [1].
    #[arg(long, allow_negative_numbers = true)]
    width: Option<String>,
    /// The images: built-in ones (synthetic), or a data set in a folder [synthetic].
    #[arg(long, value_name = "NAME", value_parser = Suggestions(Source::NAMES))]
    data: Option<String>,
    /// The folder that holds the data set [the environment variable WEDGELAB_DATA].
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath, value_parser = path_as_text())]
    data_dir: Option<String>,
    /// How pixels become inputs: dataset, unit, half or MEAN/DEVIATION, as in 0.5/0.5 [dataset].
    #[arg(long, value_name = "NAME|MEAN/DEVIATION", allow_hyphen_values = true)]
    normalisation: Option<String>,
    /// Training images, class-balanced; 0 for all [0].
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    train_size: Option<String>,
    /// Training images on which landscapes are measured, class-balanced; 0 for all [0].
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    evaluation_size: Option<String>,
    /// Passes over the training images, 1 to 1000000 [10].
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    epochs: Option<String>,
    /// Images per step, 1 to 1000000 [128].
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    batch_size: Option<String>,
    /// The learning rate, above 0 and at most 1000 [0.001].
    #[arg(long, value_name = "RATE", allow_negative_numbers = true)]
    learning_rate: Option<String>,
    /// c in loss + c · Σ θ², 0 to 1000 [0].
    #[arg(long, value_name = "C", allow_negative_numbers = true)]
    l2: Option<String>,
    /// Share of hidden units dropped in training, 0 to 0.95 [0].
    #[arg(long, value_name = "SHARE", allow_negative_numbers = true)]
    dropout: Option<String>,
    /// The optimizer, which turns a gradient into a step [adam].
    #[arg(long, value_parser = Suggestions(Optimizer::NAMES))]
    optimizer: Option<String>,
    /// Seeds everything random; the same seed, device and vector instructions give the same numbers [1].
    #[arg(long, allow_negative_numbers = true)]
    seed: Option<String>,
    /// auto times the GPU (if any) and the CPU for one second each and uses the faster one [auto].
    #[arg(long, value_parser = Suggestions(DeviceChoice::NAMES))]
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
