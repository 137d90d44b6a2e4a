//! Which vector instructions the kernels use, chosen when the program runs.

use super::vector::{Portable, Vector};
use crate::names::UnknownName;
use std::fmt;
use std::str::FromStr;

/// A set of vector instructions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Instructions {
    /// Sixteen numbers at once, on x86-64.
    Avx512,
    /// Eight numbers at once, on x86-64.
    Avx2,
    /// Four numbers at once, on 64-bit ARM.
    Neon,
    /// Four numbers at once, in WebAssembly.
    Simd128,
    /// Plain Rust, anywhere.
    Portable,
}

impl Instructions {
    /// All sets, the fastest of each architecture first.
    pub const ALL: [Self; 5] = [Self::Avx512, Self::Avx2, Self::Neon, Self::Simd128, Self::Portable];

    /// The fastest set that is there.
    pub fn best() -> Self {
        Self::available().next().unwrap_or(Self::Portable)
    }

    /// The sets that are there, fastest first. The portable one always is.
    pub fn available() -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(|instructions| instructions.is_available())
    }

    /// Whether this processor has them, and this program was built with them.
    pub fn is_available(self) -> bool {
        match self {
            #[cfg(target_arch = "x86_64")]
            Self::Avx512 => {
                Self::Avx2.is_available()
                    && is_x86_feature_detected!("avx512f")
                    && is_x86_feature_detected!("avx512bw")
                    && is_x86_feature_detected!("avx512dq")
                    && is_x86_feature_detected!("avx512vl")
            }
            #[cfg(target_arch = "x86_64")]
            Self::Avx2 => {
                is_x86_feature_detected!("avx2")
                    && is_x86_feature_detected!("fma")
                    && is_x86_feature_detected!("bmi1")
                    && is_x86_feature_detected!("bmi2")
            }
            Self::Neon => cfg!(target_arch = "aarch64"),
            Self::Simd128 => cfg!(all(target_arch = "wasm32", target_feature = "simd128")),
            Self::Portable => true,
            #[cfg(not(target_arch = "x86_64"))]
            Self::Avx512 | Self::Avx2 => false,
        }
    }

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Avx512 => "avx512",
            Self::Avx2 => "avx2",
            Self::Neon => "neon",
            Self::Simd128 => "simd128",
            Self::Portable => "portable",
        }
    }

    /// How many numbers are computed with at once.
    pub(super) fn lanes(self) -> usize {
        match self {
            Self::Avx512 => 16,
            Self::Avx2 => 8,
            Self::Neon | Self::Simd128 | Self::Portable => 4,
        }
    }

    /// Does the work with these instructions, or with the portable ones where they are not there.
    pub(crate) fn run(self, work: impl Kernel) {
        match self {
            // SAFETY: that the processor has them was asked for.
            #[cfg(target_arch = "x86_64")]
            Self::Avx512 if self.is_available() => unsafe { with_avx512(work) },
            // SAFETY: likewise.
            #[cfg(target_arch = "x86_64")]
            Self::Avx2 if self.is_available() => unsafe { with_avx2(work) },
            #[cfg(target_arch = "aarch64")]
            Self::Neon => work.run::<super::vector::Neon>(),
            #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
            Self::Simd128 => work.run::<super::vector::Simd128>(),
            _ => work.run::<Portable>(),
        }
    }
}

impl fmt::Display for Instructions {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

impl FromStr for Instructions {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let names = Self::ALL.iter().map(|instructions| instructions.name());
        let found = Self::ALL.into_iter().find(|instructions| instructions.name() == name);
        found.ok_or_else(|| UnknownName::new("set of instructions", name, names))
    }
}

/// Work that can be done with any vectors. Its `run` is inlined whole, so that it is compiled for the instructions.
pub(crate) trait Kernel {
    /// Does the work.
    fn run<V: Vector>(self);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx2,fma,bmi1,bmi2")]
fn with_avx512(work: impl Kernel) {
    work.run::<super::vector::Avx512>();
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma,bmi1,bmi2")]
fn with_avx2(work: impl Kernel) {
    work.run::<super::vector::Avx2>();
}
