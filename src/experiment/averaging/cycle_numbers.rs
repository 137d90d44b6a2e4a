//! The plotted numbers of snapshots after cycles of the learning rate.

use super::cycles::{Cycled, Repetition, SAMPLES};
use crate::experiment::from_json::{Lacking, from_json};
use crate::numerics::statistics::{mean, standard_error};
use crate::points::Measurement;
use serde::Serialize;

/// What is plotted on networks: one entry for each maximum rate, the mean over the repetitions that did not diverge;
/// NaN at a rate at which all did. Losses and accuracies are on the held-out examples unless stated otherwise.
#[derive(Debug, Clone, Serialize)]
pub struct CycleNumbers {
    /// The learning rate that every cycle begins with.
    pub maximum_rate: Vec<f64>,
    /// How many repetitions diverged.
    pub diverged: Vec<usize>,
    /// The accuracy of the optima that the cycles begin at.
    pub optimum_accuracy: f64,
    /// Their loss.
    pub optimum_loss: f64,
    /// The accuracy of single snapshots: the mean over them.
    pub single_accuracy: Vec<f64>,
    /// The accuracy of the last snapshot.
    pub last_accuracy: Vec<f64>,
    /// The accuracy at the mean of the snapshots.
    pub weight_average_accuracy: Vec<f64>,
    /// The accuracy of the mean of their predictions.
    pub prediction_average_accuracy: Vec<f64>,
    /// The standard errors of these means over the repetitions, in the same order.
    pub accuracy_errors: Vec<Vec<f64>>,
    /// The loss of single snapshots: the mean over them.
    pub single_loss: Vec<f64>,
    /// The loss of the last snapshot.
    pub last_loss: Vec<f64>,
    /// The loss at the mean of the snapshots.
    pub weight_average_loss: Vec<f64>,
    /// The loss of the mean of their predictions.
    pub prediction_average_loss: Vec<f64>,
    /// The share of the examples that two snapshots label differently, over all pairs.
    pub disagreement: Vec<f64>,
    /// The distance from one snapshot to the next.
    pub distance: Vec<f64>,
    /// The cosine between one snapshot and the next.
    pub cosine: Vec<f64>,
    /// The loss halfway between one snapshot and the next, on the measured training examples.
    pub middle_loss: Vec<f64>,
    /// How far it is above the mean of both snapshots' losses: zero or less on one wedge.
    pub middle_rise: Vec<f64>,
    /// The same accuracies in every repetition.
    pub repetitions: EveryRepetition,
    /// The loss from snapshot to snapshot in the first repetition, on the measured training examples.
    pub polyline: PolylineNumbers,
}

from_json! {
    CycleNumbers:
    needs [
        maximum_rate, diverged, single_accuracy, weight_average_accuracy, prediction_average_accuracy,
        accuracy_errors, single_loss, weight_average_loss, prediction_average_loss, disagreement,
        middle_loss, middle_rise, polyline,
    ],
    may lack [optimum_accuracy, optimum_loss, last_accuracy, last_loss, distance, cosine, repetitions]
}

/// Accuracies in every repetition: `[rate][repetition]`.
#[derive(Debug, Clone, Serialize)]
pub struct EveryRepetition {
    /// Of single snapshots: the mean over them.
    pub single_accuracy: Vec<Vec<f64>>,
    /// At the mean of the snapshots.
    pub weight_average_accuracy: Vec<Vec<f64>>,
    /// Of the mean of their predictions.
    pub prediction_average_accuracy: Vec<Vec<f64>>,
}

from_json!(EveryRepetition: needs [single_accuracy, weight_average_accuracy, prediction_average_accuracy]);

impl Lacking for EveryRepetition {
    fn lacking() -> Self {
        Self {
            single_accuracy: Vec::new(),
            weight_average_accuracy: Vec::new(),
            prediction_average_accuracy: Vec::new(),
        }
    }
}

