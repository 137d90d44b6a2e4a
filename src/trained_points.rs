//! Trained points that are kept under all that they depend on, so that none is looked for twice.

use crate::experiment::training::EpochMeasurement;
use crate::landscape::HostPoints;
use serde_json::Value;

/// What a training came to.
#[derive(Debug, Clone, PartialEq)]
pub struct TrainedPoint {
    /// Where it ended: one row.
    pub optimum: HostPoints<f64>,
    /// The minibatch loss before every step.
    pub losses: Vec<f64>,
    /// Measurements after every epoch.
    pub epochs: Vec<EpochMeasurement>,
}

/// A place where trained points are kept. `key` holds all that a point depends on.
pub trait TrainedPoints {
    /// The point that is kept under a key, if there is one that is whole.
    fn find(&mut self, key: &Value) -> Option<TrainedPoint>;

    /// Keeps a point. Work goes on also where that fails.
    fn keep(&mut self, key: &Value, point: &TrainedPoint);
}
