//! Parts of a specification as flat JSON objects of named fields.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// A field whose value does not fit its part.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct FieldError {
    /// The field's name.
    pub field: String,
    /// What is wrong with it, and what to do, as a whole message.
    pub reason: String,
}

impl FieldError {
    /// The error for a `field` that holds an invalid value.
    pub fn new(field: &str, error: &serde_json::Error) -> Self {
        Self { field: field.to_owned(), reason: error.to_string() }
    }
}

/// Every field of a part, by name.
pub fn fields_of(part: &impl Serialize) -> Map<String, Value> {
    // Structures of numbers, names and lists always serialise; a part that does not is a bug that tests would reveal.
    match serde_json::to_value(part) {
        Ok(Value::Object(map)) => map,
        _ => Map::new(),
    }
}

/// The part whose fields come from `filled` (which may hold other fields too), and from `default` if missing there.
///
/// # Errors
/// When a field holds an invalid value.
pub fn part_from<T: Serialize + DeserializeOwned>(
    default: &T,
    filled: &Map<String, Value>,
) -> Result<T, FieldError> {
    let fields = fields_of(default);
    read::<T>(replaced(fields.clone(), filled))
        .map_err(|error| blame(&fields, filled, &error, |fields| read::<T>(fields).err()))
}

/// Not inlined, so that the reader of a part is compiled once.
#[inline(never)]
fn read<T: DeserializeOwned>(fields: Map<String, Value>) -> Result<T, serde_json::Error> {
    serde_json::from_value(Value::Object(fields))
}

/// The error for the first field of `filled` that fails even with all other fields at their defaults.
fn blame(
    fields: &Map<String, Value>,
    filled: &Map<String, Value>,
    error: &serde_json::Error,
    refusal: fn(Map<String, Value>) -> Option<serde_json::Error>,
) -> FieldError {
    for (name, value) in filled {
        let mut alone = Map::new();
        alone.insert(name.clone(), value.clone());
        if let Some(error) = refusal(replaced(fields.clone(), &alone)) {
            return FieldError::new(name, &error);
        }
    }
    FieldError::new("the settings", error)
}

/// The fields, with values from `filled` for those that it holds.
fn replaced(mut fields: Map<String, Value>, filled: &Map<String, Value>) -> Map<String, Value> {
    for (name, value) in &mut fields {
        if let Some(given) = filled.get(name) {
            *value = given.clone();
        }
    }
    fields
}
