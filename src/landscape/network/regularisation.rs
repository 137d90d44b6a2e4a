//! What keeps a network from fitting its training examples too closely.

use crate::network::{DropoutMask, NetworkShape};
use crate::points::Minibatch;
use serde::{Deserialize, Serialize};

/// What training adds to the loss or changes in the network; measurements are without it.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Regularisation {
    /// c in `loss + c · Σ θ²`, over weights and biases; at least 0.
    pub l2: f64,
    /// The share of hidden units silenced in every training step, at least 0 and below 1.
    pub dropout: f64,
}

impl Regularisation {
    /// The dropout mask of a step; `None` without dropout.
    pub(super) fn mask(self, shape: &NetworkShape, batch: &Minibatch) -> Option<DropoutMask> {
        let mask = || DropoutMask::new(shape, batch.examples.len(), self.dropout, batch.noise);
        (self.dropout > 0.0).then(mask)
    }
}
