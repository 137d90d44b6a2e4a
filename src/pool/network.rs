//! The network of a job whose points are distributed among workers.

use super::other_workers::OtherWorkers;
use super::worker_handle::WorkerHandle;
use super::{StartWorkers, answer};
use crate::data::{Dataset, Normalisation};
use crate::landscape::{HostNetwork, Landscape, LandscapeError, Predictions, Regularisation, Variation};
use crate::network::NetworkShape;
use crate::observer::{Observer, Work};
use crate::points::{HostPoints, Measurement, Minibatch, Points, ReadError, Split};
use crate::step::{Gradient, StepSequence, StepsTaken};
use serde_json::Value;
use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;
use web_time::Instant;

/// Workers get this many times as much work at once as this worker computes before control goes back.
const GOES_AT_ONCE: usize = 6;
/// The most steps that are handed out at once: no more than are read back together.
const MOST_STEPS: usize = 64;
/// The shortest time that a worker is given to answer,
const SHORTEST_PATIENCE: Duration = Duration::from_secs(20);
/// ... and the factor of the time that the same work takes here, if that is longer.
const TIMES_AS_LONG: u32 = 20;
/// Forward passes that cost as much as a gradient.
const WAYS_OF_A_GRADIENT: usize = 3;

/// What a network is made from.
#[derive(Debug, Clone, Copy)]
pub struct Recipe<'a> {
    /// Its layers.
    pub shape: &'a NetworkShape,
    /// Training images.
    pub train: &'a Dataset,
    /// Test images.
    pub test: &'a Dataset,
    /// The measured images, if they are not all training images.
    pub measured: Option<&'a Dataset>,
    /// The normalisation of images.
    pub normalisation: &'a Normalisation,
    /// What training adds to the loss.
    pub regularisation: Regularisation,
    /// The name of the vector instructions.
    pub instructions: &'a str,
}

impl Recipe<'_> {
    /// The images, in the order in which workers receive them.
    pub(super) fn images(&self) -> impl Iterator<Item = &Dataset> {
        [self.train, self.test].into_iter().chain(self.measured)
    }
}

/// A network that is computed here and, if there is enough work, also by workers started for it.
pub struct PooledNetwork<'a> {
    network: HostNetwork,
    /// The variations that turn the recipe's network into this one, in order.
    variations: Vec<Variation>,
    other_workers: Option<Arc<OtherWorkers<'a>>>,
}

/// Some of the points, and the worker that takes them.
struct Share {
    worker: Arc<WorkerHandle>,
    rows: Range<usize>,
}

impl<'a> PooledNetwork<'a> {
    /// A network of this recipe, with workers from `pool`, if given.
    pub fn new(network: HostNetwork, recipe: Recipe<'a>, pool: Option<Box<dyn StartWorkers>>) -> Self {
        let pool = pool.filter(|pool| pool.most() > 0);
        let other_workers = pool.map(|pool| Arc::new(OtherWorkers::new(recipe, pool)));
        Self { network, variations: Vec::new(), other_workers }
    }

    /// The workers that can take work now.
    fn ready(&self) -> Vec<Arc<WorkerHandle>> {
        self.other_workers
            .as_ref()
            .map_or_else(Vec::new, |other_workers| other_workers.ready(&self.variations))
    }

    fn count(&self, ways: usize) {
        if let Some(other_workers) = &self.other_workers {
            other_workers.count(ways);
        }
    }

    /// Distributes points among this worker, which takes the first ones, and others.
    fn shares(points: usize, workers: Vec<Arc<WorkerHandle>>) -> (Range<usize>, Vec<Share>) {
        let sharers = (workers.len() + 1).min(points.max(1));
        let rows = |place: usize| points * place / sharers..points * (place + 1) / sharers;
        let others =
            workers.into_iter().zip(1..sharers).map(|(worker, place)| Share { worker, rows: rows(place) });
        (rows(0), others.collect())
    }

