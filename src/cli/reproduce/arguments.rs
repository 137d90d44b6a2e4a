//! The arguments of `wedgelab reproduce`, and the report settings made from them.

use crate::cli::Failure;
use crate::cli::arguments::RemarkArguments;
use crate::cli::instructions::InstructionsArgument;
use crate::cli::path_text::{path_as_text, to_path};
use crate::cli::suggestions::Suggestions;
use crate::cli::threads::ThreadsArgument;
use crate::data::{DataError, Source, native};
use crate::job::{DeviceChoice, SEED, from_text};
use crate::report::{FIGURES, Preset, ReportSettings};
use crate::settings::{Range, UnknownName};
use clap::{Args, ValueHint};
use serde::de::DeserializeOwned;
use std::path::PathBuf;

#[derive(Debug, Args)]
// What these two print differs from `run`: there is no `--json`, and there are many experiments.
#[command(
    mut_arg("quiet", |quiet| quiet.help("Print errors only")),
    mut_arg("verbose", |verbose| verbose.help(
        "Also print the settings of every experiment before it runs, and the folder of each at the end"
    ))
)]
pub(in crate::cli) struct ReproduceArguments {
    /// The folder for report.html, report.json, and a folder for every experiment.
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(super) out: PathBuf,
    /// A figure of the paper, 1 to 6, or several with commas between them; may be repeated [all].
    #[arg(long = "figure", value_name = "N", value_delimiter = ',', value_parser = figure, allow_negative_numbers = true)]
    figures: Vec<u64>,
    /// quick: a small network on the built-in images, minutes; paper: SimpleCNN on CIFAR-10, hours [quick].
    #[arg(long, value_parser = Suggestions(Preset::NAMES), hide_possible_values = true)]
    preset: Option<String>,
    /// The images for networks [synthetic for quick, cifar10 for paper].
    #[arg(long, value_name = "NAME", value_parser = Suggestions(DATA))]
    data: Option<String>,
    /// The folder that holds the data sets [the environment variable WEDGELAB_DATA].
    #[arg(long, value_name = "DIR", env = "WEDGELAB_DATA", hide_env = true, value_hint = ValueHint::DirPath, value_parser = path_as_text())]
    data_dir: Option<String>,
    /// What computes the networks: auto times the GPU (if any) and the CPU for one second each and uses the faster one. The
    /// wedges are computed on the CPU [auto].
    #[arg(long, value_parser = Suggestions(DeviceChoice::NAMES))]
    device: Option<String>,
    /// The seed of every experiment; the same seed, device and vector instructions give the same numbers [1].
    #[arg(long, default_value_t = 1, hide_default_value = true, value_parser = seed, allow_negative_numbers = true)]
    seed: u64,
    #[command(flatten)]
    pub(super) instructions: InstructionsArgument,
    #[command(flatten)]
    pub(in crate::cli) threads: ThreadsArgument,
    /// Resume a report, and fail if the --out folder holds none; without this option, start one there if necessary.
    #[arg(long)]
    pub(super) resume: bool,
    /// List the experiments that would run; compute and write nothing.
    #[arg(long)]
    pub(super) dry_run: bool,
    /// Discard the report in the --out folder, finished or not, and start over. Other files there are not touched.
    #[arg(long, conflicts_with = "resume")]
    pub(super) restart: bool,
    #[command(flatten)]
    pub(super) remarks: RemarkArguments,
}

/// The data sets allowed for a report.
const DATA: &[&str] = Source::NAMES_OF_PUBLIC;

/// Parses a figure's number; the error states the range.
fn figure(text: &str) -> Result<u64, String> {
    whole(text, "figure", FIGURES)
}

/// Parses a seed; the error states the range.
fn seed(text: &str) -> Result<u64, String> {
    let number = SEED.read(&from_text(text)).map_err(|error| error.to_string())?;
    number.as_u64().ok_or_else(|| format!("give {}", SEED.values))
}

fn whole(text: &str, name: &'static str, range: Range) -> Result<u64, String> {
    let number = range.read(name, &from_text(text)).map_err(|error| error.to_string())?;
    number.as_u64().ok_or_else(|| format!("give {range}"))
}

/// The value of a known name.
fn named<T: DeserializeOwned>(kind: &'static str, name: &str, known: &[&str]) -> Result<T, Failure> {
    UnknownName::check(kind, name, known).map_err(Failure::bad_input)?;
    serde_json::from_value(name.into()).map_err(Failure::bad_input)
}

impl ReproduceArguments {
    /// The settings of the requested report.
    ///
    /// # Errors
    /// When a name is unknown, or a folder of data sets is needed and none is given.
    pub(super) fn settings(&self) -> Result<ReportSettings, Failure> {
        let or_default = |name: &Option<String>, default: &str| name.as_deref().unwrap_or(default).to_owned();
        let preset: Preset =
            named("preset", &or_default(&self.preset, Preset::default().name()), Preset::NAMES)?;
        let data: Source = named("data set", &or_default(&self.data, preset.data().name()), DATA)?;
        let device = or_default(&self.device, DeviceChoice::default().name());
        let mut figures = match self.figures.is_empty() {
            true => (1..=6).collect(),
            false => self.figures.clone(),
        };
        figures.sort_unstable();
        figures.dedup();
        let data_dir = self.data_dir.clone().filter(|_| data != Source::Synthetic);
        if data != Source::Synthetic && data_dir.is_none() {
            return Err(Failure::bad_input(DataError::NoDirectory { data }));
        }
        let has_mnist =
            data_dir.as_ref().is_some_and(|folder| native::files(Source::Mnist, &to_path(folder)).is_some());
        Ok(ReportSettings {
            preset,
            figures,
            seed: self.seed,
            data,
            data_dir,
            has_mnist,
            device: named("device", &device, DeviceChoice::NAMES)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::cli::arguments::{Arguments, Program};
    use clap::Parser;

    #[test]
    fn the_command_in_the_text_of_the_page_has_every_setting_that_the_report_needs() {
        let page = include_str!("../../../index.html");
        let command = page.split("<code>").find(|rest| rest.starts_with("wedgelab reproduce")).unwrap();
        let words = command.split("</code>").next().unwrap().split_whitespace();
        let Program::Reproduce(arguments) = Arguments::try_parse_from(words).unwrap().program else {
            panic!("another command")
        };
        assert_eq!(arguments.settings().unwrap().figures, [1, 2, 3, 4, 5, 6]);
    }
}
