//! The command-line arguments and their help.

use super::evaluate_settings::EvaluateSettings;
use super::instructions::{FASTEST, InstructionsArgument};
use super::settings::Settings;
use super::settings_text::{WIDEST_LINE, experiments_for_help, settings_for_help};
use super::suggestions::Suggestions;
use super::threads::ThreadsArgument;
use crate::experiment::Experiment;
use crate::job::{LandscapeSpecification, from_text};
use crate::settings::Range;
use clap::{Args, Parser, Subcommand, ValueHint};
use std::path::PathBuf;

/// Explore the loss landscapes of neural networks as unions of high-dimensional wedges.
#[derive(Debug, Parser)]
#[command(version, long_about = LONG_ABOUT, after_long_help = EXIT_CODES, max_term_width = WIDEST_LINE)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) program: Program,
}

const LONG_ABOUT: &str = "Explore the loss landscapes of neural networks as unions of high-dimensional wedges.

Fort and Jastrzebski (NeurIPS 2019) model the low-loss region of a deep network as a union of high-dimensional wedges. \
The experiments run on such wedges (a model whose loss is the distance to the nearest one) and on real networks, with \
the same code.

Try first:
  wedgelab train
      train SimpleCNN on the built-in images, a few seconds
  wedgelab run interpolation --landscape wedges
      loss between two optima of the wedge model
  wedgelab settings
      list the experiments with a sentence on each
  wedgelab serve
      show the experiments in a web page (`make page` builds it first)
  wedgelab doctor
      show what this computer offers, and what to do if something is missing

Ctrl-Z pauses a run and `fg` continues it; Ctrl-C ends it. With --out DIR its state is saved, and the same command \
resumes it.";

const EXIT_CODES: &str = "\
Exit codes:
  0    done; also `serve`, when a signal ends it
  1    failed
  2    bad input: nothing was computed
  3    diverged: the loss became NaN or infinite; the result records it
  75   state saved after SIGTERM or SIGUSR1: the same command resumes
  143  ended by SIGTERM, and nothing was saved (by SIGUSR1: 128 + its number)
  130  interrupted by Ctrl-C or the end of the session; with --out the state is saved";

#[derive(Debug, Subcommand)]
pub(super) enum Program {
    /// Train a network and save its parameters.
    ///
    /// Example: wedgelab train --data cifar10 --data-dir cifar-10-batches-bin --epochs 10 --seed 1 --out runs/one
    #[command(after_long_help = settings_for_help("training", Some("network")))]
    Train(TrainArguments),
    /// Run an experiment of the paper on the wedges or on a network.
    ///
    /// Example: wedgelab run interpolation --landscape network --epochs 5 --out runs/line
    #[command(after_long_help = experiments_for_help())]
    Run(RunArguments),
    /// Run the experiments of the paper's figures, and write a report on them.
    ///
    /// Example: wedgelab reproduce --figure 3,6 --out runs/report
    ///
    /// If it is interrupted, run the same command again to resume; finished experiments are kept. Every experiment
    /// writes a folder as `wedgelab run --out` does, and a network that several experiments need is trained once.
    Reproduce(super::reproduce::ReproduceArguments),
    /// Measure the loss and the accuracy of a network whose parameters are in a safetensors file, saved here or from PyTorch.
    ///
    /// Example: wedgelab evaluate --theta runs/one/theta.safetensors --data cifar10 --data-dir cifar-10-batches-bin
    Evaluate(EvaluateArguments),
    /// List the experiments, or print a job file with every setting of one of them at its default.
    ///
    /// Example: wedgelab settings tunnel > job.toml, then wedgelab run tunnel --job job.toml
    Settings(SettingsArguments),
    /// Measure how fast this computer computes.
    ///
    /// Example: wedgelab bench --only simple-cnn/train --seconds 5
    Bench(BenchArguments),
    /// Serve the web page on this computer.
    Serve(ServeArguments),
    /// Download published data sets, or verify those in a folder.
    Data(super::data::DataArguments),
    /// Show what this computer offers: processor, graphics adapters, data sets, versions, and what a browser needs.
    Doctor(DoctorArguments),
    /// Print the completions for a shell.
    #[command(long_about = COMPLETIONS)]
    Completions(CompletionsArguments),
    /// Print the manual page, or write the pages of all commands into a folder.
    ///
    /// Read it with `wedgelab manual | man -l -`. To install the pages, give a folder of your manual path, as in
    /// `wedgelab manual --dir ~/.local/share/man/man1`; then `man wedgelab-train` shows the page of `wedgelab train`.
    Manual(ManualArguments),
}

