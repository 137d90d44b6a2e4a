//! What is plotted: of every network, and over the networks at each value.

use crate::statistics::{mean, standard_deviation};
use serde::{Deserialize, Serialize};

/// All numbers of the experiment.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TunnelWidthNumbers {
    /// The setting that was varied.
    pub vary: String,
    /// Its values.
    pub values: Vec<f64>,
    /// The seed of every network at each value.
    pub seeds: Vec<u64>,
    /// Where networks first had the target loss; none where no target was set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_target: Option<StageNumbers>,
    /// After all epochs.
    pub at_end: StageNumbers,
}

/// The numbers at one stage of the trainings.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct StageNumbers {
    /// `[value][seed]`.
    pub networks: Vec<Vec<NetworkNumbers>>,
    /// w_E at half a nat above an optimum's own loss.
    pub euclidean: Spread,
    /// w_A there, in radians.
    pub angular: Spread,
    /// w_E at the absolute threshold.
    pub euclidean_absolute: Spread,
    /// w_A there, in radians.
    pub angular_absolute: Spread,
}

/// A number over the networks at each value that have it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Spread {
    /// Not a number where no network has it.
    #[serde(deserialize_with = "crate::null_number::numbers")]
    pub mean: Vec<f64>,
    /// Of single networks; 0 where there are fewer than two.
    pub standard_deviation: Vec<f64>,
    /// How many networks have it.
    pub networks: Vec<usize>,
}

/// What became of a network at a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// It was trained and measured.
    Measured,
    /// It did not have the target loss within the epochs.
    NotReached,
    /// Its loss became no number.
    Diverged,
    /// There can be no such network.
    NotBuilt,
}

/// One network at one stage. What it does not have is none.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NetworkNumbers {
    /// What became of it.
    pub outcome: Outcome,
    /// Steps of its training so far; those before the loss became no number, where it did.
    pub steps: Option<usize>,
    /// On the training examples that are measured, in nats.
    pub loss: Option<f64>,
    /// On held-out examples, from 0 to 1.
    pub test_accuracy: Option<f64>,
    /// |θ|.
    pub length: Option<f64>,
    /// w_E at half a nat above its own loss, the mean over directions.
    pub euclidean: Option<f64>,
    /// w_A there, in radians.
    pub angular: Option<f64>,
    /// The standard deviation of w_E over directions, as a share of the mean.
    pub relative_spread: Option<f64>,
    /// w_E at the absolute threshold; none where its own loss is above that.
    pub euclidean_absolute: Option<f64>,
    /// w_A there, in radians.
    pub angular_absolute: Option<f64>,
}

impl NetworkNumbers {
    /// Of a network of which nothing is known but what became of it.
    pub(super) fn nothing_but(outcome: Outcome) -> Self {
        Self {
            outcome,
            steps: None,
            loss: None,
            test_accuracy: None,
            length: None,
            euclidean: None,
            angular: None,
            relative_spread: None,
            euclidean_absolute: None,
            angular_absolute: None,
        }
    }
}

impl StageNumbers {
    /// The spreads over these networks, `[value][seed]`.
    pub(super) fn of(networks: Vec<Vec<NetworkNumbers>>) -> Self {
        let spread = |number: fn(&NetworkNumbers) -> Option<f64>| Spread::of(&networks, number);
        Self {
            euclidean: spread(|network| network.euclidean),
            angular: spread(|network| network.angular),
            euclidean_absolute: spread(|network| network.euclidean_absolute),
            angular_absolute: spread(|network| network.angular_absolute),
            networks,
        }
    }
}

impl Spread {
    fn of(networks: &[Vec<NetworkNumbers>], number: fn(&NetworkNumbers) -> Option<f64>) -> Self {
        let values: Vec<Vec<f64>> =
            networks.iter().map(|networks| networks.iter().filter_map(number).collect()).collect();
        Self {
            mean: values.iter().map(|values| mean(values)).collect(),
            standard_deviation: values.iter().map(|values| standard_deviation(values)).collect(),
            networks: values.iter().map(Vec::len).collect(),
        }
    }
}
