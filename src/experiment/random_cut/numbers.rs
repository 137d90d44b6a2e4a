//! The two structures of numbers, on wedges and on networks.

use super::{CutNumbers, NetworkCutNumbers};
use crate::experiment::from_json::from_json;
use serde::Serialize;

/// What is plotted.
#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
pub enum RandomCutNumbers {
    /// The loss that is left in planes of each dimension.
    OnWedges(CutNumbers),
    /// The accuracy and loss that planes reach, on any landscape of which only the values are known.
    OnNetworks(NetworkCutNumbers),
}

from_json! {
    RandomCutNumbers: OnNetworks(NetworkCutNumbers) if it has full_space, else OnWedges(CutNumbers)
}
