//! The numbers of the counts on a network.

use super::beside::Trial;
use crate::experiment::from_json::{Lacking, from_json};
use crate::numerics::spectrum::RitzValue;
use crate::numerics::statistics::{mean, standard_deviation};
use serde::Serialize;

/// What is plotted of a network: figure 4 of the paper, and the curvature.
#[derive(Debug, Clone, Serialize)]
pub struct NetworkDirections {
    /// The dimensions of planes that were tried, ascending.
    pub plane_dimension: Vec<usize>,
    /// The length of the step away from the compared points, one per repetition: `perturbation` times the first
    /// optimum's length.
    pub radius: Vec<f64>,
    /// The loss that planes must reach, the same for all points of a repetition: `threshold` above the mean of the two
    /// ends'.
    pub threshold: Vec<f64>,
    /// Points of the tunnel between two optima, including both ends.
    pub along: Along,
    /// The ends and the middle again, with a step of twice the length and a threshold twice as far above the ends.
    pub far: Along,
    /// The middle again, at a point of the descent to it that is not yet as low as the ends.
    pub unfinished: Counts,
    /// The middles of m + 1 optima.
    pub connector: Connector,
    /// Optima that were found at several learning rates.
    pub rates: Rates,
    /// The curvature at the first optimum and in the middle of the tunnel, of the first repetition.
    pub spectra: Vec<Spectrum>,
}

from_json! {
    NetworkDirections:
    needs [plane_dimension, threshold, along, far, connector, rates, spectra],
    may lack [radius, unfinished]
}

/// Counts along a tunnel.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Along {
    /// From 0 at the first optimum to 1 at the second.
    pub position: Vec<f64>,
    /// The counts there.
    pub counts: Vec<Counts>,
}

from_json!(Along: needs [position, counts]);

/// Counts in the middles of m-connectors.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Connector {
    /// m, ascending.
    pub m: Vec<usize>,
    /// The counts in the middle of m + 1 optima.
    pub counts: Vec<Counts>,
}

from_json!(Connector: needs [m, counts]);

/// Counts near optima with one training loss.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Rates {
    /// The loss that they were trained to, one per repetition.
    pub target_loss: Vec<f64>,
    /// The learning rates, ascending.
    pub learning_rate: Vec<f64>,
    /// The counts; without trials at a rate at which training diverges or does not reach the target.
    pub counts: Vec<Counts>,
}

from_json!(Rates: needs [learning_rate, counts], may lack [target_loss]);

/// Counts near one kind of point, over all repetitions and their trials.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Counts {
    /// The loss at the point itself, one per repetition; NaN if the descent to it diverges.
    pub own_loss: Vec<f64>,
    /// Whether the descent to the point reached its target, one per repetition.
    pub reached: Vec<bool>,
    /// The trials: `[repetition][trial]`; empty for a point that was not reached, or is not compared.
    pub trials: Vec<Vec<Trial>>,
    /// The mean count over all trials that reach the threshold: the number of short directions.
    pub mean: f64,
    /// Its standard deviation over them.
    pub standard_deviation: f64,
}

from_json!(Counts: needs [mean], may lack [own_loss, reached, trials, standard_deviation]);

impl Lacking for Counts {
    fn lacking() -> Self {
        Self { mean: f64::NAN, standard_deviation: f64::NAN, ..Self::default() }
    }
}

impl Counts {
    /// Adds the findings of a repetition.
    pub(super) fn add(&mut self, own_loss: f64, reached: bool, trials: Vec<Trial>) {
        self.own_loss.push(own_loss);
        self.reached.push(reached);
        self.trials.push(trials);
        let counts: Vec<f64> =
            self.trials.iter().flatten().filter_map(|trial| trial.short_directions).collect();
        (self.mean, self.standard_deviation) = (mean(&counts), standard_deviation(&counts));
    }
}

/// The eigenvalues of the Hessian at one point.
#[derive(Debug, Clone, Serialize)]
pub struct Spectrum {
    /// Which point, as text.
    pub point: String,
    /// The Ritz values of every run of the Lanczos method, the largest first: `[run][value]`.
    pub eigenvalue: Vec<Vec<f64>>,
    /// The share of all eigenvalues that are near each of them: `[run][value]`.
    pub weight: Vec<Vec<f64>>,
    /// Error bounds: an eigenvalue lies within this distance of each of them: `[run][value]`.
    pub error: Vec<Vec<f64>>,
    /// The relative threshold, as a share of the largest eigenvalue.
    pub relative_threshold: f64,
    /// About how many eigenvalues are above it.
    pub above_relative: f64,
    /// The absolute threshold.
    pub absolute_threshold: f64,
    /// About how many eigenvalues are above it.
    pub above_absolute: f64,
}

from_json! {
    Spectrum:
    needs [eigenvalue, weight],
    may lack [point, error, relative_threshold, above_relative, absolute_threshold, above_absolute]
}

impl Spectrum {
    /// The spectrum of a matrix of `dimension` dimensions, from the runs.
    pub(super) fn of(
        point: &str,
        runs: &[Vec<RitzValue>],
        dimension: usize,
        relative_threshold: f64,
        absolute_threshold: f64,
    ) -> Self {
        let rows = |value: &dyn Fn(&RitzValue) -> f64| -> Vec<Vec<f64>> {
            runs.iter().map(|run| run.iter().map(value).collect()).collect()
        };
        let largest = runs.iter().flatten().map(|ritz| ritz.value).fold(0.0, f64::max);
        let above = |threshold| crate::numerics::spectrum::count_above(runs, dimension, threshold);
        Self {
            point: point.to_owned(),
            eigenvalue: rows(&|ritz| ritz.value),
            weight: rows(&|ritz| ritz.weight),
            error: rows(&|ritz| ritz.error),
            relative_threshold,
            above_relative: above(relative_threshold * largest),
            absolute_threshold,
            above_absolute: above(absolute_threshold),
        }
    }
}
