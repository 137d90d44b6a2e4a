//! A network on a data set as a landscape in the host's memory, by custom kernels: without Burn, on any CPU.

use super::{HostNetworkError, Regularisation, Variation};
use crate::data::{DataError, Dataset, Normalisation};
use crate::kernel::{Examples, NetworkKernel};
use crate::landscape::{Landscape, LandscapeError, Predictions};
use crate::network::{Layout, NetworkShape, xavier_uniform};
use crate::observer::{Observer, Work};
use crate::points::{HostPoints, Measurement, Minibatch, Points, Split};
use crate::simd::Instructions;
use crate::step::Gradient;
use serde_json::Value;
use std::ops::Range;
use std::sync::Arc;

/// The loss landscape of one network on one data set, on the CPU.
#[derive(Debug)]
pub struct HostNetwork {
    shape: NetworkShape,
    layout: Layout,
    kernel: NetworkKernel,
    train: Arc<Examples>,
    /// The measured images, if they are not all training examples.
    measured: Option<Arc<Examples>>,
    test: Arc<Examples>,
    regularisation: Regularisation,
    identity: Option<Value>,
}

/// Points that are measured together: enough to distribute among cores.
const POINTS_AT_ONCE: usize = 16;
/// Multiplications, as the definition counts them, in one call: few enough for Pause to answer within a tenth of a
/// second.
const MULTIPLICATIONS_AT_ONCE: u64 = if cfg!(target_arch = "wasm32") { 2_000_000_000 } else { 8_000_000_000 };
/// A gradient costs as much as this number of forward passes: the backward pass takes about as long as two.
const WAYS_OF_A_GRADIENT: u64 = 3;

