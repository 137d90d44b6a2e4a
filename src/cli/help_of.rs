//! The help of an argument that sets a setting: what the setting's row says.

use crate::settings::{DefaultValue, Setting, Values};

/// What a setting does, its allowed values and its default.
pub(super) fn help_of(setting: &Setting) -> String {
    help_with_default(setting, &default_in_words(setting.default))
}

/// The same with a default of the command's own.
pub(super) fn help_with_default(setting: &Setting, default: &str) -> String {
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
    use super::super::rows;
    use super::*;
    use crate::network::Architecture;

    #[test]
    fn the_help_says_what_the_row_says() {
        assert_eq!(help_of(&rows::WIDTH), "Width multiplier. A number from 0.015625 to 64 [1]");
        assert_eq!(help_of(&rows::ACTIVATION), "Function after every hidden layer [relu]");
        assert!(help_of(&rows::BATCH_SIZE).ends_with(" are used. A whole number from 1 to 1000000 [128]"));
        let form = Architecture::FORM;
        assert_eq!(
            help_with_default(&rows::NETWORK, "from the file"),
            format!("The network: {form} [from the file]")
        );
    }
}
