//! How many threads compute: as many as an argument says, or the queue that runs the program, or the system.

use super::Failure;
use crate::job::from_text;
use crate::range::Range;
use anyhow::Context;
use clap::Args;
use serde::Serialize;

/// How many there may be.
const RANGE: Range = Range::Whole(1, 1_024);

/// The number of threads of a command that computes.
#[derive(Debug, Args)]
pub(super) struct ThreadsArgument {
    /// Threads that compute, 1 to 1024 [SLURM_CPUS_PER_TASK or else RAYON_NUM_THREADS, where one of them is set; else the
    /// processors that the system lets the program use].
    #[arg(long, value_name = "N", value_parser = count, allow_negative_numbers = true)]
    pub(super) threads: Option<usize>,
}

/// A number of threads, or the sentence that says which there are.
fn count(text: &str) -> Result<usize, String> {
    let number = RANGE.read("threads", &from_text(text)).map_err(|error| error.to_string())?;
    number.as_u64().and_then(|threads| threads.try_into().ok()).ok_or_else(|| format!("give {RANGE}"))
}

/// Who says how many threads compute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Source {
    /// `SLURM_CPUS_PER_TASK`.
    Slurm,
    /// `RAYON_NUM_THREADS`.
    Rayon,
    /// The processors that this program may use: those of the computer, less what affinity and quotas take away.
    System,
}

impl Source {
    /// Who it is, in words.
    pub(super) fn in_words(self) -> &'static str {
        match self {
            Self::Slurm => "as SLURM_CPUS_PER_TASK says",
            Self::Rayon => "as RAYON_NUM_THREADS says",
            Self::System => "as many as this program may use",
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

/// Bytes of a thread's stack: what the kernels need where the compiler optimised nothing. Memory that is not used costs
/// nothing.
const STACK: usize = 16 << 20;

/// Starts the threads, before anything is computed: so many, or as many as the environment says.
///
/// # Errors
/// When the system does not let so many start.
pub(super) fn start(wanted: Option<usize>) -> Result<(), Failure> {
    let number = wanted.unwrap_or_else(|| without_argument().0);
    rayon::ThreadPoolBuilder::new()
        .num_threads(number)
        .stack_size(STACK)
        .build_global()
        .with_context(|| format!("{} cannot be started; give fewer with --threads", in_words(number)))
        .map_err(Failure::Other)
}

/// How many threads compute where no argument says so, and who says that.
pub(super) fn without_argument() -> (usize, Source) {
    chosen(|name| std::env::var(name).ok())
}

/// As the variables say; what is no number in the range says nothing.
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