/// A loss along straight segments from snapshot to snapshot.
#[derive(Debug, Clone, Serialize)]
pub struct PolylineNumbers {
    /// 1 at the first snapshot, 2 at the second, and so on.
    pub position: Vec<f64>,
    /// `[rate][position]`; empty if the descent diverged.
    pub loss: Vec<Vec<f64>>,
}

from_json!(PolylineNumbers: needs [position, loss]);

impl CycleNumbers {
    pub(super) fn of(rates: &[f64], repetitions: &[Repetition]) -> Self {
        let rows = |value: &dyn Fn(&Cycled) -> f64| -> Vec<Vec<f64>> {
            let row = |rate: usize| {
                repetitions.iter().map(|found| found.cycled[rate].as_ref().map_or(f64::NAN, value)).collect()
            };
            (0..rates.len()).map(row).collect()
        };
        let means = |value: &dyn Fn(&Cycled) -> f64| {
            rows(value).iter().map(|row| mean(&numbers_of(row))).collect::<Vec<f64>>()
        };
        let single = rows(&|cycled| mean_of_each(&cycled.single, accuracy));
        let last = rows(&|cycled| cycled.single.last().map_or(f64::NAN, accuracy));
        let weights = rows(&|cycled| accuracy(&cycled.weight_average));
        let predictions = rows(&|cycled| accuracy(&cycled.prediction_average));
        let errors = |rows: &[Vec<f64>]| rows.iter().map(|row| standard_error(&numbers_of(row))).collect();
        let average = |rows: &[Vec<f64>]| rows.iter().map(|row| mean(&numbers_of(row))).collect();
        let optima: Vec<Measurement> = repetitions.iter().map(|found| found.optimum).collect();
        let first = repetitions.first().map_or(&[][..], |found| &found.cycled);
        let polyline: Vec<Vec<f64>> = first
            .iter()
            .map(|cycled| cycled.as_ref().map_or_else(Vec::new, |cycled| cycled.polyline.clone()))
            .collect();
        let places = polyline.iter().map(Vec::len).max().unwrap_or(0);
        Self {
            maximum_rate: rates.to_vec(),
            diverged: (0..rates.len())
                .map(|rate| repetitions.iter().filter(|found| found.cycled[rate].is_none()).count())
                .collect(),
            optimum_accuracy: mean_of_each(&optima, accuracy),
            optimum_loss: mean_of_each(&optima, loss),
            single_accuracy: average(&single),
            last_accuracy: average(&last),
            weight_average_accuracy: average(&weights),
            prediction_average_accuracy: average(&predictions),
            accuracy_errors: [&single, &last, &weights, &predictions].map(|rows| errors(rows)).to_vec(),
            single_loss: means(&|cycled| mean_of_each(&cycled.single, loss)),
            last_loss: means(&|cycled| cycled.single.last().map_or(f64::NAN, loss)),
            weight_average_loss: means(&|cycled| cycled.weight_average.loss),
            prediction_average_loss: means(&|cycled| cycled.prediction_average.loss),
            disagreement: means(&|cycled| cycled.disagreement),
            distance: means(&|cycled| cycled.distance),
            cosine: means(&|cycled| cycled.cosine),
            middle_loss: means(&Cycled::middle_loss),
            middle_rise: means(&Cycled::middle_rise),
            repetitions: EveryRepetition {
                single_accuracy: single,
                weight_average_accuracy: weights,
                prediction_average_accuracy: predictions,
            },
            polyline: PolylineNumbers {
                position: (0..places).map(|place| 1.0 + place as f64 / SAMPLES as f64).collect(),
                loss: polyline,
            },
        }
    }
}

/// The values that are not NaN.
fn numbers_of(values: &[f64]) -> Vec<f64> {
    values.iter().copied().filter(|value| !value.is_nan()).collect()
}

pub(super) fn mean_of_each(measured: &[Measurement], value: fn(&Measurement) -> f64) -> f64 {
    mean(&measured.iter().map(value).collect::<Vec<f64>>())
}

pub(super) fn accuracy(measured: &Measurement) -> f64 {
    measured.accuracy.unwrap_or(f64::NAN)
}

pub(super) fn loss(measured: &Measurement) -> f64 {
    measured.loss
}
