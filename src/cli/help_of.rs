//! The help of an argument that sets a setting: what the setting's row says.

use crate::descent::DescentSpecification;
use crate::job::{NetworkSpecification, SEED};
use crate::settings::{DefaultValue, Setting, Values};

/// What a setting of a training on a network does, its allowed values and its default. Of a name that is no setting,
/// nothing.
pub(super) fn help_of(name: &str) -> String {
    row(name).map_or_else(String::new, |setting| described(&setting, &default_in_words(setting.default)))
}

/// The same with a default of the command's own.
pub(super) fn help_with_default(name: &str, default: &str) -> String {
    row(name).map_or_else(String::new, |setting| described(&setting, default))
}

fn row(name: &str) -> Option<Setting> {
    let rows = [SEED].into_iter().chain(NetworkSpecification::SETTINGS.iter().copied());
    rows.chain(DescentSpecification::SETTINGS.iter().copied()).find(|setting| setting.name == name)
}

fn described(setting: &Setting, default: &str) -> String {
    match setting.values {
        // The help lists known names itself.
        Values::Name { .. } => format!("{} [{default}]", setting.meaning),
        Values::Number(range) => {
            format!("{}. {} [{default}]", setting.meaning, range.to_string().replacen("a ", "A ", 1))
        }
        values => format!("{}: {values} [{default}]", setting.meaning),
    }
}

/// A default as one would type it.
fn default_in_words(default: DefaultValue) -> String {
    match default {
        DefaultValue::Name(text) | DefaultValue::Text(text) => text.to_owned(),
        DefaultValue::Whole(number) => number.to_string(),
        DefaultValue::Real(number) => number.to_string(),
        DefaultValue::Wholes(_) | DefaultValue::Reals(_) | DefaultValue::Nothing => {
            default.to_json().to_string()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_help_says_what_the_row_says() {
        assert_eq!(help_of("width"), "Width multiplier. A number from 0.015625 to 64 [1]");
        assert_eq!(help_of("activation"), "Function after every hidden layer [relu]");
        assert!(help_of("batch_size").ends_with(" are used. A whole number from 1 to 1000000 [128]"));
        assert!(
            help_with_default("network", "from the file")
                .ends_with("(widths of residual blocks) [from the file]")
        );
        assert_eq!(help_of("no_setting"), "");
    }
}
