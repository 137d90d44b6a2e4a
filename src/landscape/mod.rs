//! Loss landscapes and the points on them: the interface that all descents and experiments use.
//!
//! The paper's claim is that experiments on networks and on a union of wedges look the same. Here that is a trait:
//! [`Wedges`], [`HostNetwork`] and, in a build with the feature `compute`, `DeviceWedges` and `DeviceNetwork` are each
//! a [`Landscape`], and a descent does not know which it has.

mod function;
mod measuring;
mod network;
mod predictions;
pub mod wedges;
#[cfg(test)]
pub(crate) mod wrapping;

pub use crate::step::LandscapeError;
pub use function::FunctionLandscape;
pub use measuring::{measure, measure_sweep};
#[cfg(feature = "compute")]
pub use network::{DeviceNetwork, Portions};
pub use network::{HostNetwork, HostNetworkError, Regularisation, Variation};
pub use predictions::Predictions;
pub use wedges::Wedges;
#[cfg(feature = "compute")]
pub use wedges::device::{DeviceWedges, TooLargeForDevice};

use crate::observer::Observer;
use crate::points::{HostPoints, Measurement, Points, ReadError, Split};
use crate::step::{Gradient, StepSequence, StepsTaken};
use serde_json::Value;
use std::ops::Range;

/// A loss over points of one dimension.
///
/// Methods that describe a landscape ([`groups`](Landscape::groups), [`varied`](Landscape::varied),
/// [`identity`](Landscape::identity), [`predict`](Landscape::predict)) have no defaults: a landscape that wraps another
/// one and forgets one of them does not compile. Those that only schedule work have defaults.
#[allow(
    async_fn_in_trait,
    reason = "a browser's futures are not Send, and callers always know the concrete type"
)]
pub trait Landscape: Gradient {
    /// The number of coordinates of a point (D in the paper).
    fn dimension(&self) -> usize;

    /// The number of examples in a split; 1 if the loss is not a mean over examples.
    fn examples(&self, split: Split) -> usize;

    /// How many points are best evaluated at once: the chunk size of a sweep.
    fn points_at_once(&self) -> usize;

    /// Copies host rows to where this landscape's points live.
    fn points(&self, rows: &HostPoints<f64>) -> Self::Points;

    /// A random point to start a descent from, one row; the same seed gives the same point.
    fn start(&self, seed: u64) -> Self::Points;

    /// The starting point of a seed on the host, in double precision if the landscape has it.
    ///
    /// # Errors
    /// When the device fails.
    async fn start_on_host(&self, seed: u64) -> Result<HostPoints<f64>, ReadError> {
        self.start(seed).read().await
    }

    /// How many steps of `points` points, each over `examples` examples, the landscape takes at once; `None` if
    /// gradients are best requested step by step.
    fn steps_at_once(&self, _points: usize, _examples: usize) -> Option<usize> {
        None
    }

    /// Takes several steps of a descent: here, or with other workers that take some of the points.
    ///
    /// # Errors
    /// When the work is cancelled or the device fails.
    async fn take_steps(
        &self,
        sequence: StepSequence<Self::Points>,
        observer: &mut impl Observer,
    ) -> Result<StepsTaken<Self::Points, Self::Losses>, LandscapeError>
    where
        Self: Sized,
    {
        sequence.take(self, observer).await
    }

    /// Runs of coordinates that belong together, so that the length of a point along one of them is meaningful, such as
    /// the weights into one unit of a network. Coordinates may belong to none. A landscape whose coordinates are all
    /// equivalent has one run of all of them.
    fn groups(&self) -> Vec<Range<usize>>;

    /// The landscape with another regularisation or width; `None` if it has neither.
    fn varied(&self, variation: Variation) -> Option<Self>
    where
        Self: Sized;

    /// Everything that a descent's result depends on besides its settings and its seed, if results are worth keeping: a
    /// point known under this identity is not computed again. `None` if no results are kept.
    fn identity(&self) -> Option<Value>;

    /// The class probabilities at every point for every example of a split, one entry per point; empty without classes.
    ///
    /// # Errors
    /// When the work is cancelled or the device fails.
    async fn predict(
        &self,
        points: &Self::Points,
        split: Split,
        observer: &mut impl Observer,
    ) -> Result<Vec<Predictions>, LandscapeError>;

    /// Measures loss, and accuracy if available, at every point. Experiments call [`measure()`].
    ///
    /// # Errors
    /// When the work is cancelled or the device fails.
    async fn evaluate(
        &self,
        points: &Self::Points,
        split: Split,
        observer: &mut impl Observer,
    ) -> Result<Vec<Measurement>, LandscapeError>;
}