impl Program {
    /// The number of threads, if an argument sets it.
    pub(super) fn threads(&self) -> Option<usize> {
        match self {
            Self::Train(TrainArguments { threads, .. })
            | Self::Run(RunArguments { threads, .. })
            | Self::Evaluate(EvaluateArguments { threads, .. })
            | Self::Bench(BenchArguments { threads, .. }) => threads.threads,
            Self::Reproduce(arguments) => arguments.threads.threads,
            Self::Settings(_)
            | Self::Serve(_)
            | Self::Data(_)
            | Self::Doctor(_)
            | Self::Completions(_)
            | Self::Manual(_) => None,
        }
    }
}

const COMPLETIONS: &str = "Print the completions for a shell. To install them:

  bash         wedgelab completions bash > ~/.local/share/bash-completion/completions/wedgelab
  zsh          wedgelab completions zsh > \"${fpath[1]}/_wedgelab\"
  fish         wedgelab completions fish > ~/.config/fish/completions/wedgelab.fish
  elvish       wedgelab completions elvish > ~/.config/elvish/lib/wedgelab.elv, and `use wedgelab` in rc.elv
  powershell   wedgelab completions powershell >> $PROFILE

The folder must exist. The completions take effect in a new shell.";

#[derive(Debug, Args)]
pub(super) struct TrainArguments {
    #[command(flatten)]
    pub(super) settings: Settings,
    #[command(flatten)]
    pub(super) instructions: InstructionsArgument,
    #[command(flatten)]
    pub(super) threads: ThreadsArgument,
    #[command(flatten)]
    pub(super) output: OutputArguments,
}

#[derive(Debug, Args)]
pub(super) struct RunArguments {
    /// The experiment; optional if a job file names it.
    #[arg(value_parser = Suggestions(Experiment::KNOWN), hide_possible_values = true)]
    pub(super) experiment: Option<String>,
    /// The landscape [network; wedges for descent-path].
    #[arg(long, value_parser = Suggestions(LandscapeSpecification::NAMES))]
    pub(super) landscape: Option<String>,
    #[command(flatten)]
    pub(super) settings: Settings,
    #[command(flatten)]
    pub(super) instructions: InstructionsArgument,
    #[command(flatten)]
    pub(super) threads: ThreadsArgument,
    #[command(flatten)]
    pub(super) output: OutputArguments,
}

