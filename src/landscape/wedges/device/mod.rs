//! The wedges on a Burn device, in single precision: the CPU or a GPU, also through WebGPU.
//!
//! The wedges on the host are kept too: they are drawn there, in double precision, and closed forms use them.

mod family;
mod selection;

use super::{Objective, WedgesSpecification};
use crate::landscape::{Landscape, LandscapeError, Predictions, Variation, Wedges};
use crate::observer::{Observer, Work};
use crate::points::{
    DeviceLosses, DevicePoints, HostPoints, Measurement, Minibatch, Points, ReadError, Split, read_numbers,
};
use crate::step::Gradient;
use burn::tensor::{Bool, Device, Tensor};
use family::DeviceFamily;
use serde_json::Value;
use std::ops::Range;

/// The most numbers in one tensor: the 128 MiB that every WebGPU implementation can bind.
const LARGEST_TENSOR: u64 = 1 << 25;

/// The most numbers in a chunk of points, or in the values that it is compared by.
const NUMBERS_AT_ONCE: u64 = 1 << 20;

/// The most multiplications in a chunk of points, so that the observer is called several times a second even where the
/// GPU is emulated on the processor.
const WORK_AT_ONCE: u64 = 1 << 29;

/// Wedges that do not fit on a device.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "these wedges would need a tensor of {numbers} numbers on the device, and at most {LARGEST_TENSOR} are allowed; \
     choose the device `cpu`, fewer wedges or a smaller dimension"
)]
pub struct TooLargeForDevice {
    /// The size of the largest tensor that would be needed.
    pub numbers: u64,
}

/// The wedges on a device.
///
/// Its losses, gradients and projections are those of the [`Wedges`] it was made from, computed in `f32`: to about
/// 1e-6 of the size of a point's coordinates. If the distances to two wedges differ by less than that, either may be
/// chosen. Lengths whose squares leave the range of single precision (below 1e-19, above 1e19) become zero or infinite.
///
/// If a coordinate of a point is NaN, so are its loss and gradient.
#[derive(Debug, Clone)]
pub struct DeviceWedges {
    wedges: Wedges,
    family: DeviceFamily,
    device: Device,
}

/// The offset of a point from its nearest wedge.
struct Offset {
    /// From the nearest point of the wedge to the point: `[points, D]`.
    vectors: Tensor<2>,
    /// The length L of the vector: `[points, 1]`.
    lengths: Tensor<2>,
}

impl DeviceWedges {
    /// Copies wedges to a device.
    ///
    /// # Errors
    /// When they are too large for it, see [`DeviceWedges::check_size`].
    pub fn new(wedges: Wedges, device: &Device) -> Result<Self, TooLargeForDevice> {
        Self::check_size(wedges.specification())?;
        Ok(Self { family: DeviceFamily::on(device, &wedges), wedges, device: device.clone() })
    }

    /// The same wedges on the host, in double precision.
    pub fn on_host(&self) -> &Wedges {
        &self.wedges
    }

    /// Checks that these wedges fit on a device. A family along axes takes K·D numbers there, one of any orientation
    /// K·s·D, and the family of all wedges D.
    ///
    /// # Errors
    /// When one tensor would exceed what every WebGPU implementation can bind.
    pub fn check_size(specification: &WedgesSpecification) -> Result<(), TooLargeForDevice> {
        let numbers = directions(specification).saturating_mul(specification.dimension as u64);
        if numbers <= LARGEST_TENSOR { Ok(()) } else { Err(TooLargeForDevice { numbers }) }
    }

    /// The point of the nearest wedge that is nearest to each point.
    pub fn project(&self, points: &DevicePoints) -> DevicePoints {
        DevicePoints::new(points.tensor().clone() - self.offset(points).vectors)
    }

    fn excess(&self, points: &DevicePoints) -> (Tensor<2>, Tensor<2>, Tensor<2, Bool>) {
        let half_thickness = self.wedges.specification().thickness / 2.0;
        let excess = self.family.excess(points.tensor(), half_thickness);
        let lengths = (excess.components.clone() * excess.components.clone()).sum_dim(1).sqrt();
        // A sum over a mask may have lost a NaN, and comparisons with a NaN may have any result.
        let lengths = lengths.mask_fill(excess.is_nowhere.clone(), f32::NAN);
        (excess.components, lengths, excess.is_nowhere)
    }

    fn lengths(&self, points: &DevicePoints) -> Tensor<2> {
        self.excess(points).1
    }

