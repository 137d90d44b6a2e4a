//! The interface of every experiment: settings, and how to run it on any landscape.

use super::{ExperimentError, Findings, Offer};
use crate::descent::DescentSpecification;
use crate::landscape::wedges::WedgesSpecification;
use crate::landscape::{Landscape, Wedges};
use crate::observer::Observer;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A setting of an experiment that is unsuitable for its landscape.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{advice}")]
pub struct UnsuitableSetting {
    /// The setting to change.
    pub field: &'static str,
    /// What is unsuitable and why, and what to choose.
    pub advice: String,
}

/// The settings of one experiment, and how to run it. All fields have defaults; together they are the experiment's part
/// of a specification. `settings!` makes the struct, and its table `SETTINGS` from which the command line, job files and
/// the page read.
#[allow(
    async_fn_in_trait,
    reason = "a browser's futures are not Send, and callers always know the concrete type"
)]
pub trait Protocol: Default + Serialize + DeserializeOwned {
    /// What the page's menu of experiments on networks offers.
    const OFFERS: &'static [Offer] = &[];

    /// Its title in the page's menu of experiments on the wedges; `None` if it is not there.
    const TITLE_ON_WEDGES: Option<&'static str> = None;

    /// The default settings on networks.
    fn on_networks() -> Self {
        Self::default()
    }

    /// Checks conditions that involve more than one setting. `wedges` is the landscape's specification if it is made of
    /// wedges.
    ///
    /// # Errors
    /// The first setting that is unsuitable.
    fn check(&self, _wedges: Option<&WedgesSpecification>) -> Result<(), UnsuitableSetting> {
        Ok(())
    }

    /// The experiment's default descent on the wedges.
    fn descent_on_wedges() -> DescentSpecification {
        DescentSpecification::for_wedges()
    }

    /// The names of its own settings that have no effect on the wedges.
    const UNUSED_ON_WEDGES: &'static [&'static str] = &[];

    /// The names of its own settings that have no effect on a landscape of which only the values are known: a network, or a
    /// function.
    const UNUSED_ON_NETWORKS: &'static [&'static str] = &[];

    /// Whether it descends to optima as the settings of the descent say.
    const USES_DESCENT: bool = true;

    /// Whether the landscape's device is unused because everything is solved on the host in double precision.
    fn computes_on_host(&self) -> bool {
        false
    }

    /// How much work [`run`](Self::run) is, in passes of an example through the landscape; the basis for progress.
    fn passes(&self, landscape: &impl Landscape, descent: &DescentSpecification) -> f64;

    /// How much work [`run_on_wedges`](Self::run_on_wedges) is.
    fn passes_on_wedges(
        &self,
        landscape: &impl Landscape,
        _wedges: &Wedges,
        descent: &DescentSpecification,
    ) -> f64 {
        self.passes(landscape, descent)
    }

    /// Runs it on a landscape of which only the values are known: a network, or a custom function.
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

    /// Runs it on the wedges, and compares what it finds with the closed forms of the wedge model. `landscape` is the
    /// wedges, on the host or on a device, and `wedges` the same on the host.
    ///
    /// # Errors
    /// Those of [`run`](Self::run).
    async fn run_on_wedges<L: Landscape>(
        &self,
        landscape: &L,
        _wedges: &Wedges,
        descent: &DescentSpecification,
        seed: u64,
        observer: &mut impl Observer,
    ) -> Result<Findings, ExperimentError> {
        self.run(landscape, descent, seed, observer).await
    }
}

/// The entry points of an experiment whose two protocols share their code: `$run` and, if they differ in their work,
/// `$passes` receive the wedges, or `None`.
macro_rules! shared_entry_points {
    ($run:ident) => {
        async fn run<L: $crate::landscape::Landscape>(
            &self,
            landscape: &L,
            descent: &$crate::descent::DescentSpecification,
            seed: u64,
            observer: &mut impl $crate::observer::Observer,
        ) -> Result<$crate::experiment::Findings, $crate::experiment::ExperimentError> {
            self.$run(landscape, None, descent, seed, observer).await
        }

        async fn run_on_wedges<L: $crate::landscape::Landscape>(
            &self,
            landscape: &L,
            wedges: &$crate::landscape::Wedges,
            descent: &$crate::descent::DescentSpecification,
            seed: u64,
            observer: &mut impl $crate::observer::Observer,
        ) -> Result<$crate::experiment::Findings, $crate::experiment::ExperimentError> {
            self.$run(landscape, Some(wedges), descent, seed, observer).await
        }
    };
    ($run:ident, $passes:ident) => {
        fn passes(
            &self,
            landscape: &impl $crate::landscape::Landscape,
            descent: &$crate::descent::DescentSpecification,
        ) -> f64 {
            self.$passes(landscape, None, descent)
        }

        fn passes_on_wedges(
            &self,
            landscape: &impl $crate::landscape::Landscape,
            wedges: &$crate::landscape::Wedges,
            descent: &$crate::descent::DescentSpecification,
        ) -> f64 {
            self.$passes(landscape, Some(wedges), descent)
        }

        $crate::experiment::protocol::shared_entry_points!($run);
    };
}

pub(super) use shared_entry_points;
