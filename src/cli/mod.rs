//! The command line: turns arguments into jobs, shows what jobs tell, and writes what they leave.

mod arguments;
mod bench;
mod completions;
mod data;
mod doctor;
mod download_bar;
mod dry_run;
mod evaluate;
mod evaluate_settings;
mod folder_lock;
mod given;
mod image_settings;
mod images;
mod instructions;
mod job;
pub mod job_file;
mod manual;
mod optima_folder;
mod output;
mod png;
mod progress;
mod reproduce;
mod restart;
mod serve;
mod settings;
mod settings_text;
mod show_settings;
mod signals;
mod standard_output;
mod subcommands;
mod suggestions;
mod terminal;
mod whole_file;

use arguments::Program;
use std::process::ExitCode;

/// What was asked for cannot be done as it was asked.
const BAD_INPUT: u8 = 2;
/// Ended by Ctrl-C, as a shell expects it.
const INTERRUPTED: u8 = 130;

/// How a command failed.
#[derive(Debug, thiserror::Error)]
enum Failure {
    /// What was asked for is to blame.
    #[error("{0:#}")]
    BadInput(anyhow::Error),
    /// What happened on the way is to blame.
    #[error("{0:#}")]
    Other(anyhow::Error),
    /// Ctrl-C; says what was kept.
    #[error("interrupted; {0}")]
    Interrupted(&'static str),
    /// Ctrl-C in a download, which says what is kept.
    #[error("{0}")]
    InterruptedDownload(crate::data::native::FetchError),
}

impl Failure {
    fn bad_input(error: impl Into<anyhow::Error>) -> Self {
        Self::BadInput(error.into())
    }

    fn other(error: impl Into<anyhow::Error>) -> Self {
        Self::Other(error.into())
    }
}

impl From<crate::job::JobError> for Failure {
    fn from(error: crate::job::JobError) -> Self {
        if error.is_interruption() {
            Self::Interrupted("nothing was written")
        } else if error.is_bad_input() {
            Self::bad_input(error)
        } else {
            Self::other(error)
        }
    }
}

/// Runs the program; the exit code is 0, 1 (failed), 2 (bad input) or 130 (interrupted).
pub fn main() -> ExitCode {
    // Bad arguments end the program here, with exit code 2.
    let arguments = subcommands::parse().unwrap_or_else(|error| subcommands::refuse(&error));
    let done = match arguments.program {
        Program::Train(arguments) => job::train(&arguments),
        Program::Run(arguments) => job::run(&arguments),
        Program::Reproduce(arguments) => reproduce::reproduce(&arguments),
        Program::Evaluate(arguments) => evaluate::evaluate(&arguments),
        Program::Settings(arguments) => show_settings::show_settings(&arguments),
        Program::Bench(arguments) => bench::bench(&arguments),
        Program::Serve(arguments) => serve::serve(&arguments),
        Program::Data(arguments) => data::data(&arguments),
        Program::Doctor(arguments) => doctor::doctor(&arguments),
        Program::Completions(arguments) => completions::completions(&arguments),
        Program::Manual(arguments) => manual::manual(&arguments),
    };
    let Err(failure) = done else { return ExitCode::SUCCESS };
    eprintln!("wedgelab: {failure}");
    match failure {
        Failure::BadInput(_) => ExitCode::from(BAD_INPUT),
        Failure::Interrupted(_) | Failure::InterruptedDownload(_) => ExitCode::from(INTERRUPTED),
        Failure::Other(_) => ExitCode::FAILURE,
    }
}
