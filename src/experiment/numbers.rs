//! The numbers of a result in its file, and those that this program cannot read.

use super::Numbers;
use super::from_json::UnreadableField;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};
use std::mem::discriminant;

/// Why the numbers of a file are not those of one of this program's experiments.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// This program has no such experiment.
    #[error("this program has no experiment '{0}'")]
    Experiment(String),
    /// Some numbers are missing or something else.
    #[error(transparent)]
    Field(#[from] UnreadableField),
}

/// Numbers that this program cannot read.
#[derive(Debug, Clone)]
pub struct UnknownNumbers {
    /// As in the file.
    pub object: Map<String, Value>,
    /// Why they cannot be read.
    pub reason: Unreadable,
}

impl UnknownNumbers {
    pub(super) fn new(numbers: &Value, reason: Unreadable) -> Self {
        Self { object: numbers.as_object().cloned().unwrap_or_default(), reason }
    }
}

/// Equal if they are of the same variant and written alike: NaN is equal to NaN.
impl PartialEq for Numbers {
    fn eq(&self, other: &Self) -> bool {
        discriminant(self) == discriminant(other) && self.to_map() == other.to_map()
    }
}

/// As in a result file: at every level in the order of the names.
impl Serialize for Numbers {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.to_map().serialize(serializer)
    }
}

/// The fields of a structure by name.
pub(super) fn by_name(numbers: &impl Serialize) -> Map<String, Value> {
    // Structures of numbers and lists always serialise; tests would reveal one that does not.
    match serde_json::to_value(numbers) {
        Ok(Value::Object(map)) => map,
        _ => Map::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::training::{Curves, LossCurve};

    #[test]
    fn a_finished_training_differs_from_one_that_diverged() {
        let curves = Curves { training: LossCurve::of(&[2.0, f64::NAN]), epochs: Vec::new() };
        assert_eq!(Numbers::Training(curves.clone()), Numbers::Training(curves.clone()));
        assert_ne!(Numbers::Training(curves.clone()), Numbers::UntilDivergence(curves));
    }
}
