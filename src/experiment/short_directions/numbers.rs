//! The numbers of the three counts.

use serde::{Deserialize, Serialize};

/// What is plotted.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ShortDirectionsNumbers {
    /// s.
    pub short_dimension: usize,
    /// The trace of the Hessian at an optimum.
    pub curvature: CurvatureNumbers,
    /// The threshold of planes near an optimum.
    pub perturbed: PerturbedNumbers,
    /// The threshold of planes through the middle of several optima.
    pub joint: JointNumbers,
}

/// The trace of the Hessian of L²/2, estimated by random vectors.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CurvatureNumbers {
    /// zᵀHz for each random vector z of signs.
    #[serde(deserialize_with = "crate::settings::null_number::numbers")]
    pub estimate: Vec<f64>,
    /// Its mean: the count.
    #[serde(deserialize_with = "crate::settings::null_number::number")]
    pub short_directions: f64,
}

/// Random planes through a point near an optimum.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PerturbedNumbers {
    /// The smallest dimension that reaches the nearest wedge, one per trial: the count.
    pub short_directions: Vec<usize>,
    /// d = 0, 1, … of the first trial's planes, up to its threshold.
    pub plane_dimension: Vec<usize>,
    /// The smallest distance to the wedge in the first trial's plane of that dimension, over the initial one.
    #[serde(deserialize_with = "crate::settings::null_number::numbers")]
    pub loss_ratio: Vec<f64>,
}

/// Random planes through the middle of m + 1 optima: one entry for each m.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct JointNumbers {
    /// m.
    pub m: Vec<usize>,
    /// The smallest dimension that reaches a point on all m + 1 wedges at once: the count.
    pub short_directions: Vec<usize>,
    /// Its expectation: D(1 − (1 − p)^{m+1}) along the axes, min(D, (m + 1)s) for wedges of any orientation.
    #[serde(deserialize_with = "crate::settings::null_number::numbers")]
    pub expected: Vec<f64>,
    /// The smallest dimension that reaches the nearest wedge alone from the same middle: s again.
    pub single_wedge: Vec<usize>,
}
