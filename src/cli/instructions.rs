//! The argument that chooses vector instructions.

use super::Failure;
use super::suggestions::Suggestions;
use crate::kernel::Instructions;
use anyhow::anyhow;
use clap::Args;

#[derive(Debug, Clone, Args)]
pub(super) struct InstructionsArgument {
    /// The vector instructions of the CPU: avx512, avx2, neon, simd128 or portable. Sums of one set differ from those of
    /// another in their last digits [the fastest of this computer, or those that a kept run began with].
    #[arg(long, value_name = "NAME", value_parser = Suggestions(Instructions::NAMES), hide_possible_values = true)]
    instructions: Option<String>,
}

impl InstructionsArgument {
    /// The instructions that were asked for, if any.
    ///
    /// # Errors
    /// When there are none of this name, or this processor lacks them.
    pub(super) fn chosen(&self) -> Result<Option<Instructions>, Failure> {
        let Some(name) = &self.instructions else { return Ok(None) };
        let instructions = name.parse::<Instructions>().map_err(Failure::bad_input)?;
        if instructions.is_available() {
            return Ok(Some(instructions));
        }
        let available: Vec<_> = Instructions::available().map(Instructions::name).collect();
        Err(Failure::BadInput(anyhow!(
            "this processor or program has no {name}; choose one of {}",
            available.join(", ")
        )))
    }
}
