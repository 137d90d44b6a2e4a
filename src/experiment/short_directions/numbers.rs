//! The numbers of the three counts on the wedges, and the two structures of numbers.

use super::network_numbers::NetworkDirections;
use crate::experiment::from_json::from_json;
use serde::Serialize;

/// What is plotted.
#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
pub enum ShortDirectionsNumbers {
    /// The three counts.
    OnWedges(WedgeDirections),
    /// The counts along tunnels, in the middle of connectors and against the learning rate, on any landscape of which only
    /// the values are known.
    OnNetworks(NetworkDirections),
}

from_json! {
    ShortDirectionsNumbers: OnNetworks(NetworkDirections) if it has along, else OnWedges(WedgeDirections)
}

/// What is plotted of the wedges.
#[derive(Debug, Clone, Serialize)]
pub struct WedgeDirections {
    /// s.
    pub short_dimension: usize,
    /// The trace of the Hessian at an optimum.
    pub curvature: CurvatureNumbers,
    /// The threshold of planes near an optimum.
    pub perturbed: PerturbedNumbers,
    /// The threshold of planes through the middle of several optima.
    pub joint: JointNumbers,
}

from_json!(WedgeDirections: needs [short_dimension, curvature, perturbed, joint]);

/// The trace of the Hessian of L²/2, estimated by random vectors.
#[derive(Debug, Clone, Serialize)]
pub struct CurvatureNumbers {
    /// zᵀHz for each random vector z of signs.
    pub estimate: Vec<f64>,
    /// Its mean: the count.
    pub short_directions: f64,
}

from_json!(CurvatureNumbers: needs [short_directions], may lack [estimate]);

/// Random planes through a point near an optimum.
#[derive(Debug, Clone, Serialize)]
pub struct PerturbedNumbers {
    /// The smallest dimension that reaches the nearest wedge, one per trial: the count.
    pub short_directions: Vec<usize>,
    /// d = 0, 1, … of the first trial's planes, up to its threshold.
    pub plane_dimension: Vec<usize>,
    /// The smallest distance to the wedge in the first trial's plane of that dimension, over the initial one.
    pub loss_ratio: Vec<f64>,
}

from_json!(PerturbedNumbers: needs [plane_dimension, loss_ratio], may lack [short_directions]);

/// Random planes through the middle of m + 1 optima: one entry for each m.
#[derive(Debug, Clone, Serialize)]
pub struct JointNumbers {
    /// m.
    pub m: Vec<usize>,
    /// The smallest dimension that reaches a point on all m + 1 wedges at once: the count.
    pub short_directions: Vec<usize>,
    /// Its expectation: D(1 − (1 − p)^{m+1}) along the axes, min(D, (m + 1)s) for wedges of any orientation.
    pub expected: Vec<f64>,
    /// The smallest dimension that reaches the nearest wedge alone from the same middle: s again.
    pub single_wedge: Vec<usize>,
}

from_json!(JointNumbers: needs [m, short_directions, expected, single_wedge]);
