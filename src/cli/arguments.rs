//! The arguments, and how they become the flat object that a specification is read from.

use super::Failure;
use crate::job::from_text;
use anyhow::{Context, anyhow};
use clap::{Args, Parser, Subcommand};
use serde_json::{Map, Value};
use std::path::PathBuf;

/// Explore the loss landscapes of neural networks as unions of high-dimensional wedges.
#[derive(Debug, Parser)]
#[command(version, about, long_about = LONG_ABOUT)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) program: Program,
}

const LONG_ABOUT: &str = "Explore the loss landscapes of neural networks as unions of high-dimensional wedges.

Fort and Jastrzebski (NeurIPS 2019) say that the low-loss region of a deep network is a union of high-dimensional wedges. \
Every experiment here runs on such wedges (a toy whose loss is the distance to the nearest one) and on real networks, by \
the same code.

Try first:
  wedgelab train                                  train a SimpleCNN on built-in images, about a minute
  wedgelab run interpolation --landscape wedges   loss between two optima of the toy
  wedgelab serve                                  the same in a web page";

#[derive(Debug, Subcommand)]
pub(super) enum Program {
    /// Train a network and keep its parameters.
    ///
    /// Example: wedgelab train --data cifar10 --data-dir cifar-10-batches-bin --epochs 10 --seed 1 --out runs/one
    Train(TrainArguments),
    /// Run an experiment of the paper on the wedges or on a network.
    ///
    /// Example: wedgelab run interpolation --landscape network --epochs 5 --out runs/line
    Run(RunArguments),
    /// Loss and accuracy of the parameters in a safetensors file, also one that PyTorch wrote.
    ///
    /// Example: wedgelab evaluate --theta runs/one/theta.safetensors --data cifar10 --data-dir cifar-10-batches-bin
    Evaluate(EvaluateArguments),
    /// Serve the web page on this computer.
    Serve(ServeArguments),
    /// Download the published data sets, and check those that are there.
    Data(super::data::DataArguments),
}

#[derive(Debug, Args)]
pub(super) struct TrainArguments {
    #[command(flatten)]
    pub(super) settings: Settings,
    #[command(flatten)]
    pub(super) output: OutputArguments,
}

#[derive(Debug, Args)]
pub(super) struct RunArguments {
    /// The experiment: training or interpolation.
    pub(super) experiment: String,
    /// What it runs on: wedges or network.
    #[arg(long)]
    pub(super) landscape: Option<String>,
    #[command(flatten)]
    pub(super) settings: Settings,
    #[command(flatten)]
    pub(super) output: OutputArguments,
}

