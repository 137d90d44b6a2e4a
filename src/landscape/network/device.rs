//! A network on a data set as a landscape: the loss of θ is the mean cross-entropy over the examples.

use super::{Portions, Regularisation, Variation};
use crate::data::{DataError, Dataset, Normalisation};
use crate::landscape::{Landscape, LandscapeError, Predictions};
use crate::network::{Dropout, Logits, NetworkShape, cross_entropy, xavier_uniform};
use crate::observer::{Observer, Work};
use crate::points::{
    DeviceLosses, DevicePoints, HostPoints, Measurement, Minibatch, Points, ReadError, Split, read_numbers,
};
use crate::step::Gradient;
use burn::tensor::activation::softmax;
use burn::tensor::{Device, Int, Tensor, TensorData};
use serde_json::Value;
use std::ops::Range;
use std::sync::Arc;

/// The loss landscape of one network on one data set.
#[derive(Debug)]
pub struct DeviceNetwork {
    logits: Logits,
    train: Examples,
    /// The measured images, if they are not all training examples.
    measured: Option<Examples>,
    test: Examples,
    regularisation: Regularisation,
    identity: Option<Value>,
    portions: Portions,
    /// Multiplications in the forward pass of one example.
    multiplications: usize,
    device: Device,
}

/// The backward pass takes twice as many multiplications as the forward pass.
const MULTIPLICATIONS_PER_GRADIENT: usize = 3;

impl DeviceNetwork {
    /// Copies the examples to the device. Images are normalised with `normalisation`.
    ///
    /// # Errors
    /// When the normalisation and the images have different numbers of channels.
    pub fn new(
        shape: NetworkShape,
        train: &Dataset,
        test: &Dataset,
        normalisation: &Normalisation,
        regularisation: Regularisation,
        portions: Portions,
        device: &Device,
    ) -> Result<Self, DataError> {
        let place = |dataset| Examples::place(dataset, normalisation, portions.storage, device);
        Ok(Self {
            multiplications: shape.multiplications(),
            logits: Logits::new(shape),
            train: place(train)?,
            measured: None,
            test: place(test)?,
            regularisation,
            identity: None,
            portions,
            device: device.clone(),
        })
    }

    /// The landscape with these training examples as its measured images.
    ///
    /// # Errors
    /// When the normalisation and the images have different numbers of channels.
    pub fn with_measured_images(
        self,
        examples: &Dataset,
        normalisation: &Normalisation,
    ) -> Result<Self, DataError> {
        let placed = Examples::place(examples, normalisation, self.portions.storage, &self.device)?;
        Ok(Self { measured: Some(placed), ..self })
    }

    /// The landscape with this identity; see [`Landscape::identity`].
    pub fn with_identity(self, identity: Value) -> Self {
        Self { identity: Some(identity), ..self }
    }

    /// The network: its shape and the layout of θ.
    pub fn network(&self) -> &Logits {
        &self.logits
    }

    fn split(&self, split: Split) -> &Examples {
        match split {
            Split::Train => &self.train,
            Split::Measured => self.measured.as_ref().unwrap_or(&self.train),
            Split::Test => &self.test,
        }
    }

    /// Summed loss and number of correct answers over one portion of examples: two numbers, on the device.
    fn score(&self, parameters: &Tensor<1>, images: Tensor<2>, labels: Tensor<1, Int>) -> Tensor<1> {
        let logits = self.logits.evaluate(parameters, images, Dropout::new(None));
        let examples = labels.dims()[0];
        let right = logits.clone().argmax(1).reshape([examples]).equal(labels.clone()).float().sum();
        Tensor::cat(vec![cross_entropy(logits, labels).sum(), right], 0)
    }

    fn point(points: &DevicePoints, index: usize) -> Tensor<1> {
        let dimension = points.tensor().dims()[1];
        points.tensor().clone().narrow(0, index, 1).reshape([dimension])
    }

