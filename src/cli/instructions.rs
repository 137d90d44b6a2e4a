//! The argument that chooses vector instructions.

use super::Failure;
use super::suggestions::Suggestions;
use crate::simd::Instructions;
use anyhow::anyhow;
use clap::Args;

#[derive(Debug, Clone, Args)]
pub(super) struct InstructionsArgument {
    /// The vector instructions of the CPU: avx512, avx2, neon, simd128 or portable. Results of different sets differ in
    /// their last digits [the fastest of this computer, or those with which a resumed run began].
    #[arg(long, value_name = "NAME", value_parser = Suggestions(Instructions::NAMES), hide_possible_values = true)]
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
