//! Settings that had another name. The former name is accepted until version 1.0, with a remark.

use serde_json::{Map, Value};

/// The former and the present name of each.
pub const RENAMED: [(&str, &str); 1] = [("evaluation_size", "measured_images")];

/// The present name of a setting; of one that was not renamed, the name itself.
pub fn present_name(name: &str) -> &str {
    RENAMED.into_iter().find(|(former, _)| *former == name).map_or(name, |(_, present)| present)
}

/// The settings under their present names. If one is there under both names, the present one counts.
pub fn with_present_names(settings: &Map<String, Value>) -> Map<String, Value> {
    let mut renamed = settings.clone();
    for (former, present) in RENAMED {
        if let Some(value) = renamed.remove(former) {
            renamed.entry(present).or_insert(value);
        }
    }
    renamed
}

/// The settings under the names that they had first, for what is found by them: files that earlier versions kept.
pub fn with_first_names(settings: &Map<String, Value>) -> Map<String, Value> {
    let mut renamed = settings.clone();
    for (former, present) in RENAMED {
        if let Some(value) = renamed.remove(present) {
            renamed.insert(former.to_owned(), value);
        }
    }
    renamed
}

/// The remark on a former name; `None` if the name is not one.
pub fn remark_on_name(name: &str) -> Option<String> {
    let present = present_name(name);
    (present != name).then(|| format!("{name} is now {present}; the old name works until 1.0"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_former_name_means_the_present_one_and_does_not_override_it() {
        let named = |settings: Value| with_present_names(settings.as_object().unwrap());
        let present = named(json!({"measured_images": 5, "seed": 1}));
        assert_eq!(named(json!({"evaluation_size": 5, "seed": 1})), present);
        assert_eq!(named(json!({"evaluation_size": 7, "measured_images": 5, "seed": 1})), present);
        assert_eq!(present_name("seed"), "seed");
        let first = with_first_names(&present);
        assert_eq!(Value::Object(first), json!({"evaluation_size": 5, "seed": 1}));
    }

    #[test]
    fn only_a_former_name_is_remarked_on() {
        let remark = remark_on_name("evaluation_size").unwrap();
        assert_eq!(remark, "evaluation_size is now measured_images; the old name works until 1.0");
        assert_eq!(remark_on_name("measured_images"), None);
    }
}
