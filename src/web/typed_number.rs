//! Numbers that a reader types.

use wasm_bindgen::JsValue;

/// The number that a text stands for, if it stands for one. The browser reads it: the tables of Rust's own reader would
/// make the page larger by a thirtieth.
pub(super) fn typed_number(text: &str) -> Option<f64> {
    let text = text.trim();
    // To a browser nothing is zero.
    let number = if text.is_empty() { f64::NAN } else { JsValue::from_str(text).unchecked_into_f64() };
    (!number.is_nan()).then_some(number)
}
