//! The two structures of numbers, after kicks and after cycles.

use super::{CycleNumbers, KickNumbers};
use crate::experiment::from_json::from_json;
use serde::Serialize;

/// What is plotted.
#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
#[allow(clippy::large_enum_variant, reason = "a result has one, on whichever landscape")]
pub enum AveragingNumbers {
    /// After kicks of all sizes.
    OnWedges(KickNumbers),
    /// After cycles of the learning rate, on any landscape of which only the values are known.
    OnNetworks(CycleNumbers),
}

from_json!(AveragingNumbers: OnNetworks(CycleNumbers) if it has maximum_rate, else OnWedges(KickNumbers));