    fn offset(&self, points: &DevicePoints) -> Offset {
        let (components, lengths, is_nowhere) = self.excess(points);
        let vectors = self.family.vectors(components);
        let is_nowhere = is_nowhere.expand(vectors.dims());
        Offset { vectors: vectors.mask_fill(is_nowhere, f32::NAN), lengths }
    }
}

/// How many rows of D numbers a family takes on a device.
fn directions(specification: &WedgesSpecification) -> u64 {
    use crate::landscape::wedges::Family;
    match specification.family {
        Family::All => 1,
        Family::AxisAligned => specification.wedges as u64,
        Family::Oriented => {
            (specification.wedges as u64).saturating_mul(specification.short_dimension() as u64).max(1)
        }
    }
}

impl Gradient for DeviceWedges {
    type Points = DevicePoints;
    type Losses = DeviceLosses;

    /// L at every point, and the gradient of the objective. The wedges have no examples, so the minibatch is ignored.
    fn loss_and_gradient(
        &self,
        points: &DevicePoints,
        _batch: &Minibatch,
    ) -> Result<(DeviceLosses, DevicePoints), LandscapeError> {
        let Offset { vectors, lengths } = self.offset(points);
        let gradient = match self.wedges.specification().objective {
            Objective::HalfSquare => vectors,
            // On a wedge the gradient of L does not exist. The zero used there is the subgradient that keeps a
            // descent where it is.
            Objective::Distance => {
                let is_on_wedge = lengths.clone().equal_elem(0.0);
                let divisors = lengths.clone().mask_fill(is_on_wedge.clone(), 1.0);
                let shape = vectors.dims();
                (vectors / divisors).mask_fill(is_on_wedge.expand(shape), 0.0)
            }
        };
        Ok((DeviceLosses(lengths.reshape([points.count()])), DevicePoints::new(gradient)))
    }

    fn gradients_at_once(&self) -> usize {
        self.points_at_once()
    }
}

impl Landscape for DeviceWedges {
    fn dimension(&self) -> usize {
        self.wedges.dimension()
    }

    /// Always 1: the wedges' loss is not a mean over examples.
    fn examples(&self, split: Split) -> usize {
        self.wedges.examples(split)
    }

    fn points_at_once(&self) -> usize {
        let (dimension, directions) = (self.dimension() as u64, directions(self.wedges.specification()));
        let numbers = NUMBERS_AT_ONCE / dimension.max(directions);
        // Into the space of the directions, and back.
        let work = WORK_AT_ONCE / (2 * dimension * directions);
        numbers.min(work).max(1) as usize
    }

    fn points(&self, rows: &HostPoints<f64>) -> DevicePoints {
        DevicePoints::on(&self.device, rows)
    }

    /// One run: all axes are equivalent.
    fn groups(&self) -> Vec<Range<usize>> {
        std::iter::once(0..self.dimension()).collect()
    }

    fn varied(&self, _variation: Variation) -> Option<Self> {
        None
    }

    /// `None`: a descent on wedges takes less time than reading its result from a disk.
    fn identity(&self) -> Option<Value> {
        None
    }

    /// Empty: wedges have no classes.
    async fn predict(
        &self,
        _points: &DevicePoints,
        _split: Split,
        _observer: &mut impl Observer,
    ) -> Result<Vec<Predictions>, LandscapeError> {
        Ok(Vec::new())
    }

    /// Independent standard normal coordinates, the same as on the host.
    fn start(&self, seed: u64) -> DevicePoints {
        DevicePoints::on(&self.device, &self.wedges.start(seed))
    }

    async fn start_on_host(&self, seed: u64) -> Result<HostPoints<f64>, ReadError> {
        self.wedges.start_on_host(seed).await
    }

    /// L at every point, the same for all splits; there is no accuracy.
    async fn evaluate(
        &self,
        points: &DevicePoints,
        _split: Split,
        observer: &mut impl Observer,
    ) -> Result<Vec<Measurement>, LandscapeError> {
        let mut measurements = Vec::with_capacity(points.count());
        while measurements.len() < points.count() {
            let first = measurements.len();
            let chunk = self.points_at_once().min(points.count() - first);
            let losses = read_numbers(self.lengths(&points.rows(first..first + chunk))).await?;
            measurements
                .extend(losses.into_iter().map(|loss| Measurement { loss: loss.into(), accuracy: None }));
            observer.rest(Work::Evaluation(chunk as f64)).await?;
        }
        Ok(measurements)
    }
}
