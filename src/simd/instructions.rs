//! Which vector instructions the kernels use, chosen when the program runs.

use super::vector::{Portable, Vector};
use crate::settings::UnknownName;
use std::cell::Cell;
use std::fmt;
use std::str::FromStr;

thread_local! {
    /// The instructions that jobs of this thread compute with, if chosen.
    static CHOSEN: Cell<Option<Instructions>> = const { Cell::new(None) };
}

/// A choice of instructions that lasts until this is dropped.
#[derive(Debug)]
#[must_use = "the choice ends when this is dropped"]
pub struct ChosenInstructions {
    before: Option<Instructions>,
}

impl Drop for ChosenInstructions {
    fn drop(&mut self) {
        CHOSEN.set(self.before);
    }
}

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

    /// The names of all sets, in the same order.
    pub const NAMES: &'static [&'static str] = &["avx512", "avx2", "neon", "simd128", "portable"];

    /// The set that jobs of this thread compute with: the [chosen](Instructions::choose) one, else the fastest.
    pub fn in_use() -> Self {
        CHOSEN.get().unwrap_or_else(Self::best)
    }

    /// Makes jobs of this thread compute with these instructions until the returned value is dropped. Sums of different
    /// sets differ in their last digits.
    pub fn choose(self) -> ChosenInstructions {
        ChosenInstructions { before: CHOSEN.replace(Some(self)) }
    }

    /// The fastest available set.
    pub fn best() -> Self {
        Self::available().next().unwrap_or(Self::Portable)
    }

    /// The available sets, fastest first. The portable one always is.
    pub fn available() -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(|instructions| instructions.is_available())
    }

    /// Whether this processor supports them and this program was built with them.
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

    /// The number of lanes: how many numbers are computed at once.
    pub(crate) fn lanes(self) -> usize {
        match self {
            Self::Avx512 => 16,
            Self::Avx2 => 8,
            Self::Neon | Self::Simd128 | Self::Portable => 4,
        }
    }

    /// Does the work with these instructions, or with the portable ones if these are unavailable.
    pub(crate) fn run(self, work: impl Kernel) {
        match self {
            #[cfg(target_arch = "x86_64")]
            Self::Avx512 if self.is_available() => {
                // SAFETY: the processor supports them, as just checked.
                unsafe { with_avx512(work) }
            }
            #[cfg(target_arch = "x86_64")]
            Self::Avx2 if self.is_available() => {
                // SAFETY: the processor supports them, as just checked.
                unsafe { with_avx2(work) }
            }
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
        found.ok_or_else(|| UnknownName::new("vector instructions", name, names))
    }
}

/// Work that is generic over vectors. Its `run` is inlined completely, so that it is compiled for the instructions.
pub(crate) trait Kernel {
    /// Does the work.
    fn run<V: Vector>(self);
}

/// Does the work in code that is compiled for AVX-512.
///
/// # Safety
/// The processor supports these instructions.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx2,fma,bmi1,bmi2")]
fn with_avx512(work: impl Kernel) {
    work.run::<super::vector::Avx512>();
}

/// Does the work in code that is compiled for AVX2, FMA, BMI1 and BMI2.
///
/// # Safety
/// The processor supports these instructions.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma,bmi1,bmi2")]
fn with_avx2(work: impl Kernel) {
    work.run::<super::vector::Avx2>();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_all_sets() {
        assert_eq!(Instructions::ALL.map(Instructions::name), Instructions::NAMES);
    }

    #[test]
    fn a_choice_holds_until_it_is_dropped() {
        let best = Instructions::best();
        assert_eq!(Instructions::in_use(), best);
        let portable = Instructions::Portable.choose();
        assert_eq!(Instructions::in_use(), Instructions::Portable);
        let again = best.choose();
        assert_eq!(Instructions::in_use(), best);
        drop(again);
        assert_eq!(Instructions::in_use(), Instructions::Portable);
        drop(portable);
        assert_eq!(Instructions::in_use(), best);
    }
}