#[derive(Debug, Args)]
#[command(mut_arg("instructions", |instructions| instructions.help(FASTEST)))]
pub(super) struct EvaluateArguments {
    /// The safetensors file that holds θ: one tensor per weight, under PyTorch's names.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) theta: PathBuf,
    #[command(flatten)]
    pub(super) settings: EvaluateSettings,
    #[command(flatten)]
    pub(super) instructions: InstructionsArgument,
    #[command(flatten)]
    pub(super) threads: ThreadsArgument,
    /// Print one JSON object and nothing else.
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct SettingsArguments {
    /// The experiment; without one, all experiments are listed.
    #[arg(value_parser = Suggestions(Experiment::KNOWN), hide_possible_values = true)]
    pub(super) experiment: Option<String>,
    /// The landscape [network; wedges for descent-path].
    #[arg(long, value_parser = Suggestions(LandscapeSpecification::NAMES))]
    pub(super) landscape: Option<String>,
    /// Print one JSON object and nothing else.
    #[arg(long)]
    pub(super) json: bool,
    /// Print a commented job file, which --job reads; the default if an experiment is named.
    #[arg(long, conflicts_with = "json")]
    pub(super) toml: bool,
}

#[derive(Debug, Args)]
#[command(mut_arg("instructions", |instructions| instructions.help(FASTEST)))]
pub(super) struct BenchArguments {
    /// Run only benchmarks whose names start with PREFIX.
    #[arg(long, default_value = "", hide_default_value = true, value_name = "PREFIX")]
    pub(super) only: String,
    #[command(flatten)]
    pub(super) threads: ThreadsArgument,
    /// Seconds to measure each benchmark, excluding warm-up: above 0 and at most 3600. Training benchmarks warm up for
    /// 300 steps, however long these take [2].
    #[arg(long, default_value_t = 2.0, hide_default_value = true, value_parser = seconds, allow_negative_numbers = true)]
    pub(super) seconds: f64,
    #[command(flatten)]
    pub(super) instructions: InstructionsArgument,
    /// Print one JSON object per benchmark and nothing else.
    #[arg(long)]
    pub(super) json: bool,
}

/// Parses seconds; the error states the range.
fn seconds(text: &str) -> Result<f64, String> {
    let all = Range::RealAbove(0.0, 3_600.0);
    let number = all.read("seconds", &from_text(text)).map_err(|error| error.to_string())?;
    number.as_f64().ok_or_else(|| format!("give {all}"))
}

#[derive(Debug, Args)]
pub(super) struct ServeArguments {
    /// The folder of the built page, which `make page` makes [dist].
    #[arg(long, default_value = "dist", hide_default_value = true, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(super) page: PathBuf,
    /// A folder whose data sets the page offers. Nothing else in it is served.
    #[arg(long = "data-dir", alias = "data", value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(super) data: Option<PathBuf>,
    /// The address to listen on: the default is reachable from this computer only, 0.0.0.0 from every network [127.0.0.1].
    #[arg(long, default_value = "127.0.0.1", hide_default_value = true, value_name = "ADDRESS", value_hint = ValueHint::Hostname)]
    pub(super) host: String,
    /// The port; 0 for any free one [8080].
    #[arg(long, default_value_t = 8080, hide_default_value = true, value_parser = port, allow_negative_numbers = true)]
    pub(super) port: u16,
}

/// Parses a port; the error states the range.
fn port(text: &str) -> Result<u16, String> {
    let ports = Range::Whole(0, u64::from(u16::MAX));
    let number = ports.read("port", &from_text(text)).map_err(|error| error.to_string())?;
    number.as_u64().and_then(|port| port.try_into().ok()).ok_or_else(|| format!("give {ports}"))
}

#[derive(Debug, Args)]
pub(super) struct DoctorArguments {
    /// The folder to search for data sets [the environment variable WEDGELAB_DATA].
    #[arg(long = "data-dir", alias = "data", value_name = "DIR", env = "WEDGELAB_DATA", hide_env = true, value_hint = ValueHint::DirPath)]
    pub(super) data: Option<PathBuf>,
    /// Print the same as one JSON object and nothing else.
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct CompletionsArguments {
    /// The shell.
    #[arg(value_parser = Suggestions(super::completions::SHELLS))]
    pub(super) shell: String,
}

#[derive(Debug, Args)]
pub(super) struct ManualArguments {
    /// The folder to write the pages of the program and of all its commands into; created if it does not exist.
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(super) dir: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct OutputArguments {
    /// The folder for result.json, the figures as SVG, PNG and CSV, and, from a training, theta.safetensors. If it holds
    /// the finished result already, nothing is computed.
    ///
    /// The state of an unfinished run is saved there too. If it is interrupted, run the same command again to resume.
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(super) out: Option<PathBuf>,
    /// A folder in which runs share trained networks: a network that is there already is not trained again.
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(super) optima: Option<PathBuf>,
    /// Print the result as one JSON object and nothing else.
    #[arg(long)]
    pub(super) json: bool,
    #[command(flatten)]
    pub(super) remarks: RemarkArguments,
    #[command(flatten)]
    pub(super) beginning: BeginningArguments,
}

impl OutputArguments {
    /// Whether to show progress and remarks.
    pub(super) fn has_remarks(&self) -> bool {
        !self.json && !self.remarks.quiet
    }
}

/// What to print besides the result.
#[derive(Debug, Args)]
pub(super) struct RemarkArguments {
    /// Print errors only, and the JSON object if --json is given.
    #[arg(long, short, conflicts_with = "verbose")]
    pub(super) quiet: bool,
    /// Also print every setting at the start, and the name of every written file at the end.
    #[arg(long, short)]
    pub(super) verbose: bool,
}

/// How a run begins.
#[derive(Debug, Args)]
pub(super) struct BeginningArguments {
    /// Print what would be computed and which files would be written; compute and write nothing.
    #[arg(long)]
    pub(super) dry_run: bool,
    /// Discard the result or the unfinished run in the --out folder and start over. Other files there are not touched.
    #[arg(long, requires = "out")]
    pub(super) restart: bool,
}
