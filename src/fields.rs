//! Parts of a specification as flat objects of named fields.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// A field that does not fit its part.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {reason}")]
pub struct FieldError {
    /// The field's name.
    pub field: String,
    /// What is wrong with it.
    pub reason: String,
}

/// Every field of a part, by name.
pub fn fields_of(part: &impl Serialize) -> Map<String, Value> {
    // Structures of numbers, names and lists always serialise; a part that does not is a mistake that tests would show.
    match serde_json::to_value(part) {
        Ok(Value::Object(map)) => map,
        _ => Map::new(),
    }
}

/// The part whose fields are found among others in `filled`, and are as in `default` where they are not.
///
/// # Errors
/// When a field does not fit.
pub fn part_from<T: Serialize + DeserializeOwned>(
    default: &T,
    filled: &Map<String, Value>,
) -> Result<T, FieldError> {
    let own = fields_of(default)
        .into_iter()
        .map(|(name, value)| {
            let value = filled.get(&name).cloned().unwrap_or(value);
            (name, value)
        })
        .collect();
    serde_path_to_error::deserialize(Value::Object(own))
        .map_err(|error| FieldError { field: error.path().to_string(), reason: error.inner().to_string() })
}
