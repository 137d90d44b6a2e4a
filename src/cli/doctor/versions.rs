//! Which version of the program this is, and what it was built with.

use serde::Serialize;
use std::fmt;

/// Versions; `None` if unknown at build time.
#[derive(Debug, Serialize)]
pub(super) struct Versions {
    wedgelab: &'static str,
    commit: Option<&'static str>,
    rustc: Option<&'static str>,
    /// The version of Burn, which computes on GPUs; `None` if GPU support is not built in.
    burn: Option<&'static str>,
    /// Always true: the CPU can always compute networks.
    networks_built_in: bool,
    gpu_support_built_in: bool,
}

impl Versions {
    pub(super) fn of_this_program() -> Self {
        let gpu_support_built_in = cfg!(feature = "compute");
        Self {
            wedgelab: env!("CARGO_PKG_VERSION"),
            commit: option_env!("WEDGELAB_COMMIT"),
            rustc: option_env!("WEDGELAB_RUSTC"),
            burn: option_env!("WEDGELAB_BURN").filter(|_| gpu_support_built_in),
            networks_built_in: true,
            gpu_support_built_in,
        }
    }
}

impl fmt::Display for Versions {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let or_unknown = |version: Option<&'static str>| version.unwrap_or("unknown");
        writeln!(formatter, "Versions")?;
        writeln!(formatter, "  Wedge Lab  {} (commit {})", self.wedgelab, or_unknown(self.commit))?;
        if self.gpu_support_built_in {
            writeln!(formatter, "  Burn       {}", or_unknown(self.burn))?;
        } else {
            writeln!(
                formatter,
                "  GPUs       not supported by this build, so networks run on the CPU; rebuild with `--features compute`"
            )?;
        }
        writeln!(formatter, "  compiler   {}", or_unknown(self.rustc))
    }
}
