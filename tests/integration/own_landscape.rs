//! A custom landscape: a function without classes, on which experiments find the known answers.

use pollster::block_on;
use serde_json::Value;
use std::ops::Range;
use wedgelab::descent::DescentSpecification;
use wedgelab::experiment::averaging::{Averaging, AveragingNumbers, CycleNumbers};
use wedgelab::experiment::interpolation::Interpolation;
use wedgelab::experiment::plane::Plane;
use wedgelab::experiment::training::Training;
use wedgelab::experiment::tunnel::Tunnel;
use wedgelab::experiment::{Findings, Numbers, Protocol};
use wedgelab::landscape::{Landscape, LandscapeError, Predictions, Variation};
use wedgelab::observer::{Observer, Unobserved};
use wedgelab::points::{HostPoints, Measurement, Minibatch, Split};
use wedgelab::step::{Gradient, Optimizer};

/// Half the squared distance from the origin.
struct Bowl;

impl Bowl {
    fn losses(points: &HostPoints<f64>) -> Vec<f64> {
        points.iter().map(|point| 0.5 * point.iter().map(|value| value * value).sum::<f64>()).collect()
    }
}

impl Gradient for Bowl {
    type Points = HostPoints<f64>;
    type Losses = Vec<f64>;

    fn loss_and_gradient(
        &self,
        points: &HostPoints<f64>,
        _batch: &Minibatch,
    ) -> Result<(Vec<f64>, HostPoints<f64>), LandscapeError> {
        Ok((Self::losses(points), points.clone()))
    }

    fn gradients_at_once(&self) -> usize {
        8
    }
}

impl Landscape for Bowl {
    fn dimension(&self) -> usize {
        6
    }

    fn examples(&self, _split: Split) -> usize {
        1
    }

    fn points_at_once(&self) -> usize {
        8
    }

    fn points(&self, rows: &HostPoints<f64>) -> HostPoints<f64> {
        rows.clone()
    }

    fn start(&self, seed: u64) -> HostPoints<f64> {
        HostPoints::from_fn(1, 6, |_, axis| f64::sin(seed as f64 + axis as f64))
    }

    fn groups(&self) -> Vec<Range<usize>> {
        vec![0..3, 3..6]
    }

    fn varied(&self, _variation: Variation) -> Option<Self> {
        None
    }

    fn identity(&self) -> Option<Value> {
        None
    }

    async fn predict(
        &self,
        _points: &HostPoints<f64>,
        _split: Split,
        _observer: &mut impl Observer,
    ) -> Result<Vec<Predictions>, LandscapeError> {
        Ok(Vec::new())
    }

    async fn evaluate(
        &self,
        points: &HostPoints<f64>,
        _split: Split,
        _observer: &mut impl Observer,
    ) -> Result<Vec<Measurement>, LandscapeError> {
        let measurement = |loss| Measurement { loss, accuracy: None };
        Ok(Self::losses(points).into_iter().map(measurement).collect())
    }
}

fn descent() -> DescentSpecification {
    DescentSpecification {
        epochs: 20,
        batch_size: 1,
        optimizer: Optimizer::Sgd,
        learning_rate: 0.1,
        ..DescentSpecification::for_networks()
    }
}

fn cycles_of(findings: &Findings) -> &CycleNumbers {
    match &findings.numbers {
        Numbers::Averaging(AveragingNumbers::OnNetworks(cycles)) => cycles,
        others => panic!("{others:?}"),
    }
}

#[test]
fn snapshots_on_it_do_not_count_as_diverged_and_keep_their_losses() {
    let settings = Averaging {
        maximum_rates: vec![1e-3, 0.1],
        cycle_optimizer: Optimizer::Sgd,
        cycle_epochs: 2,
        snapshots: 3,
        repetitions: 2,
        ..Averaging::default()
    };
    let findings = block_on(settings.run(&Bowl, &descent(), 1, &mut Unobserved)).unwrap();
    let found = cycles_of(&findings);
    assert_eq!(found.diverged, [0, 0]);
    // The mean of points on one ray has about their loss; there are no accuracies or predictions.
    for rate in 0..2 {
        assert!(found.single_loss[rate] > 0.0 && found.single_loss[rate] < found.optimum_loss);
        assert!((found.weight_average_loss[rate] / found.single_loss[rate] - 1.0).abs() < 0.05);
        assert!(found.last_loss[rate] <= found.single_loss[rate] && found.distance[rate] > 0.0);
        assert!(found.single_accuracy[rate].is_nan() && found.disagreement[rate].is_nan());
        assert!(found.prediction_average_loss[rate].is_nan());
    }
    assert!(findings.claims.iter().all(|claim| claim.holds().is_none()), "{:?}", findings.claims);
}

#[test]
fn a_rate_that_is_too_high_for_it_diverges() {
    let settings = Averaging {
        maximum_rates: vec![1e300],
        cycle_optimizer: Optimizer::Sgd,
        cycle_epochs: 2,
        snapshots: 2,
        repetitions: 1,
        ..Averaging::default()
    };
    let findings = block_on(settings.run(&Bowl, &descent(), 1, &mut Unobserved)).unwrap();
    assert_eq!(cycles_of(&findings).diverged, [1]);
}

#[test]
fn experiments_that_ask_for_labels_do_without_them() {
    let observer = &mut Unobserved;
    let descent = descent();
    let findings = block_on(Training::default().run(&Bowl, &descent, 1, observer)).unwrap();
    assert_eq!(findings.claims[0].holds(), Some(true));
    let line = Interpolation { positions: 5, ..Interpolation::default() };
    let findings = block_on(line.run(&Bowl, &descent, 1, observer)).unwrap();
    let Numbers::Interpolation(line) = findings.numbers else { panic!("{:?}", findings.numbers) };
    assert!(line.accuracy.is_empty() && line.agreement.is_none());
    let tunnel = Tunnel { points: 3, samples: 2, pairs: 1, steps: 4, ..Tunnel::default() };
    assert!(block_on(tunnel.run(&Bowl, &descent, 1, observer)).is_ok());
    let plane = Plane { columns: 5, ..Plane::default() };
    assert!(block_on(plane.run(&Bowl, &descent, 1, observer)).is_ok());
}
