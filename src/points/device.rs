//! Points on a Burn device: a tensor of shape `[points, dimension]`, on the CPU or a GPU.

use super::{HostPoints, PendingLosses, Points, ReadError};
use burn::tensor::{Device, Tensor, TensorData};
use std::ops::Range;

/// A batch of points in a device's memory, in single precision.
#[derive(Debug, Clone)]
pub struct DevicePoints {
    tensor: Tensor<2>,
}

impl DevicePoints {
    /// Points from a tensor `[points, dimension]`.
    pub fn new(tensor: Tensor<2>) -> Self {
        Self { tensor }
    }

    /// Copies host points to a device.
    pub fn on(device: &Device, rows: &HostPoints<f64>) -> Self {
        let values: Vec<f32> = rows.values().iter().map(|&value| value as f32).collect();
        let data = TensorData::new(values, [rows.count(), Points::dimension(rows)]);
        Self { tensor: Tensor::from_data(data, device) }
    }

    /// The tensor `[points, dimension]`.
    pub fn tensor(&self) -> &Tensor<2> {
        &self.tensor
    }
}

/// Reads a tensor's numbers, waiting for the device.
pub(crate) async fn read_numbers<const D: usize>(tensor: Tensor<D>) -> Result<Vec<f32>, ReadError> {
    let data = tensor.into_data_async().await.map_err(|error| ReadError { reason: error.to_string() })?;
    data.try_into_vec::<f32>().map_err(|error| ReadError { reason: error.to_string() })
}

impl Points for DevicePoints {
    type FixedRows = Self;

    fn count(&self) -> usize {
        self.tensor.dims()[0]
    }

    fn dimension(&self) -> usize {
        self.tensor.dims()[1]
    }

    fn place(&self, rows: &HostPoints<f64>) -> Self {
        Self::on(&self.tensor.device(), rows)
    }

    async fn read(&self) -> Result<HostPoints<f64>, ReadError> {
        let numbers = read_numbers(self.tensor.clone()).await?;
        let values = numbers.into_iter().map(f64::from).collect();
        HostPoints::new(Points::dimension(self), values)
            .map_err(|error| ReadError { reason: error.to_string() })
    }

    fn rows(&self, range: Range<usize>) -> Self {
        Self::new(self.tensor.clone().slice([range]))
    }

    fn stack(batches: &[Self]) -> Self {
        Self::new(Tensor::cat(batches.iter().map(|batch| batch.tensor.clone()).collect(), 0))
    }

    fn scale(self, factor: f64) -> Self {
        Self::new(self.tensor * factor as f32)
    }

    fn shift(self, summand: f64) -> Self {
        Self::new(self.tensor + summand as f32)
    }

    fn add(self, factor: f64, other: &Self) -> Self {
        Self::new(self.tensor + other.tensor.clone() * factor as f32)
    }

    fn multiply(self, other: &Self) -> Self {
        Self::new(self.tensor * other.tensor.clone())
    }

    fn divide(self, other: &Self) -> Self {
        Self::new(self.tensor / other.tensor.clone())
    }

    fn square_root(self) -> Self {
        Self::new(self.tensor.sqrt())
    }

    fn times(&self, matrix: &Self) -> Self {
        Self::new(self.tensor.clone().matmul(matrix.tensor.clone()))
    }

    fn times_transposed(&self, other: &Self) -> Self {
        Self::new(self.tensor.clone().matmul(other.tensor.clone().transpose()))
    }

    fn fixed_rows(&self, rows: &HostPoints<f64>) -> Self {
        self.place(rows)
    }

    fn times_fixed(&self, rows: &Self) -> Self {
        self.times(rows)
    }

    fn times_fixed_transposed(&self, rows: &Self) -> Self {
        self.times_transposed(rows)
    }
}

/// The losses of one step, one per point, still on the device.
#[derive(Debug, Clone)]
pub struct DeviceLosses(pub(crate) Tensor<1>);

impl PendingLosses for DeviceLosses {
    async fn read(steps: Vec<Self>) -> Result<Vec<Vec<f64>>, ReadError> {
        let points: Vec<usize> = steps.iter().map(|step| step.0.dims()[0]).collect();
        if points.is_empty() {
            return Ok(Vec::new());
        }
        let losses = Tensor::cat(steps.into_iter().map(|step| step.0).collect(), 0);
        let mut numbers = read_numbers(losses).await?.into_iter().map(f64::from);
        Ok(points.into_iter().map(|count| numbers.by_ref().take(count).collect()).collect())
    }
}
