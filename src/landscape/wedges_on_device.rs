//! The toy landscape on a Burn device, in single precision: the CPU or a GPU, through WebGPU too.
//!
//! The wedges on the host stay beside it: they are drawn there, in double precision, and closed forms ask them.

mod family;
mod selection;

use super::device::{DeviceLosses, DevicePoints, read_numbers};
use super::wedges::{Objective, WedgesSpecification};
use super::{
    HostPoints, Landscape, LandscapeError, Measurement, Minibatch, Points, Predictions, ReadError, Split,
    Variation, Wedges,
};
use crate::observer::{Observer, Work};
use burn::tensor::{Bool, Device, Tensor};
use family::DeviceFamily;
use serde_json::Value;
use std::ops::Range;

/// The most numbers in one tensor: the 128 MiB that WebGPU binds everywhere.
const LARGEST_TENSOR: u64 = 1 << 25;

/// How many numbers a chunk of points may hold or be compared by.
const NUMBERS_AT_ONCE: u64 = 1 << 20;

/// How many multiplications a chunk of points may take, so that an observer is heard several times a second even where
/// the GPU is a program on the processor.
const WORK_AT_ONCE: u64 = 1 << 29;

/// Wedges that a device cannot hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "these wedges would take {numbers} numbers at once on the device, and it takes {LARGEST_TENSOR}; \
     choose the device `cpu`, fewer wedges or a smaller dimension"
)]
pub struct TooLargeForDevice {
    /// The numbers of the largest tensor that would be needed.
    pub numbers: u64,
}

/// The toy landscape on a device.
///
/// Its losses, gradients and projections are those of the [`Wedges`] it was made from, worked out in `f32`: to about
/// 1e-6 of the size of a point's coordinates. Where two wedges are nearer to being equally near than that, either may be
/// taken. Lengths whose squares leave single precision (below 1e-19, above 1e19) come out as zero or infinite.
///
/// A point with a coordinate that is no number has a loss and a gradient that are none.
#[derive(Debug, Clone)]
pub struct DeviceWedges {
    wedges: Wedges,
    family: DeviceFamily,
    device: Device,
}

/// How a point lies to its nearest wedge.
struct Offset {
    /// From the nearest point of the wedge to the point: `[points, D]`.
    vectors: Tensor<2>,
    /// Its length L: `[points, 1]`.
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

    /// Checks that a device holds such wedges. A family along axes takes K·D numbers there, one of any orientation
    /// K·s·D, and the family of all wedges D.
    ///
    /// # Errors
    /// When one tensor would be larger than WebGPU binds everywhere.
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
        // A sum over a mask may have lost what is no number, and a comparison may have found it to be anything.
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
    use super::wedges::Family;
    match specification.family {
        Family::All => 1,
        Family::AxisAligned => specification.wedges as u64,
        Family::Oriented => {
            (specification.wedges as u64).saturating_mul(specification.short_dimension() as u64).max(1)
        }
    }
}

impl Landscape for DeviceWedges {
    type Points = DevicePoints;
    type Losses = DeviceLosses;

    fn dimension(&self) -> usize {
        self.wedges.dimension()
    }

    /// The toy's loss is one whole: 1.
    fn examples(&self, split: Split) -> usize {
        self.wedges.examples(split)
    }

    fn points_at_once(&self) -> usize {
        let (dimension, directions) = (self.dimension() as u64, directions(self.wedges.specification()));
        let numbers = NUMBERS_AT_ONCE / dimension.max(directions);
        // There, and back.
        let work = WORK_AT_ONCE / (2 * dimension * directions);
        numbers.min(work).max(1) as usize
    }

    fn gradients_at_once(&self) -> usize {
        self.points_at_once()
    }

    fn points(&self, rows: &HostPoints<f64>) -> DevicePoints {
        DevicePoints::on(&self.device, rows)
    }

    fn as_wedges(&self) -> Option<&Wedges> {
        Some(&self.wedges)
    }

    /// One run: no axis is told apart from another.
    fn groups(&self) -> Vec<Range<usize>> {
        std::iter::once(0..self.dimension()).collect()
    }

    fn varied(&self, _variation: Variation) -> Option<Self> {
        None
    }

    /// `None`: a descent on wedges is over sooner than its end is found on a disk.
    fn identity(&self) -> Option<Value> {
        None
    }

    /// Nothing: wedges have no classes.
    async fn predict(
        &self,
        _points: &DevicePoints,
        _split: Split,
        _observer: &mut impl Observer,
    ) -> Result<Vec<Predictions>, LandscapeError> {
        Ok(Vec::new())
    }

    /// Independent standard normal coordinates, those of the host.
    fn start(&self, seed: u64) -> DevicePoints {
        DevicePoints::on(&self.device, &self.wedges.start(seed))
    }

    async fn start_on_host(&self, seed: u64) -> Result<HostPoints<f64>, ReadError> {
        self.wedges.start_on_host(seed).await
    }

    /// L at every point, the same for both splits; there is no accuracy.
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

    /// L at every point, and the gradient of the objective. The toy has no examples, so the minibatch changes nothing.
    fn loss_and_gradient(
        &self,
        points: &DevicePoints,
        _batch: &Minibatch,
    ) -> Result<(DeviceLosses, DevicePoints), LandscapeError> {
        let Offset { vectors, lengths } = self.offset(points);
        let gradient = match self.wedges.specification().objective {
            Objective::HalfSquare => vectors,
            // On a wedge the gradient of L does not exist. The zero that stands there is the subgradient that lets a
            // descent stay.
            Objective::Distance => {
                let is_on_wedge = lengths.clone().equal_elem(0.0);
                let divisors = lengths.clone().mask_fill(is_on_wedge.clone(), 1.0);
                let shape = vectors.dims();
                (vectors / divisors).mask_fill(is_on_wedge.expand(shape), 0.0)
            }
        };
        Ok((DeviceLosses(lengths.reshape([points.count()])), DevicePoints::new(gradient)))
    }
}
