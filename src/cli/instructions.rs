//! The argument that chooses vector instructions.

use super::Failure;
use super::suggestions::Suggestions;
use crate::job::LandscapeSpecification;
use crate::kernel::NetworkKernel;
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

/// The remark on requested instructions for a network that no kernel computes; `None` if they have an effect, or none are
/// requested.
pub(super) fn without_effect(
    requested: Option<Instructions>,
    landscape: &LandscapeSpecification,
) -> Option<String> {
    let LandscapeSpecification::Network(network) = landscape else { return None };
    let is_without = requested.is_some() && !NetworkKernel::supports(&network.network);
    is_without.then(|| {
        format!(
            "--instructions has no effect on the network {}: it has no kernels of its own, and Burn, which computes it, \
             chooses the vector instructions by itself",
            network.network
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::job::NetworkSpecification;

    #[test]
    fn all_but_those_of_webassembly_are_offered() {
        let native = Instructions::ALL.into_iter().filter(|one| *one != Instructions::Simd128);
        assert_eq!(native.map(Instructions::name).collect::<Vec<_>>(), NAMES);
    }

    #[test]
    fn instructions_without_effect_are_remarked_on() {
        let remark = |requested, network: &str| {
            let network =
                NetworkSpecification { network: network.parse().unwrap(), ..NetworkSpecification::default() };
            without_effect(requested, &LandscapeSpecification::Network(network))
        };
        let portable = Some(Instructions::Portable);
        assert!(remark(portable, "resnet-8").is_some_and(|remark| remark.contains("the network resnet-8:")));
        assert_eq!((remark(portable, "simple-cnn"), remark(None, "resnet-8")), (None, None));
        let wedges = LandscapeSpecification::named("wedges").unwrap();
        assert_eq!(without_effect(portable, &wedges), None);
    }
}