#[derive(Debug, Args)]
pub(super) struct EvaluateArguments {
    /// The safetensors file that holds θ, one tensor a weight under PyTorch's names.
    #[arg(long, value_name = "FILE")]
    pub(super) theta: PathBuf,
    #[command(flatten)]
    pub(super) settings: Settings,
    /// Print one JSON object and nothing else.
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct ServeArguments {
    /// The built page (`make page` builds it).
    #[arg(long, default_value = "dist", value_name = "DIR")]
    pub(super) page: PathBuf,
    /// A folder of data sets, to be offered in the page.
    #[arg(long, value_name = "DIR")]
    pub(super) data: Option<PathBuf>,
    /// The port on 127.0.0.1; 0 for any that is free.
    #[arg(long, default_value_t = 8080)]
    pub(super) port: u16,
}

#[derive(Debug, Args)]
pub(super) struct OutputArguments {
    /// Folder for result.json, theta.safetensors, and the curves as CSV and SVG. A finished folder is left as it is.
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    /// Print the result as one JSON object and nothing else.
    #[arg(long)]
    pub(super) json: bool,
}

/// Settings of a job. What is not given is as by default; `--set` reaches every field of a specification.
#[derive(Debug, Args)]
pub(super) struct Settings {
    /// simple-cnn, cnn-C-C-… (channels of 3×3 convolutions) or mlp-U-U-… (units of hidden layers) [simple-cnn].
    #[arg(long, value_name = "NAME")]
    network: Option<String>,
    /// relu or tanh [relu].
    #[arg(long)]
    activation: Option<String>,
    /// How many times as wide as named, 1/64 to 64 [1].
    #[arg(long)]
    width: Option<String>,
    /// synthetic (built in), cifar10, cifar100, mnist or fashion-mnist [synthetic].
    #[arg(long, value_name = "NAME")]
    data: Option<String>,
    /// The folder that holds the data set.
    #[arg(long, value_name = "DIR", env = "WEDGELAB_DATA")]
    data_dir: Option<String>,
    /// Training images, class-balanced; 0 for all [0].
    #[arg(long, value_name = "N")]
    train_size: Option<String>,
    /// Passes over the training images [10].
    #[arg(long, value_name = "N")]
    epochs: Option<String>,
    /// Images a step [128].
    #[arg(long, value_name = "N")]
    batch_size: Option<String>,
    /// The learning rate [0.001].
    #[arg(long, value_name = "RATE")]
    learning_rate: Option<String>,
    /// c in loss + c · Σ θ² [0].
    #[arg(long, value_name = "C")]
    l2: Option<String>,
    /// Share of hidden units silenced in training, 0 to 0.95 [0].
    #[arg(long, value_name = "SHARE")]
    dropout: Option<String>,
    /// adam, sgd or momentum [adam].
    #[arg(long)]
    optimizer: Option<String>,
    /// Seeds everything random; the same seed on the same device gives the same numbers [1].
    #[arg(long)]
    seed: Option<String>,
    /// auto (a hardware GPU where there is one), cpu, gpu, or software-gpu [auto].
    #[arg(long)]
    device: Option<String>,
    /// A TOML file of settings, named as in --set. Arguments override it.
    #[arg(long, value_name = "FILE.toml")]
    job: Option<PathBuf>,
    /// Any field of the specification; the value is JSON, or else text. May be repeated.
    #[arg(long = "set", value_name = "FIELD=VALUE")]
    assignments: Vec<String>,
}

impl Settings {
    /// The settings that were given, as one flat object: those of the job file, overridden by arguments, overridden by
    /// `--set`.
    pub(super) fn to_map(&self) -> Result<Map<String, Value>, Failure> {
        let mut map = match &self.job {
            Some(path) => read_job_file(path).map_err(Failure::BadInput)?,
            None => Map::new(),
        };
        let words = [
            ("network", &self.network),
            ("activation", &self.activation),
            ("data", &self.data),
            ("optimizer", &self.optimizer),
            ("device", &self.device),
        ];
        for (field, word) in words {
            if let Some(word) = word {
                map.insert(field.to_owned(), word.as_str().into());
            }
        }
        let numbers = [
            ("width", &self.width),
            ("train_size", &self.train_size),
            ("epochs", &self.epochs),
            ("batch_size", &self.batch_size),
            ("learning_rate", &self.learning_rate),
            ("l2", &self.l2),
            ("dropout", &self.dropout),
            ("seed", &self.seed),
        ];
        for (field, number) in numbers {
            if let Some(number) = number {
                map.insert(field.to_owned(), from_text(number));
            }
        }
        for assignment in &self.assignments {
            let (field, value) = assignment
                .split_once('=')
                .ok_or_else(|| Failure::BadInput(anyhow!("--set {assignment}: write it as field=value")))?;
            map.insert(field.trim().to_owned(), from_text(value.trim()));
        }
        // A folder in the environment says where data sets are, not that one is wanted.
        let wants_files = map.get("data").and_then(Value::as_str).is_some_and(|name| name != "synthetic");
        if let Some(folder) = self.data_dir.as_ref().filter(|_| wants_files) {
            map.entry("data_dir").or_insert_with(|| folder.as_str().into());
        }
        Ok(map)
    }
}

fn read_job_file(path: &PathBuf) -> anyhow::Result<Map<String, Value>> {
    let name = path.display();
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("{name} cannot be read; give the path of a TOML file"))?;
    let table: toml::Table = toml::from_str(&text).with_context(|| format!("{name} is not TOML"))?;
    match serde_json::to_value(table) {
        Ok(Value::Object(map)) => Ok(map),
        Ok(_) | Err(_) => Err(anyhow!("{name} holds values that JSON does not have; use numbers and text")),
    }
}
