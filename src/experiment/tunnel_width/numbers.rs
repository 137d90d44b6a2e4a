//! The plotted numbers: of every network, and over the networks at each value.

use crate::experiment::from_json::{FromJson, Lacking, UnreadableField, from_json};
use crate::numerics::statistics::{mean, standard_deviation};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// All numbers of the experiment.
#[derive(Debug, Clone, Serialize)]
pub struct TunnelWidthNumbers {
    /// The setting that was varied.
    pub vary: String,
    /// Its values.
    pub values: Vec<f64>,
    /// The seed of every network at each value.
    pub seeds: Vec<u64>,
    /// Where networks first had the target loss; `None` if no target was set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_target: Option<StageNumbers>,
    /// After all epochs.
    pub at_end: StageNumbers,
}

from_json!(TunnelWidthNumbers: needs [values, at_end], may lack [vary, seeds, at_target]);

/// The numbers at one stage of the trainings.
#[derive(Debug, Clone, Serialize)]
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

from_json! {
    StageNumbers:
    needs [networks, euclidean, angular],
    may lack [euclidean_absolute, angular_absolute]
}

/// A number over the networks at each value that have it.
#[derive(Debug, Clone, Serialize)]
pub struct Spread {
    /// NaN if no network has it.
    pub mean: Vec<f64>,
    /// The standard deviation over networks; 0 if there are fewer than two.
    pub standard_deviation: Vec<f64>,
    /// How many networks have it.
    pub networks: Vec<usize>,
}

from_json!(Spread: needs [mean, standard_deviation], may lack [networks]);

impl Lacking for Spread {
    fn lacking() -> Self {
        Self { mean: Vec::new(), standard_deviation: Vec::new(), networks: Vec::new() }
    }
}

/// The outcome of a network at a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// It was trained and measured.
    Measured,
    /// It did not have the target loss within the epochs.
    NotReached,
    /// Its loss became NaN or infinite.
    Diverged,
    /// The network cannot be built.
    NotBuilt,
}

impl FromJson for Outcome {
    fn from_json(value: &Value, name: &'static str) -> Result<Self, UnreadableField> {
        serde_json::from_value(value.clone()).map_err(|_| UnreadableField(name))
    }
}

/// One network at one stage. A missing number is `None`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NetworkNumbers {
    /// The outcome.
    pub outcome: Outcome,
    /// Steps of its training so far; if it diverged, those before the loss became NaN or infinite.
    pub steps: Option<usize>,
    /// The loss on the measured training examples, in nats.
    pub loss: Option<f64>,
    /// The accuracy on held-out examples, from 0 to 1.
    pub test_accuracy: Option<f64>,
    /// |θ|.
    pub length: Option<f64>,
    /// w_E at half a nat above its own loss, the mean over directions.
    pub euclidean: Option<f64>,
    /// w_A there, in radians.
    pub angular: Option<f64>,
    /// The standard deviation of w_E over directions, as a share of the mean.
    pub relative_spread: Option<f64>,
    /// w_E at the absolute threshold; `None` if its own loss is above that.
    pub euclidean_absolute: Option<f64>,
    /// w_A there, in radians.
    pub angular_absolute: Option<f64>,
}

from_json! {
    NetworkNumbers:
    needs [outcome],
    may lack [
        steps, loss, test_accuracy, length, euclidean, angular, relative_spread, euclidean_absolute,
        angular_absolute,
    ]
}

impl NetworkNumbers {
    /// The numbers of a network of which only the outcome is known.
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