    async fn take_shared_steps(
        &self,
        sequence: StepSequence<HostPoints<f32>>,
        workers: Vec<Arc<WorkerHandle>>,
        observer: &mut impl Observer,
    ) -> Result<StepsTaken<HostPoints<f32>, Vec<f64>>, LandscapeError> {
        let (own, others) = Self::shares(sequence.variables.count(), workers);
        let asked: Vec<_> = others
            .into_iter()
            .map(|Share { worker, rows }| {
                let part = sequence.rows(rows.clone());
                let number = worker.ask_steps(&part, &rows);
                (worker, number, part)
            })
            .collect();
        let began = Instant::now();
        let mut parts = vec![sequence.rows(own).take(&self.network, observer).await?];
        let patience = SHORTEST_PATIENCE.max(began.elapsed() * TIMES_AS_LONG);
        for (worker, number, part) in asked {
            let answer = worker.answer(number, patience).await;
            match answer.and_then(|answer| answer::read_steps_taken(&answer, &part).ok()) {
                Some(taken) => {
                    observer.breathe(Work::Gradient(part.examples() as f64)).await;
                    parts.push(taken);
                }
                None => {
                    worker.dismiss();
                    parts.push(part.take(&self.network, observer).await?);
                }
            }
        }
        Ok(StepsTaken::stack(parts))
    }

    async fn share_evaluation(
        &self,
        points: &HostPoints<f32>,
        split: Split,
        workers: Vec<Arc<WorkerHandle>>,
        observer: &mut impl Observer,
    ) -> Result<Vec<Measurement>, LandscapeError> {
        let (own, others) = Self::shares(points.count(), workers);
        let asked: Vec<_> = others
            .into_iter()
            .map(|Share { worker, rows }| {
                let part = points.rows(rows);
                let number = worker.ask_losses(&part, split);
                (worker, number, part)
            })
            .collect();
        let began = Instant::now();
        let mut measured = self.network.evaluate(&points.rows(own), split, observer).await?;
        let patience = SHORTEST_PATIENCE.max(began.elapsed() * TIMES_AS_LONG);
        for (worker, number, part) in asked {
            let answer = worker.answer(number, patience).await;
            match answer.and_then(|answer| answer::read_measured(&answer, part.count()).ok()) {
                Some(measurements) => {
                    let examples = part.count() * self.network.examples(split);
                    observer.rest(Work::Evaluation(examples as f64)).await?;
                    measured.extend(measurements);
                }
                None => {
                    worker.dismiss();
                    measured.extend(self.network.evaluate(&part, split, observer).await?);
                }
            }
        }
        Ok(measured)
    }
}

impl Gradient for PooledNetwork<'_> {
    type Points = HostPoints<f32>;
    type Losses = Vec<f64>;

    fn loss_and_gradient(
        &self,
        points: &HostPoints<f32>,
        batch: &Minibatch,
    ) -> Result<(Vec<f64>, HostPoints<f32>), LandscapeError> {
        self.network.loss_and_gradient(points, batch)
    }

    fn gradients_at_once(&self) -> usize {
        self.network.gradients_at_once()
    }

    fn takes_points_apart(&self) -> bool {
        self.network.takes_points_apart()
    }
}

