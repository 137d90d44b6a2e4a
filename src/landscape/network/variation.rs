//! Variations of a landscape: the same data, with another regularisation or width.

use super::Regularisation;
use crate::network::NetworkShape;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// What is changed. `None` leaves a value unchanged.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Variation {
    /// c in `loss + c · Σ θ²`, at least 0.
    pub l2: Option<f64>,
    /// The share of hidden units silenced in every training step, at least 0 and below 1.
    pub dropout: Option<f64>,
    /// The factor of the network's width.
    pub width: Option<f64>,
}

impl Variation {
    /// A network and its regularisation, changed; `None` if such a network cannot be built.
    pub(super) fn of_network(
        self,
        shape: &NetworkShape,
        regularisation: Regularisation,
    ) -> Option<(NetworkShape, Regularisation)> {
        let NetworkShape { architecture, activation, image, classes } = shape;
        let width = self.width.unwrap_or(1.0);
        let shape = NetworkShape::new(architecture, *activation, width, *image, *classes).ok()?;
        let Regularisation { l2, dropout } = regularisation;
        let changed = Regularisation { l2: self.l2.unwrap_or(l2), dropout: self.dropout.unwrap_or(dropout) };
        Some((shape, changed))
    }

    /// The identity of the changed landscape, if this one has an identity. `before` and `after` describe all that can
    /// change; if they are equal, the identity stays the same.
    pub(super) fn identity<T: PartialEq>(self, known: Option<&Value>, before: T, after: T) -> Option<Value> {
        if before == after {
            return known.cloned();
        }
        let Self { l2, dropout, width } = self;
        Some(json!({ "beside": known?, "l2": l2, "dropout": dropout, "width": width }))
    }
}
