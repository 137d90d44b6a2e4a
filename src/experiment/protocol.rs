//! What every experiment has: settings, and a way to run on any landscape.

use super::{ExperimentError, Findings};
use crate::descent::DescentSpecification;
use crate::landscape::Landscape;
use crate::landscape::wedges::WedgesSpecification;
use crate::observer::Observer;
use crate::setting::Setting;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Settings of an experiment that do not go with its landscape.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {advice}")]
pub struct UnsuitableSetting {
    /// The setting to change.
    pub field: &'static str,
    /// What does not go together, and what to choose.
    pub advice: String,
}

/// The settings of one experiment, and what is done with them. All fields have defaults; together they are the
/// experiment's part of a specification.
#[allow(
    async_fn_in_trait,
    reason = "a browser's futures are not Send, and callers always know the concrete type"
)]
pub trait Protocol: Default + Serialize + DeserializeOwned {
    /// Every setting, with what it may be set to.
    const SETTINGS: &'static [Setting];

    /// The settings on networks where nothing else is said.
    fn on_networks() -> Self {
        Self::default()
    }

    /// Checks what no setting tells by itself. `wedges` is the landscape's specification where it is the toy.
    ///
    /// # Errors
    /// The first setting that does not go with the others.
    fn check(&self, _wedges: Option<&WedgesSpecification>) -> Result<(), UnsuitableSetting> {
        Ok(())
    }

    /// How the experiment descends on the toy where nothing else is said.
    fn descent_on_wedges() -> DescentSpecification {
        DescentSpecification::for_wedges()
    }

    /// Whether the landscape's own device has nothing to do, because everything is solved on the host, in double precision.
    fn computes_on_host(&self) -> bool {
        false
    }

    /// How much work it is, in passes of an example through the landscape; what progress is measured against.
    fn passes(&self, landscape: &impl Landscape, descent: &DescentSpecification) -> f64;

    /// Runs it.
    ///
    /// # Errors
    /// When a descent diverges, the work is cancelled, or the device fails.
    async fn run<L: Landscape>(
        &self,
        landscape: &L,
        descent: &DescentSpecification,
        seed: u64,
        observer: &mut impl Observer,
    ) -> Result<Findings, ExperimentError>;
}