impl HostNetwork {
    /// Prepares the examples for the kernels. Images are normalised with `normalisation`.
    ///
    /// # Errors
    /// When no kernel computes such a network ([`NetworkKernel::supports`]), or the normalisation and the images have
    /// different numbers of channels.
    pub fn new(
        shape: NetworkShape,
        train: &Dataset,
        test: &Dataset,
        normalisation: &Normalisation,
        regularisation: Regularisation,
        instructions: Instructions,
    ) -> Result<Self, HostNetworkError> {
        let kernel = NetworkKernel::new(&shape, instructions)?;
        Ok(Self {
            layout: shape.layout(),
            train: Arc::new(kernel.examples(train, normalisation)?),
            measured: None,
            test: Arc::new(kernel.examples(test, normalisation)?),
            kernel,
            regularisation,
            identity: None,
            shape,
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
        let measured = Some(Arc::new(self.kernel.examples(examples, normalisation)?));
        Ok(Self { measured, ..self })
    }

    /// The landscape with this identity; see [`Landscape::identity`].
    pub fn with_identity(self, identity: Value) -> Self {
        Self { identity: Some(identity), ..self }
    }

    /// Where each weight lies in θ.
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// The vector instructions in use.
    pub fn instructions(&self) -> Instructions {
        self.kernel.instructions()
    }

    /// The share of pooled results that have a gradient at a point, over some training examples, from 0 to 1; `None`
    /// without convolutions. The time of the backward pass depends on these.
    pub fn live_units(&self, point: &HostPoints<f32>, batch: &Minibatch) -> Option<f64> {
        let counts = self.kernel.live_results(point.point(0), &self.train, &batch.examples);
        counts.map(|(live, all)| live as f64 / all as f64)
    }

    /// How many examples are processed in one call if each takes `ways` forward passes; at least one.
    fn examples_at_once(&self, ways: u64) -> usize {
        let each = self.shape.multiplications() as u64 * ways;
        usize::try_from(MULTIPLICATIONS_AT_ONCE / each.max(1)).unwrap_or(usize::MAX).max(1)
    }

    fn split(&self, split: Split) -> &Examples {
        match split {
            Split::Train => &self.train,
            Split::Measured => self.measured.as_ref().unwrap_or(&self.train),
            Split::Test => &self.test,
        }
    }
}

impl Gradient for HostNetwork {
    type Points = HostPoints<f32>;
    type Losses = Vec<f64>;

    fn loss_and_gradient(
        &self,
        points: &HostPoints<f32>,
        batch: &Minibatch,
    ) -> Result<(Vec<f64>, HostPoints<f32>), LandscapeError> {
        let mut gradients = points.clone();
        let mask = self.regularisation.mask(&self.shape, batch);
        let losses = self.kernel.loss_and_gradient(
            points.values(),
            &self.train,
            &batch.examples,
            mask.as_ref(),
            gradients.values_mut(),
        );
        // The gradient of c · Σ θ² is 2 c θ.
        let l2 = 2.0 * self.regularisation.l2 as f32;
        if l2 != 0.0 {
            let gradients = gradients.values_mut().iter_mut();
            gradients.zip(points.values()).for_each(|(gradient, value)| *gradient += l2 * value);
        }
        Ok((losses, gradients))
    }

    fn gradients_at_once(&self) -> usize {
        self.examples_at_once(WAYS_OF_A_GRADIENT)
    }
}

impl Landscape for HostNetwork {
    fn dimension(&self) -> usize {
        self.layout.parameters()
    }

    fn examples(&self, split: Split) -> usize {
        self.split(split).count()
    }

    fn points_at_once(&self) -> usize {
        POINTS_AT_ONCE
    }

    fn points(&self, rows: &HostPoints<f64>) -> HostPoints<f32> {
        rows.convert()
    }

    fn start(&self, seed: u64) -> HostPoints<f32> {
        HostPoints::single(xavier_uniform(&self.layout, seed))
    }

    fn groups(&self) -> Vec<Range<usize>> {
        self.layout.units()
    }

    fn varied(&self, variation: Variation) -> Option<Self> {
        let (shape, regularisation) = variation.of_network(&self.shape, self.regularisation)?;
        Some(Self {
            layout: shape.layout(),
            kernel: NetworkKernel::new(&shape, self.kernel.instructions()).ok()?,
            train: self.train.clone(),
            measured: self.measured.clone(),
            test: self.test.clone(),
            regularisation,
            identity: variation.identity(
                self.identity.as_ref(),
                (&self.shape, self.regularisation),
                (&shape, regularisation),
            ),
            shape,
        })
    }

    fn identity(&self) -> Option<Value> {
        self.identity.clone()
    }

    async fn predict(
        &self,
        points: &HostPoints<f32>,
        split: Split,
        observer: &mut impl Observer,
    ) -> Result<Vec<Predictions>, LandscapeError> {
        let examples = self.split(split);
        let portion = self.examples_at_once(points.count() as u64);
        let mut found = vec![Vec::new(); points.count()];
        for first in (0..examples.count()).step_by(portion) {
            let count = portion.min(examples.count() - first);
            let portions = self.kernel.probabilities(points.values(), examples, first, count);
            found.iter_mut().zip(portions).for_each(|(all, portion)| all.extend(portion));
            observer.rest(Work::Evaluation((count * points.count()) as f64)).await?;
        }
        let truth: Arc<[u8]> = examples.labels().into();
        let predictions = |probabilities| Predictions::new(truth.clone(), self.shape.classes, probabilities);
        Ok(found.into_iter().map(predictions).collect())
    }

    async fn evaluate(
        &self,
        points: &HostPoints<f32>,
        split: Split,
        observer: &mut impl Observer,
    ) -> Result<Vec<Measurement>, LandscapeError> {
        let examples = self.split(split);
        // Portions are the same for one point and for many, so the sums do not depend on who measures which points.
        let portion = self.examples_at_once(1).min(examples.count());
        let together = (self.examples_at_once(1) / portion).max(1);
        let mut sums = vec![(0.0, 0); points.count()];
        for first in (0..examples.count()).step_by(portion) {
            let count = portion.min(examples.count() - first);
            let groups = points.values().chunks(together * self.dimension());
            for (points, sums) in groups.zip(sums.chunks_mut(together)) {
                for (sum, score) in sums.iter_mut().zip(self.kernel.score(points, examples, first, count)) {
                    sum.0 += score.loss;
                    sum.1 += score.right;
                }
                observer.rest(Work::Evaluation((count * sums.len()) as f64)).await?;
            }
        }
        let count = examples.count() as f64;
        let measurement = |(loss, right): (f64, usize)| Measurement {
            loss: loss / count,
            accuracy: Some(right as f64 / count),
        };
        Ok(sums.into_iter().map(measurement).collect())
    }
}