    fn loss_and_gradient_at(
        &self,
        parameters: Tensor<1>,
        batch: &Minibatch,
    ) -> Result<(Tensor<1>, Tensor<1>), LandscapeError> {
        let (images, labels) = self.train.gather(&batch.examples);
        let tracked = parameters.clone().autodiff().require_grad();
        let mask = self.regularisation.mask(self.logits.shape(), batch);
        let logits = self.logits.evaluate(&tracked, images.autodiff(), Dropout::new(mask.as_ref()));
        let loss = cross_entropy(logits, labels.autodiff()).mean();
        let mut gradients = loss.backward();
        let gradient = tracked
            .grad_remove(&mut gradients)
            .ok_or_else(|| ReadError { reason: "the loss does not depend on the parameters".to_owned() })?;
        // The gradient of c · Σ θ² is 2 c θ; computing it directly saves the device a second graph.
        let gradient = match self.regularisation.l2 {
            0.0 => gradient,
            l2 => gradient + parameters * (2.0 * l2 as f32),
        };
        Ok((loss.inner(), gradient))
    }
}

impl Gradient for DeviceNetwork {
    type Points = DevicePoints;
    type Losses = DeviceLosses;

    fn loss_and_gradient(
        &self,
        points: &DevicePoints,
        batch: &Minibatch,
    ) -> Result<(DeviceLosses, DevicePoints), LandscapeError> {
        let mut losses = Vec::with_capacity(points.count());
        let mut gradients = Vec::with_capacity(points.count());
        for index in 0..points.count() {
            let (loss, gradient) = self.loss_and_gradient_at(Self::point(points, index), batch)?;
            losses.push(loss);
            gradients.push(gradient.unsqueeze());
        }
        Ok((DeviceLosses(Tensor::cat(losses, 0)), DevicePoints::new(Tensor::cat(gradients, 0))))
    }

    fn gradients_at_once(&self) -> usize {
        self.portions.examples(MULTIPLICATIONS_PER_GRADIENT * self.multiplications)
    }
}

impl Landscape for DeviceNetwork {
    fn dimension(&self) -> usize {
        self.logits.layout().parameters()
    }

    fn examples(&self, split: Split) -> usize {
        self.split(split).count
    }

    fn points_at_once(&self) -> usize {
        1
    }

    fn points(&self, rows: &HostPoints<f64>) -> DevicePoints {
        DevicePoints::on(&self.device, rows)
    }

    fn start(&self, seed: u64) -> DevicePoints {
        let parameters = xavier_uniform(self.logits.layout(), seed);
        DevicePoints::on(&self.device, &HostPoints::single(parameters).convert())
    }

    fn groups(&self) -> Vec<Range<usize>> {
        self.logits.layout().units()
    }

    fn varied(&self, variation: Variation) -> Option<Self> {
        let (shape, regularisation) = variation.of_network(self.logits.shape(), self.regularisation)?;
        let before = (self.logits.shape(), self.regularisation);
        let identity = variation.identity(self.identity.as_ref(), before, (&shape, regularisation));
        Some(Self {
            multiplications: shape.multiplications(),
            logits: Logits::new(shape),
            train: self.train.clone(),
            measured: self.measured.clone(),
            test: self.test.clone(),
            regularisation,
            identity,
            portions: self.portions,
            device: self.device.clone(),
        })
    }

    fn identity(&self) -> Option<Value> {
        self.identity.clone()
    }

    async fn predict(
        &self,
        points: &DevicePoints,
        split: Split,
        observer: &mut impl Observer,
    ) -> Result<Vec<Predictions>, LandscapeError> {
        let examples = self.split(split);
        let portion = self.portions.evaluation.min(self.portions.examples(self.multiplications));
        let mut found = Vec::with_capacity(points.count());
        for index in 0..points.count() {
            let parameters = Self::point(points, index);
            let mut probabilities = Vec::new();
            for (images, labels) in examples.portions(portion) {
                let logits = self.logits.evaluate(&parameters, images, Dropout::new(None));
                probabilities.extend(read_numbers(softmax(logits, 1)).await?);
                observer.rest(Work::Evaluation(labels.dims()[0] as f64)).await?;
            }
            let classes = self.logits.shape().classes;
            found.push(Predictions::new(examples.truth.clone(), classes, probabilities));
        }
        Ok(found)
    }

