//! The network of a job whose points are shared out.

use super::StartWorkers;
use super::crew::Crew;
use super::order;
use super::seat::Seat;
use crate::data::{Dataset, Normalisation};
use crate::descent::{Stretch, Stretched};
use crate::landscape::{
    HostNetwork, HostPoints, Landscape, LandscapeError, Measurement, Minibatch, Points, Predictions,
    ReadError, Regularisation, Split, Variation, Wedges,
};
use crate::network::NetworkShape;
use crate::observer::{Observer, Work};
use serde_json::Value;
use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;
use web_time::Instant;

/// What workers are handed out lasts so many times as long as what is computed here before control goes back.
const GOES_AT_ONCE: usize = 6;
/// Steps that are handed out at once, at most: no more than are read back together.
const MOST_STEPS: usize = 64;
/// A worker is given this long to answer,
const SHORTEST_PATIENCE: Duration = Duration::from_secs(20);
/// ... and longer where the same takes long here.
const TIMES_AS_LONG: u32 = 20;
/// Ways forward that a gradient takes.
const WAYS_OF_A_GRADIENT: usize = 3;

/// What a network is made of.
#[derive(Debug, Clone, Copy)]
pub struct Recipe<'a> {
    /// Its layers.
    pub shape: &'a NetworkShape,
    /// Images that it is trained on.
    pub train: &'a Dataset,
    /// Images that it is tested on.
    pub test: &'a Dataset,
    /// The part of the training images that is measured, where it is not all of them.
    pub evaluation: Option<&'a Dataset>,
    /// How images become numbers.
    pub normalisation: &'a Normalisation,
    /// What training adds to the loss.
    pub regularisation: Regularisation,
    /// The name of the vector instructions that compute.
    pub instructions: &'a str,
}

impl Recipe<'_> {
    /// The images, in the order in which workers are told of them.
    pub(super) fn images(&self) -> impl Iterator<Item = &Dataset> {
        [self.train, self.test].into_iter().chain(self.evaluation)
    }
}

/// A network that is computed here and, where there is enough to do, by workers that are started for it.
pub struct PooledNetwork<'a> {
    network: HostNetwork,
    /// What makes this network of the recipe's, one after the other.
    variations: Vec<Variation>,
    crew: Option<Arc<Crew<'a>>>,
}

/// Some of the points, and who takes them.
struct Share {
    seat: Arc<Seat>,
    rows: Range<usize>,
}

impl<'a> PooledNetwork<'a> {
    /// A network of this recipe, with workers from `pool`, where there is one.
    pub fn new(network: HostNetwork, recipe: Recipe<'a>, pool: Option<Box<dyn StartWorkers>>) -> Self {
        let pool = pool.filter(|pool| pool.most() > 0);
        let crew = pool.map(|pool| Arc::new(Crew::new(recipe, pool)));
        Self { network, variations: Vec::new(), crew }
    }

    /// The workers that can take something now.
    fn ready(&self) -> Vec<Arc<Seat>> {
        self.crew.as_ref().map_or_else(Vec::new, |crew| crew.ready(&self.variations))
    }

    fn count(&self, ways: usize) {
        if let Some(crew) = &self.crew {
            crew.count(ways);
        }
    }

    /// Shares out points among this worker, which takes the first ones, and others.
    fn shares(points: usize, seats: Vec<Arc<Seat>>) -> (Range<usize>, Vec<Share>) {
        let sharers = (seats.len() + 1).min(points.max(1));
        let rows = |place: usize| points * place / sharers..points * (place + 1) / sharers;
        let others = seats.into_iter().zip(1..sharers).map(|(seat, place)| Share { seat, rows: rows(place) });
        (rows(0), others.collect())
    }

    async fn take_shared_steps(
        &self,
        stretch: Stretch<HostPoints<f32>>,
        seats: Vec<Arc<Seat>>,
        observer: &mut impl Observer,
    ) -> Result<Stretched<HostPoints<f32>, Vec<f64>>, LandscapeError> {
        let (own, others) = Self::shares(stretch.variables.count(), seats);
        let asked: Vec<_> = others
            .into_iter()
            .map(|Share { seat, rows }| {
                let part = stretch.rows(rows.clone());
                let number = seat.ask_steps(&part, &rows);
                (seat, number, part)
            })
            .collect();
        let began = Instant::now();
        let mut parts = vec![stretch.rows(own).take(&self.network, observer).await?];
        let patience = SHORTEST_PATIENCE.max(began.elapsed() * TIMES_AS_LONG);
        for (seat, number, part) in asked {
            let answer = seat.answer(number, patience).await;
            match answer.and_then(|answer| order::read_stretched(&answer, &part).ok()) {
                Some(stretched) => {
                    observer.breathe(Work::Gradient(part.examples() as f64)).await;
                    parts.push(stretched);
                }
                None => {
                    seat.dismiss();
                    parts.push(part.take(&self.network, observer).await?);
                }
            }
        }
        Ok(Stretched::stack(parts))
    }

