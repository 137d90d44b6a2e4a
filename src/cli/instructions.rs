//! The argument that chooses vector instructions.

use super::Failure;
use super::suggestions::Suggestions;
use crate::simd::Instructions;
use anyhow::anyhow;
use clap::Args;

/// The instructions that a native program may have. Those of WebAssembly are not among them.
const NAMES: &[&str] = &["avx512", "avx2", "neon", "portable"];

/// The help of a command that resumes nothing.
pub(super) const FASTEST: &str = "The vector instructions of the CPU: avx512, avx2, neon or portable. Different ones give \
    results that differ in the last digits [the fastest of this computer]";

#[derive(Debug, Clone, Args)]
pub(super) struct InstructionsArgument {
    /// The vector instructions of the CPU: avx512, avx2, neon or portable. Different ones give results that differ in the
    /// last digits [the fastest of this computer; a resumed run keeps those with which it began].
    #[arg(long, value_name = "NAME", value_parser = Suggestions(NAMES), hide_possible_values = true)]
    instructions: Option<String>,
}

impl InstructionsArgument {
    /// The requested instructions, if any.
    ///
    /// # Errors
    /// When the name is unknown, or the instructions are unavailable here.
    pub(super) fn chosen(&self) -> Result<Option<Instructions>, Failure> {
        let Some(name) = &self.instructions else { return Ok(None) };
        let instructions = name.parse::<Instructions>().map_err(Failure::bad_input)?;
        if instructions.is_available() {
            return Ok(Some(instructions));
        }
        let available: Vec<_> = Instructions::available().map(Instructions::name).collect();
        Err(Failure::BadInput(anyhow!(
            "the vector instructions {name} are not available here; choose one of {}",
            available.join(", ")
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_but_those_of_webassembly_are_offered() {
        let native = Instructions::ALL.into_iter().filter(|one| *one != Instructions::Simd128);
        assert_eq!(native.map(Instructions::name).collect::<Vec<_>>(), NAMES);
    }
}