    async fn evaluate(
        &self,
        points: &DevicePoints,
        split: Split,
        observer: &mut impl Observer,
    ) -> Result<Vec<Measurement>, LandscapeError> {
        let examples = self.split(split);
        let mut measurements = Vec::with_capacity(points.count());
        for index in 0..points.count() {
            let parameters = Self::point(points, index);
            let (mut loss, mut right) = (0.0, 0.0);
            let portion = self.portions.evaluation.min(self.portions.examples(self.multiplications));
            for (images, labels) in examples.portions(portion) {
                let portion = labels.dims()[0];
                let score = read_numbers(self.score(&parameters, images, labels)).await?;
                loss += f64::from(score[0]);
                right += f64::from(score[1]);
                observer.rest(Work::Evaluation(portion as f64)).await?;
            }
            let count = examples.count as f64;
            measurements.push(Measurement { loss: loss / count, accuracy: Some(right / count) });
        }
        Ok(measurements)
    }
}

/// Examples in a device's memory, in tensors of a limited size.
#[derive(Debug, Clone)]
struct Examples {
    count: usize,
    /// The correct class of each.
    truth: Arc<[u8]>,
    storage: usize,
    parts: Vec<(Tensor<2>, Tensor<1, Int>)>,
}

impl Examples {
    fn place(
        dataset: &Dataset,
        normalisation: &Normalisation,
        storage: usize,
        device: &Device,
    ) -> Result<Self, DataError> {
        let count = dataset.count();
        let storage = storage.min(count).max(1);
        let mut parts = Vec::with_capacity(count.div_ceil(storage));
        for start in (0..count).step_by(storage) {
            let range = start..(start + storage).min(count);
            let rows = range.len();
            let mut images = Vec::new();
            normalisation.write_range(dataset, range.clone(), &mut images)?;
            let labels: Vec<i32> = dataset.labels()[range].iter().map(|&label| i32::from(label)).collect();
            parts.push((
                Tensor::from_data(TensorData::new(images, [rows, dataset.shape().values()]), device),
                Tensor::from_data(TensorData::new(labels, [rows]), device),
            ));
        }
        Ok(Self { count, truth: dataset.labels().into(), storage, parts })
    }

    /// The examples with these indices. They are ordered by tensor, which does not affect means.
    fn gather(&self, indices: &[u32]) -> (Tensor<2>, Tensor<1, Int>) {
        let mut by_part = vec![Vec::new(); self.parts.len()];
        for &index in indices {
            let index = index as usize;
            by_part[index / self.storage].push((index % self.storage) as i32);
        }
        let (images, labels) = by_part
            .into_iter()
            .zip(&self.parts)
            .filter(|(rows, _)| !rows.is_empty())
            .map(|(rows, (images, labels))| {
                let count = rows.len();
                let rows = Tensor::<1, Int>::from_data(TensorData::new(rows, [count]), &images.device());
                (images.clone().select(0, rows.clone()), labels.clone().select(0, rows))
            })
            .unzip();
        (Tensor::cat(images, 0), Tensor::cat(labels, 0))
    }

    /// All examples in order, at most `portion` at a time.
    fn portions(&self, portion: usize) -> impl Iterator<Item = (Tensor<2>, Tensor<1, Int>)> {
        self.parts.iter().flat_map(move |(images, labels)| {
            let rows = labels.dims()[0];
            (0..rows).step_by(portion).map(move |start| {
                let range = start..(start + portion).min(rows);
                (images.clone().slice([range.clone()]), labels.clone().slice([range]))
            })
        })
    }
}
