//! Loss landscapes and the points on them: what every descent and every experiment is written against.
//!
//! The paper's claim is that experiments on networks and on a union of wedges look the same. Here that is a trait:
//! [`Wedges`], [`HostNetwork`] and, in a build with the feature `compute`, `DeviceWedges` and `NetworkLandscape` are each a
//! [`Landscape`],
//! and nothing above this room knows which it has.

mod fixed_rows;
mod host;
mod network_on_host;
mod points;
#[cfg(feature = "compute")]
mod portions;
mod predictions;
mod regularisation;
mod sweep;
mod variation;
pub mod wedges;
#[cfg(test)]
pub(crate) mod wrapping;

#[cfg(feature = "compute")]
mod device;
#[cfg(feature = "compute")]
mod network;
#[cfg(feature = "compute")]
mod wedges_on_device;

pub use host::{HostPoints, Real, ShapeError, dot};
pub use network_on_host::HostNetwork;
pub use points::{Points, ReadError};
#[cfg(feature = "compute")]
pub use portions::Portions;
pub use predictions::Predictions;
pub use regularisation::Regularisation;
pub use sweep::Sweep;
pub use variation::Variation;
pub use wedges::Wedges;

#[cfg(feature = "compute")]
pub use device::{DeviceLosses, DevicePoints};
#[cfg(feature = "compute")]
pub use network::NetworkLandscape;
#[cfg(feature = "compute")]
pub use wedges_on_device::{DeviceWedges, TooLargeForDevice};

use crate::descent::{Stretch, Stretched};
use crate::journal::OtherWork;
use crate::observer::{Interrupted, Observer};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::ops::Range;

/// What went wrong while a landscape was asked for values.
#[derive(Debug, Clone, thiserror::Error)]
pub enum LandscapeError {
    /// The work was cancelled.
    #[error(transparent)]
    Interrupted(#[from] Interrupted),
    /// The device failed.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// What is on record of the work is not what is asked for.
    #[error(transparent)]
    OtherWork(#[from] OtherWork),
}

/// Which examples a loss is measured on. A landscape without examples (the toy) answers the same for both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Split {
    /// The training examples.
    Train,
    /// The training examples that landscapes are measured on: all of them where nothing else is said, and else a fixed,
    /// class-balanced part.
    Evaluation,
    /// The held-out examples.
    Test,
}

impl Split {
    /// What its examples are called in sentences.
    pub fn name(self) -> &'static str {
        match self {
            Self::Train => "training",
            Self::Evaluation => "evaluation",
            Self::Test => "test",
        }
    }
}

/// The loss at a point and, where there is such a thing, the accuracy.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Measurement {
    /// Mean loss over the examples (nats for a network), without any regularisation; the distance for the toy.
    #[serde(deserialize_with = "crate::null_number::number")]
    pub loss: f64,
    /// The share of examples that are classified rightly, from 0 to 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accuracy: Option<f64>,
}

/// The training examples that one gradient is taken over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Minibatch {
    /// Indices of training examples, each below [`Landscape::examples`]; repeats are allowed.
    pub examples: Vec<u32>,
    /// Seeds whatever is random in this one step (dropout).
    pub noise: u64,
}

/// Losses that a device may still be computing.
#[allow(
    async_fn_in_trait,
    reason = "a browser's futures are not Send, and callers always know the concrete type"
)]
pub trait PendingLosses: Sized + Send {
    /// Reads the losses of several steps at once: one row a step, one loss a point.
    ///
    /// # Errors
    /// When the device was lost or refuses.
    async fn read(steps: Vec<Self>) -> Result<Vec<Vec<f64>>, ReadError>;
}

impl PendingLosses for Vec<f64> {
    async fn read(steps: Vec<Self>) -> Result<Vec<Vec<f64>>, ReadError> {
        Ok(steps)
    }
}

/// A loss over points of one dimension.
///
/// Methods that describe a landscape ([`as_wedges`](Landscape::as_wedges), [`groups`](Landscape::groups),
/// [`varied`](Landscape::varied), [`identity`](Landscape::identity), [`predict`](Landscape::predict)) have no defaults: a
/// landscape that wraps another one and forgets one of them does not compile. Those that only schedule work have defaults.
#[allow(
    async_fn_in_trait,
    reason = "a browser's futures are not Send, and callers always know the concrete type"
)]
pub trait Landscape: Sync {
    /// Where its points live.
    type Points: Points;
    /// The losses of one step.
    type Losses: PendingLosses;

    /// The number of coordinates of a point (D in the paper).
    fn dimension(&self) -> usize;

    /// How many examples a split has; 1 where the loss is one whole.
    fn examples(&self, split: Split) -> usize;

    /// How many points are best evaluated at once: what a sweep is cut into.
    fn points_at_once(&self) -> usize;

    /// Puts host rows where this landscape's points live.
    fn points(&self, rows: &HostPoints<f64>) -> Self::Points;

    /// A random point to start a descent from, the same for the same seed: one row.
    fn start(&self, seed: u64) -> Self::Points;