    async fn share_evaluation(
        &self,
        points: &HostPoints<f32>,
        split: Split,
        seats: Vec<Arc<Seat>>,
        observer: &mut impl Observer,
    ) -> Result<Vec<Measurement>, LandscapeError> {
        let (own, others) = Self::shares(points.count(), seats);
        let asked: Vec<_> = others
            .into_iter()
            .map(|Share { seat, rows }| {
                let part = points.rows(rows);
                let number = seat.ask_losses(&part, split);
                (seat, number, part)
            })
            .collect();
        let began = Instant::now();
        let mut measured = self.network.evaluate(&points.rows(own), split, observer).await?;
        let patience = SHORTEST_PATIENCE.max(began.elapsed() * TIMES_AS_LONG);
        for (seat, number, part) in asked {
            let answer = seat.answer(number, patience).await;
            match answer.and_then(|answer| order::read_measured(&answer, part.count()).ok()) {
                Some(measurements) => {
                    let examples = part.count() * self.network.examples(split);
                    observer.rest(Work::Evaluation(examples as f64)).await?;
                    measured.extend(measurements);
                }
                None => {
                    seat.dismiss();
                    measured.extend(self.network.evaluate(&part, split, observer).await?);
                }
            }
        }
        Ok(measured)
    }
}

impl Landscape for PooledNetwork<'_> {
    type Points = HostPoints<f32>;
    type Losses = Vec<f64>;

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

    fn gradients_at_once(&self) -> usize {
        self.network.gradients_at_once()
    }

    fn as_wedges(&self) -> Option<&Wedges> {
        self.network.as_wedges()
    }

    fn groups(&self) -> Vec<Range<usize>> {
        self.network.groups()
    }

    async fn start_on_host(&self, seed: u64) -> Result<HostPoints<f64>, ReadError> {
        self.network.start_on_host(seed).await
    }

    fn takes_points_apart(&self) -> bool {
        self.network.takes_points_apart()
    }

    fn varied(&self, variation: Variation) -> Option<Self> {
        let network = self.network.varied(variation)?;
        let variations = self.variations.iter().copied().chain([variation]).collect();
        Some(Self { network, variations, crew: self.crew.clone() })
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
        if self.crew.is_none() || points < 2 {
            return None;
        }
        let sharers = (self.ready().len() + 1).min(points);
        let gradients = GOES_AT_ONCE.saturating_mul(self.gradients_at_once()).saturating_mul(sharers);
        Some((gradients / (points * examples.max(1))).clamp(1, MOST_STEPS))
    }

    async fn take_steps(
        &self,
        stretch: Stretch<HostPoints<f32>>,
        observer: &mut impl Observer,
    ) -> Result<Stretched<HostPoints<f32>, Vec<f64>>, LandscapeError> {
        self.count(WAYS_OF_A_GRADIENT * stretch.examples());
        let seats = self.ready();
        match seats.is_empty() {
            true => stretch.take(&self.network, observer).await,
            false => self.take_shared_steps(stretch, seats, observer).await,
        }
    }

    async fn evaluate(
        &self,
        points: &HostPoints<f32>,
        split: Split,
        observer: &mut impl Observer,
    ) -> Result<Vec<Measurement>, LandscapeError> {
        let (count, examples) = (points.count(), self.network.examples(split));
        if self.crew.is_none() || count < 2 {
            return self.network.evaluate(points, split, observer).await;
        }
        self.count(count * examples);
        // As many points a round as are soon measured, so that work is seen to go on.
        let soon = GOES_AT_ONCE.saturating_mul(WAYS_OF_A_GRADIENT * self.gradients_at_once());
        let points_each = (soon / examples.max(1)).max(1);
        let mut measured = Vec::with_capacity(count);
        while measured.len() < count {
            let seats = self.ready();
            let round = points_each.saturating_mul(seats.len() + 1).min(count - measured.len());
            let some = points.rows(measured.len()..measured.len() + round);
            measured.extend(match seats.is_empty() {
                true => self.network.evaluate(&some, split, observer).await?,
                false => self.share_evaluation(&some, split, seats, observer).await?,
            });
        }
        Ok(measured)
    }

    fn loss_and_gradient(
        &self,
        points: &HostPoints<f32>,
        batch: &Minibatch,
    ) -> Result<(Vec<f64>, HostPoints<f32>), LandscapeError> {
        self.network.loss_and_gradient(points, batch)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{SyntheticSize, synthetic};
    use crate::kernel::Instructions;
    use crate::landscape::wrapping::assert_describes;
    use crate::network::Activation;
    use pollster::block_on;
    use serde_json::json;

    #[test]
    fn a_network_whose_points_are_shared_out_is_the_network() {
        let images = synthetic::generate(1, SyntheticSize { train: 40, test: 20 }).unwrap();
        let (train, test, normalisation) = (images.train(), images.test(), images.normalisation());
        let evaluation = train.selected("measured", &[0, 3, 5]).unwrap();
        let architecture = "cnn-2-3".parse().unwrap();
        let shape =
            NetworkShape::new(&architecture, Activation::Relu, 1.0, train.shape(), train.classes()).unwrap();
        let regularisation = Regularisation { l2: 1e-3, dropout: 0.1 };
        let network = || {
            let instructions = Instructions::best();
            HostNetwork::new(shape.clone(), train, test, &normalisation, regularisation, instructions)
                .unwrap()
                .with_evaluation(&evaluation, &normalisation)
                .unwrap()
                .with_identity(json!("small"))
        };
        let recipe = Recipe {
            shape: &shape,
            train,
            test,
            evaluation: Some(&evaluation),
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
