//! Trained points stored under everything that they depend on, so that none is computed twice.

use crate::points::{EpochMeasurement, HostPoints};
use serde_json::Value;

/// The result of a training.
#[derive(Debug, Clone, PartialEq)]
pub struct TrainedPoint {
    /// The final point: one row.
    pub optimum: HostPoints<f64>,
    /// The minibatch loss before every step.
    pub losses: Vec<f64>,
    /// Measurements after every epoch.
    pub epochs: Vec<EpochMeasurement>,
}

/// A store of trained points. `key` holds everything that a point depends on.
pub trait TrainedPoints {
    /// The complete point stored under a key, if any.
    fn find(&mut self, key: &Value) -> Option<TrainedPoint>;

    /// Stores a point. Work continues even if that fails.
    fn keep(&mut self, key: &Value, point: &TrainedPoint);
}
