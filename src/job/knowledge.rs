//! What is known about a job's landscape decides which of an experiment's two protocols runs. It is chosen where the
//! landscape is created.

use crate::experiment::{ExperimentError, Findings};
use crate::job::Specification;
use crate::landscape::{Landscape, Wedges};
use crate::observer::Observer;

/// What is known about a landscape.
#[allow(
    async_fn_in_trait,
    reason = "a browser's futures are not Send, and callers always know the concrete type"
)]
pub(super) trait Knowledge {
    /// How much work the experiment is; see [`Protocol::passes`](crate::experiment::Protocol::passes).
    fn passes(&self, specification: &Specification, landscape: &impl Landscape) -> f64;

    /// Runs the experiment.
    ///
    /// # Errors
    /// Those of [`Protocol::run`](crate::experiment::Protocol::run).
    async fn run<L: Landscape>(
        &self,
        specification: &Specification,
        landscape: &L,
        observer: &mut impl Observer,
    ) -> Result<Findings, ExperimentError>;
}

/// Only its values.
pub(super) struct ValuesAlone;

impl Knowledge for ValuesAlone {
    fn passes(&self, specification: &Specification, landscape: &impl Landscape) -> f64 {
        specification.experiment.passes(landscape, &specification.descent)
    }

    async fn run<L: Landscape>(
        &self,
        specification: &Specification,
        landscape: &L,
        observer: &mut impl Observer,
    ) -> Result<Findings, ExperimentError> {
        let Specification { experiment, descent, seed, .. } = specification;
        experiment.run(landscape, descent, *seed, observer).await
    }
}

/// The wedges it consists of, on the host.
pub(super) struct MadeOfWedges<'a>(pub(super) &'a Wedges);

impl Knowledge for MadeOfWedges<'_> {
    fn passes(&self, specification: &Specification, landscape: &impl Landscape) -> f64 {
        specification.experiment.passes_on_wedges(landscape, self.0, &specification.descent)
    }

    async fn run<L: Landscape>(
        &self,
        specification: &Specification,
        landscape: &L,
        observer: &mut impl Observer,
    ) -> Result<Findings, ExperimentError> {
        let Specification { experiment, descent, seed, .. } = specification;
        experiment.run_on_wedges(landscape, self.0, descent, *seed, observer).await
    }
}
