//! Settings that had another name. The former name is accepted until version 1.0, with a remark.

use serde_json::{Map, Value};

/// The former and the present name of each.
pub const RENAMED: [(&str, &str); 1] = [("evaluation_size", "measured_images")];

/// The present name of a setting; of one that was not renamed, the name itself.
pub fn present_name(name: &str) -> &str {
    RENAMED.into_iter().find(|(former, _)| *former == name).map_or(name, |(_, present)| present)
}

/// A setting that is given under both its names: which one counts would be a guess.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{former} and {present} are the same setting; give {present} alone")]
pub struct GivenTwice {
    /// The former name.
    pub former: &'static str,
    /// The present name.
    pub present: &'static str,
}

impl GivenTwice {
    /// The error if these are the two names of one setting.
    pub fn of(one: &str, other: &str) -> Option<Self> {
        let (former, present) =
            RENAMED.into_iter().find(|names| *names == (one, other) || *names == (other, one))?;
        Some(Self { former, present })
    }

    /// Checks that no setting is given under both its names.
    ///
    /// # Errors
    /// The first one that is.
    pub fn check(settings: &Map<String, Value>) -> Result<(), Self> {
        let is_given = |name: &str| settings.contains_key(name);
        let twice = RENAMED.into_iter().find(|(former, present)| is_given(former) && is_given(present));
        twice.map_or(Ok(()), |(former, present)| Err(Self { former, present }))
    }
}

/// The settings under their present names.
///
/// # Errors
/// When one is there under both names.
pub fn with_present_names(settings: &Map<String, Value>) -> Result<Map<String, Value>, GivenTwice> {
    GivenTwice::check(settings)?;
    let mut renamed = settings.clone();
    for (former, present) in RENAMED {
        if let Some(value) = renamed.remove(former) {
            renamed.insert(present.to_owned(), value);
        }
    }
    Ok(renamed)
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
    fn a_former_name_means_the_present_one_and_does_not_go_with_it() {
        let named = |settings: Value| with_present_names(settings.as_object().unwrap());
        let present = named(json!({"measured_images": 5, "seed": 1})).unwrap();
        assert_eq!(named(json!({"evaluation_size": 5, "seed": 1})), Ok(present.clone()));
        let twice = named(json!({"evaluation_size": 5, "measured_images": 5})).unwrap_err();
        assert_eq!(Some(twice), GivenTwice::of("measured_images", "evaluation_size"));
        assert_eq!(
            twice.to_string(),
            "evaluation_size and measured_images are the same setting; give measured_images alone"
        );
        assert_eq!(GivenTwice::of("seed", "seed"), None);
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
