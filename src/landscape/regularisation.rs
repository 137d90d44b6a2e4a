//! What keeps a network from fitting its training examples too closely.

use super::Minibatch;
use crate::network::{DropoutMask, NetworkShape};

/// What training adds to the loss or changes in the network; no measurement shows it.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Regularisation {
    /// c in `loss + c · Σ θ²`, over weights and biases; at least 0.
    pub l2: f64,
    /// The share of hidden units silenced in every training step, at least 0 and below 1.
    pub dropout: f64,
}

impl Regularisation {
    /// What dropout silences in a step; none where there is no dropout.
    pub(super) fn mask(self, shape: &NetworkShape, batch: &Minibatch) -> Option<DropoutMask> {
        let mask = || DropoutMask::new(shape, batch.examples.len(), self.dropout, batch.noise);
        (self.dropout > 0.0).then(mask)
    }
}
