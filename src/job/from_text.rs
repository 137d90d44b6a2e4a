//! Values of settings as people type them.

use serde_json::Value;

/// A setting's value from text: JSON if it parses as JSON, a number if it is one in another common spelling (`.5`,
/// `+1`), else the text itself.
pub fn from_text(text: &str) -> Value {
    let number = || text.parse::<f64>().ok().and_then(serde_json::Number::from_f64).map(Value::Number);
    serde_json::from_str(text).ok().or_else(number).unwrap_or_else(|| Value::String(text.to_owned()))
}
