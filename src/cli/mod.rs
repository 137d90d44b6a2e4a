//! The command line: turns arguments into jobs, shows their events, and writes their results.

mod arguments;
mod bench;
mod completions;
mod data;
mod doctor;
mod download_bar;
mod dry_run;
mod evaluate;
mod evaluate_settings;
mod file_errors;
mod folder_lock;
mod folder_owner;
mod given;
mod help_of;
mod image_settings;
mod images;
mod instructions;
mod job;
pub mod job_file;
mod manual;
mod offered_data;
mod optima_folder;
mod output;
mod own_files;
mod path_text;
mod png;
mod progress;
mod reproduce;
mod restart;
mod rows;
mod serve;
mod settings;
mod settings_text;
mod show_settings;
mod signals;
mod standard_streams;
mod subcommands;
mod suggestions;
mod terminal;
mod threads;
mod whole_file;

use arguments::Program;
use std::process::ExitCode;

/// Exit code for input that cannot be used.
const BAD_INPUT: u8 = 2;
/// Exit code for a loss that became NaN or infinite; the result records it.
const DIVERGED: u8 = 3;

/// How a command failed.
#[derive(Debug, thiserror::Error)]
enum Failure {
    /// The input is invalid.
    #[error("{0:#}")]
    BadInput(anyhow::Error),
    /// Something failed while the command ran.
    #[error("{0:#}")]
    Other(anyhow::Error),
    /// The loss became NaN or infinite.
    #[error("{0:#}")]
    Diverged(anyhow::Error),
    /// A signal ended it.
    #[error("{0}")]
    Interrupted(Interruption),
}

/// What is saved when a signal ends the program.
#[derive(Debug, thiserror::Error)]
enum Interruption {
    /// The state of a run.
    #[error("interrupted, and progress is saved; run the same command again to resume")]
    Saved,
    /// Nothing, because the run has no output folder.
    #[error("interrupted; nothing was saved; give --out DIR to make a run resumable")]
    NotSaved,
    /// Nothing, because the run has no checkpoint yet.
    #[error("interrupted before there was anything to save; run the same command again to start over")]
    NotBegun,
    /// Nothing, and there was nothing to save.
    #[error("interrupted; nothing was written")]
    NothingWritten,
    /// The part of a download that its error describes.
    #[error(transparent)]
    Download(crate::data::native::FetchError),
}

impl Interruption {
    /// Whether the same command resumes from what is saved.
    fn is_saved(&self) -> bool {
        match self {
            Self::Saved => true,
            Self::NotSaved | Self::NotBegun | Self::NothingWritten => false,
            Self::Download(error) => error.is_resumable(),
        }
    }
}

impl Failure {
    fn bad_input(error: impl Into<anyhow::Error>) -> Self {
        Self::BadInput(error.into())
    }

    fn other(error: impl Into<anyhow::Error>) -> Self {
        Self::Other(error.into())
    }

    /// The failure of the device of a job that has a checkpoint, which resumes on no other device.
    fn of_device(error: &crate::points::ReadError) -> Self {
        Self::Other(anyhow::anyhow!(
            "the device failed ({}), and progress is saved; run the same command again to resume",
            error.reason
        ))
    }
}

impl From<crate::job::JobError> for Failure {
    fn from(error: crate::job::JobError) -> Self {
        if error.is_interruption() {
            Self::Interrupted(Interruption::NothingWritten)
        } else if error.is_bad_input() {
            Self::bad_input(error)
        } else {
            Self::other(error)
        }
    }
}

/// Runs the program. The exit code is 0 (done), 1 (failed), 2 (bad input), 3 (diverged), 75 (state saved after SIGTERM
/// or SIGUSR1; 128 plus the signal's number if nothing was saved) or 130 (after Ctrl-C or the end of the session).
pub fn main() -> ExitCode {
    silence_drivers();
    // Bad arguments end the program here, with exit code 2.
    let arguments = subcommands::parse().unwrap_or_else(|error| subcommands::refuse(&error));
    let started = threads::start(arguments.program.threads());
    let done = started.and_then(|()| run(arguments.program));
    let Err(failure) = done else { return ExitCode::SUCCESS };
    standard_streams::remark(&format!("wedgelab: {failure}"));
    match failure {
        Failure::BadInput(_) => ExitCode::from(BAD_INPUT),
        Failure::Diverged(_) => ExitCode::from(DIVERGED),
        Failure::Interrupted(interruption) => ExitCode::from(signals::exit_code(interruption.is_saved())),
        Failure::Other(_) => ExitCode::FAILURE,
    }
}

/// Runs one command.
fn run(program: Program) -> Result<(), Failure> {
    match program {
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
    }
}

/// Disables Mesa's device-select layer, which sorts graphics adapters by their screen: on a computer without a screen
/// it prints an error.
fn silence_drivers() {
    const WITHOUT_LAYER: &str = "NODEVICE_SELECT";

    if std::env::var_os(WITHOUT_LAYER).is_none() {
        // SAFETY: the program has just started, and no other thread runs that could read the environment.
        unsafe { std::env::set_var(WITHOUT_LAYER, "1") };
    }
}