impl Landscape for PooledNetwork<'_> {
    fn dimension(&self) -> usize {
        self.network.dimension()
    }

    fn examples(&self, split: Split) -> usize {
        self.network.examples(split)
    }

    fn points_at_once(&self) -> usize {
        self.network.points_at_once()
    }

    fn points(&self, rows: &HostPoints<f64>) -> HostPoints<f32> {
        self.network.points(rows)
    }

    fn start(&self, seed: u64) -> HostPoints<f32> {
        self.network.start(seed)
    }

    fn groups(&self) -> Vec<Range<usize>> {
        self.network.groups()
    }

    async fn start_on_host(&self, seed: u64) -> Result<HostPoints<f64>, ReadError> {
        self.network.start_on_host(seed).await
    }

    fn varied(&self, variation: Variation) -> Option<Self> {
        let network = self.network.varied(variation)?;
        let variations = self.variations.iter().copied().chain([variation]).collect();
        Some(Self { network, variations, other_workers: self.other_workers.clone() })
    }

    fn identity(&self) -> Option<Value> {
        self.network.identity()
    }

    async fn predict(
        &self,
        points: &HostPoints<f32>,
        split: Split,
        observer: &mut impl Observer,
    ) -> Result<Vec<Predictions>, LandscapeError> {
        self.network.predict(points, split, observer).await
    }

    fn steps_at_once(&self, points: usize, examples: usize) -> Option<usize> {
        if self.other_workers.is_none() || points < 2 {
            return None;
        }
        let sharers = (self.ready().len() + 1).min(points);
        let gradients = GOES_AT_ONCE.saturating_mul(self.gradients_at_once()).saturating_mul(sharers);
        Some((gradients / (points * examples.max(1))).clamp(1, MOST_STEPS))
    }

    async fn take_steps(
        &self,
        sequence: StepSequence<HostPoints<f32>>,
        observer: &mut impl Observer,
    ) -> Result<StepsTaken<HostPoints<f32>, Vec<f64>>, LandscapeError> {
        self.count(WAYS_OF_A_GRADIENT * sequence.examples());
        let workers = self.ready();
        match workers.is_empty() {
            true => sequence.take(&self.network, observer).await,
            false => self.take_shared_steps(sequence, workers, observer).await,
        }
    }

    async fn evaluate(
        &self,
        points: &HostPoints<f32>,
        split: Split,
        observer: &mut impl Observer,
    ) -> Result<Vec<Measurement>, LandscapeError> {
        let (count, examples) = (points.count(), self.network.examples(split));
        if self.other_workers.is_none() || count < 2 {
            return self.network.evaluate(points, split, observer).await;
        }
        self.count(count * examples);
        // Each round is short, so that progress is visible.
        let soon = GOES_AT_ONCE.saturating_mul(WAYS_OF_A_GRADIENT * self.gradients_at_once());
        let points_each = (soon / examples.max(1)).max(1);
        let mut measured = Vec::with_capacity(count);
        while measured.len() < count {
            let workers = self.ready();
            let round = points_each.saturating_mul(workers.len() + 1).min(count - measured.len());
            let some = points.rows(measured.len()..measured.len() + round);
            measured.extend(match workers.is_empty() {
                true => self.network.evaluate(&some, split, observer).await?,
                false => self.share_evaluation(&some, split, workers, observer).await?,
            });
        }
        Ok(measured)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{SyntheticSize, synthetic};
    use crate::landscape::wrapping::assert_describes;
    use crate::network::Activation;
    use crate::simd::Instructions;
    use pollster::block_on;
    use serde_json::json;

    #[test]
    fn a_network_whose_points_are_shared_out_is_the_network() {
        let images = synthetic::generate(1, SyntheticSize { train: 40, test: 20 }).unwrap();
        let (train, test, normalisation) = (images.train(), images.test(), images.normalisation());
        let measured = train.selected("measured", &[0, 3, 5]).unwrap();
        let architecture = "cnn-2-3".parse().unwrap();
        let shape =
            NetworkShape::new(&architecture, Activation::Relu, 1.0, train.shape(), train.classes()).unwrap();
        let regularisation = Regularisation { l2: 1e-3, dropout: 0.1 };
        let network = || {
            let instructions = Instructions::best();
            HostNetwork::new(shape.clone(), train, test, &normalisation, regularisation, instructions)
                .unwrap()
                .with_measured_images(&measured, &normalisation)
                .unwrap()
                .with_identity(json!("small"))
        };
        let recipe = Recipe {
            shape: &shape,
            train,
            test,
            measured: Some(&measured),
            normalisation: &normalisation,
            regularisation,
            instructions: Instructions::best().name(),
        };
        let (pooled, alone) = (PooledNetwork::new(network(), recipe, None), network());
        block_on(assert_describes(&pooled, &alone));
        assert_eq!(pooled.identity(), alone.identity());
        let batch = Minibatch { examples: vec![1, 2, 3], noise: 5 };
        let start = alone.start(3);
        assert_eq!(
            pooled.loss_and_gradient(&start, &batch).unwrap(),
            alone.loss_and_gradient(&start, &batch).unwrap()
        );
        let wider = Variation { width: Some(2.0), ..Variation::default() };
        let (pooled, alone) = (pooled.varied(wider).unwrap(), alone.varied(wider).unwrap());
        block_on(assert_describes(&pooled, &alone));
        assert_eq!(pooled.identity(), alone.identity());
    }
}
