//! How two specifications differ, setting by setting, for messages.

use crate::settings::with_present_names;
use serde_json::{Map, Value};

/// These decide which other settings exist; if they differ, the others are not worth listing.
const KINDS: [&str; 2] = ["experiment", "landscape"];

/// The differences between the settings in a file and the given ones, as in "seed is 1 there and 2 here".
pub(super) fn differences(there: &Map<String, Value>, here: &Map<String, Value>) -> Vec<String> {
    // A file with a setting under two names is not one that this program wrote; it differs.
    let there = with_present_names(there).unwrap_or_else(|_| there.clone());
    let (there, here) = (&there, &as_read_back(here));
    let of_kind: Vec<String> = KINDS.iter().filter_map(|name| difference(name, there, here)).collect();
    if !of_kind.is_empty() {
        return of_kind;
    }
    let mut names: Vec<&String> = there.keys().chain(here.keys()).collect();
    names.sort();
    names.dedup();
    names.into_iter().filter_map(|name| difference(name, there, here)).collect()
}

fn difference(name: &str, there: &Map<String, Value>, here: &Map<String, Value>) -> Option<String> {
    let text =
        |map: &Map<String, Value>| map.get(name).map_or_else(|| "nothing".to_owned(), Value::to_string);
    let (there, here) = (text(there), text(here));
    (there != here).then(|| format!("{name} is {there} there and {here} here"))
}

/// A specification as it comes back from a file: JSON's reader of numbers may differ from its writer in the last bit.
pub(super) fn as_read_back(map: &Map<String, Value>) -> Map<String, Value> {
    let text = Value::Object(map.clone()).to_string();
    serde_json::from_str(&text).unwrap_or_else(|_| map.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn differences_are_reported_with_both_values() {
        let map = |value: Value| value.as_object().cloned().unwrap();
        let written = map(json!({"experiment": "tunnel", "seed": 1, "rate": 0.1 + 0.2, "old": 2}));
        let there = as_read_back(&written);
        assert!(differences(&there, &written).is_empty());
        let here = map(json!({"experiment": "tunnel", "seed": 2, "rate": 0.1 + 0.2}));
        assert_eq!(
            differences(&there, &here),
            ["old is 2 there and nothing here", "seed is 1 there and 2 here"]
        );
        // Settings that had another name are the same settings.
        let (before, now) = (map(json!({"evaluation_size": 5})), map(json!({"measured_images": 5})));
        assert!(differences(&before, &now).is_empty());
        let more = map(json!({"measured_images": 6}));
        assert_eq!(differences(&before, &more), ["measured_images is 5 there and 6 here"]);
        let other = map(json!({"experiment": "plane", "columns": 5}));
        assert_eq!(differences(&there, &other), ["experiment is \"tunnel\" there and \"plane\" here"]);
    }
}