    /// The start of a seed on the host, in double precision where the landscape has it so.
    ///
    /// # Errors
    /// When the device fails.
    async fn start_on_host(&self, seed: u64) -> Result<HostPoints<f64>, ReadError> {
        self.start(seed).read().await
    }

    /// How many examples the gradient is best taken over in one go, points × examples: what a step is cut into, so that
    /// Pause and Cancel get in while it lasts. Never a matter of timing: the same step is always cut alike.
    fn gradients_at_once(&self) -> usize;

    /// Whether points that move in planes of their own are best taken some steps each, side by side, and not all together
    /// step by step: a point's plane then stays near the processor.
    fn takes_points_apart(&self) -> bool {
        false
    }

    /// How many steps of so many points, each over so many examples, it takes in one go; none where it is best asked for
    /// gradients, step by step.
    fn steps_at_once(&self, _points: usize, _examples: usize) -> Option<usize> {
        None
    }

    /// Takes several steps of a descent: here, or wherever else there is somebody to take some of the points.
    ///
    /// # Errors
    /// When the work is cancelled or the device fails.
    async fn take_steps(
        &self,
        stretch: Stretch<Self::Points>,
        observer: &mut impl Observer,
    ) -> Result<Stretched<Self::Points, Self::Losses>, LandscapeError>
    where
        Self: Sized,
    {
        stretch.take(self, observer).await
    }

    /// The wedges on the host, in double precision, where this landscape is made of wedges: what the closed forms of
    /// the wedge model are worked out from. `None` for any other landscape.
    fn as_wedges(&self) -> Option<&Wedges>;

    /// Runs of coordinates that belong together, so that the length of a point along one of them says something by itself,
    /// such as the weights into one unit of a network. Coordinates may be in none. A landscape whose coordinates are all
    /// alike has one run of all of them.
    fn groups(&self) -> Vec<Range<usize>>;

    /// The landscape with another regularisation or width; `None` if it has no such thing.
    fn varied(&self, variation: Variation) -> Option<Self>
    where
        Self: Sized;

    /// All that a descent's numbers depend on beside its settings and its seed, where it is worth keeping what a descent
    /// comes to: then a point that is known under this is not looked for again. `None` if no descent's end is kept.
    fn identity(&self) -> Option<Value>;

    /// What every point says of every example of a split, one a point; nothing where the landscape has no classes.
    ///
    /// # Errors
    /// When the work is cancelled or the device fails.
    async fn predict(
        &self,
        points: &Self::Points,
        split: Split,
        observer: &mut impl Observer,
    ) -> Result<Vec<Predictions>, LandscapeError>;

    /// Loss, and accuracy where there is one, at every point, worked out now. Experiments ask [`Landscape::measure`].
    ///
    /// # Errors
    /// When the work is cancelled or the device fails.
    async fn evaluate(
        &self,
        points: &Self::Points,
        split: Split,
        observer: &mut impl Observer,
    ) -> Result<Vec<Measurement>, LandscapeError>;

    /// Loss over a minibatch at every point, and the gradient of what training minimises (with regularisation).
    ///
    /// # Errors
    /// When the device fails.
    fn loss_and_gradient(
        &self,
        points: &Self::Points,
        batch: &Minibatch,
    ) -> Result<(Self::Losses, Self::Points), LandscapeError>;

    /// Loss, and accuracy where there is one, at every point: from the record where that has it, else worked out.
    ///
    /// # Errors
    /// When the work is cancelled or the device fails.
    async fn measure(
        &self,
        points: &Self::Points,
        split: Split,
        observer: &mut impl Observer,
    ) -> Result<Vec<Measurement>, LandscapeError> {
        let count = points.count();
        let mut measured = match observer.journal() {
            Some(journal) => journal.recall_measurements(split, count)?,
            None => Vec::new(),
        };
        let fresh = match measured.len() {
            0 => self.evaluate(points, split, observer).await?,
            known if known == count => return Ok(measured),
            known => self.evaluate(&points.rows(known..count), split, observer).await?,
        };
        if let Some(journal) = observer.journal() {
            journal.put_measurements(split, &fresh);
            if observer.is_saving_due() {
                observer.save();
            }
        }
        measured.extend(fresh);
        Ok(measured)
    }

    /// [`Landscape::measure`] at every point of a sweep, in chunks.
    ///
    /// # Errors
    /// When the work is cancelled or the device fails.
    async fn measure_sweep(
        &self,
        sweep: &Sweep<Self::Points>,
        split: Split,
        observer: &mut impl Observer,
    ) -> Result<Vec<Measurement>, LandscapeError> {
        let mut measurements = Vec::with_capacity(sweep.count());
        let chunk = self.points_at_once().max(1);
        for start in (0..sweep.count()).step_by(chunk) {
            let points = sweep.points(start..(start + chunk).min(sweep.count()));
            measurements.extend(self.measure(&points, split, observer).await?);
        }
        Ok(measurements)
    }
}
