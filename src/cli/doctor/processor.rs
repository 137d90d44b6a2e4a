//! The processor: its number of threads and its vector instructions.

use crate::cli::threads::{Source, in_words, without_argument};
use crate::simd::Instructions;
use serde::Serialize;
use std::fmt;

/// What a job on the CPU runs on.
#[derive(Debug, Serialize)]
pub(super) struct Processor {
    architecture: &'static str,
    system: &'static str,
    threads: usize,
    /// What set the number of threads.
    threads_from: Source,
    /// The vector instructions that the kernels use here, under the names of `--instructions`.
    simd: &'static str,
}

impl Processor {
    pub(super) fn of_this_computer() -> Self {
        let (threads, threads_from) = without_argument();
        Self {
            architecture: std::env::consts::ARCH,
            system: std::env::consts::OS,
            threads,
            threads_from,
            simd: Instructions::best().name(),
        }
    }
}

impl fmt::Display for Processor {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { architecture, system, threads, threads_from, simd } = self;
        let threads = in_words(*threads);
        let reason = threads_from.in_words();
        writeln!(formatter, "Processor")?;
        writeln!(formatter, "  {architecture}, {system}, {threads} ({reason}), vector instructions {simd}")
    }
}
