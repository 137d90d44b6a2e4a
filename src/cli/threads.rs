//! The number of threads: from an argument, from the environment, or from the system.

use super::Failure;
use super::file_errors::with_cause;
use crate::job::from_text;
use crate::settings::Range;
use clap::Args;
use serde::Serialize;
use std::io;

/// The allowed number of threads.
const RANGE: Range = Range::Whole(1, 1_024);

/// The number of threads of a command that computes.
#[derive(Debug, Args)]
pub(super) struct ThreadsArgument {
    /// Threads that compute, 1 to 1024 [SLURM_CPUS_PER_TASK or else RAYON_NUM_THREADS, if one of them is set; else the
    /// processors that the program may use].
    #[arg(long, value_name = "N", value_parser = count, allow_negative_numbers = true)]
    pub(super) threads: Option<usize>,
}

/// Parses a number of threads; the error states the range.
fn count(text: &str) -> Result<usize, String> {
    let number = RANGE.read("threads", &from_text(text)).map_err(|error| error.to_string())?;
    number.as_u64().and_then(|threads| threads.try_into().ok()).ok_or_else(|| format!("give {RANGE}"))
}

/// What sets the number of threads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Source {
    /// `SLURM_CPUS_PER_TASK`.
    Slurm,
    /// `RAYON_NUM_THREADS`.
    Rayon,
    /// The processors that this program may use: those of the computer, less what affinity and quotas exclude.
    System,
}

impl Source {
    /// The source as text.
    pub(super) fn in_words(self) -> &'static str {
        match self {
            Self::Slurm => "set by SLURM_CPUS_PER_TASK",
            Self::Rayon => "set by RAYON_NUM_THREADS",
            Self::System => "all that this program may use",
        }
    }
}

/// `1 thread`, `2 threads`.
pub(super) fn in_words(number: usize) -> String {
    match number {
        1 => "1 thread".to_owned(),
        _ => format!("{number} threads"),
    }
}

/// Bytes of a thread's stack: what the kernels need when compiled without optimisation. Unused memory costs nothing.
const STACK: usize = 16 << 20;

/// Starts the threads before anything is computed: `wanted` of them, or the number from the environment.
///
/// # Errors
/// When the system cannot start that many.
pub(super) fn start(wanted: Option<usize>) -> Result<(), Failure> {
    let number = wanted.unwrap_or_else(|| without_argument().0);
    rayon::ThreadPoolBuilder::new().num_threads(number).stack_size(STACK).build_global().map_err(|error| {
        let found = format!("{} cannot be started", in_words(number));
        Failure::Other(with_cause(found, &io::Error::other(error), "give fewer with --threads"))
    })
}

/// The number of threads without an argument, and its source.
pub(super) fn without_argument() -> (usize, Source) {
    chosen(|name| std::env::var(name).ok())
}

/// The number from the variables; a value outside the range is ignored.
fn chosen(variable: impl Fn(&str) -> Option<String>) -> (usize, Source) {
    let said = |name: &str| count(variable(name)?.trim()).ok();
    if let Some(number) = said("SLURM_CPUS_PER_TASK") {
        (number, Source::Slurm)
    } else if let Some(number) = said("RAYON_NUM_THREADS") {
        (number, Source::Rayon)
    } else {
        (std::thread::available_parallelism().map_or(1, usize::from), Source::System)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_queue_is_heard_before_the_library_and_both_before_the_system() {
        let set = |slurm: &'static str, rayon: &'static str| {
            chosen(move |name| Some(if name.starts_with("SLURM") { slurm } else { rayon }.to_owned()))
        };
        assert_eq!(set("3", "5"), (3, Source::Slurm));
        for nothing in ["", "0", "-1", "4(x2)", "1.5", "5000"] {
            assert_eq!(set(nothing, "5"), (5, Source::Rayon), "{nothing}");
            assert_eq!(set(nothing, nothing).1, Source::System, "{nothing}");
        }
        assert!(chosen(|_| None).0 >= 1);
    }
}
