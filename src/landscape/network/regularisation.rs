//! What keeps a network from fitting its training examples too closely.

use crate::network::{DropoutMask, NetworkShape};
use crate::points::Minibatch;
use crate::settings::Range;
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
    /// The allowed numbers c.
    pub const L2: Range = Range::Real(0.0, 1_000.0);

    /// The allowed shares. Without nearly all units a network learns nothing.
    pub const DROPOUT: Range = Range::Real(0.0, 0.95);

    /// The dropout mask of a step; `None` without dropout.
    pub(super) fn mask(self, shape: &NetworkShape, batch: &Minibatch) -> Option<DropoutMask> {
        let mask = || DropoutMask::new(shape, batch.examples.len(), self.dropout, batch.noise);
        (self.dropout > 0.0).then(mask)
    }
}
