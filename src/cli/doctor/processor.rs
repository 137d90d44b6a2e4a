//! The processor: its number of threads and its vector instructions.

use crate::cli::threads::{Source, in_words, without_argument};
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
    /// The widest vector instructions.
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
            simd: simd(),
        }
    }
}

impl fmt::Display for Processor {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { architecture, system, threads, threads_from, simd } = self;
        let threads = in_words(*threads);
        let reason = threads_from.in_words();
        writeln!(formatter, "Processor")?;
        writeln!(formatter, "  {architecture}, {system}, {threads} ({reason}), {simd}")
    }
}

#[cfg(target_arch = "x86_64")]
fn simd() -> &'static str {
    if is_x86_feature_detected!("avx512f") {
        "AVX-512"
    } else if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
        "AVX2 with FMA"
    } else if is_x86_feature_detected!("avx2") {
        "AVX2"
    } else if is_x86_feature_detected!("avx") {
        "AVX"
    } else {
        "SSE2"
    }
}

/// NEON is part of the 64-bit architecture.
#[cfg(target_arch = "aarch64")]
fn simd() -> &'static str {
    "NEON"
}

#[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
fn simd() -> &'static str {
    "SIMD unknown"
}
