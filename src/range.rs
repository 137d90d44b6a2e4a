//! Numbers checked against their ranges, with messages that say the range.

use std::ops::RangeInclusive;

/// A setting is out of its range.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{field} is {value}; give {range}")]
pub struct RangeError {
    /// The setting's name.
    pub field: &'static str,
    /// What was given.
    pub value: String,
    /// What may be given, in words.
    pub range: String,
}

impl RangeError {
    /// Checks a number; `words` says the range to a person. What is not a number is out of every range.
    ///
    /// # Errors
    /// When it is out of range.
    pub fn check(
        field: &'static str,
        value: f64,
        range: RangeInclusive<f64>,
        words: &str,
    ) -> Result<(), Self> {
        if range.contains(&value) {
            return Ok(());
        }
        Err(Self { field, value: value.to_string(), range: words.to_owned() })
    }

    /// Checks a count.
    ///
    /// # Errors
    /// When it is out of range.
    pub fn check_count(field: &'static str, value: usize, range: RangeInclusive<usize>) -> Result<(), Self> {
        if range.contains(&value) {
            return Ok(());
        }
        let words = format!("a whole number from {} to {}", range.start(), range.end());
        Err(Self { field, value: value.to_string(), range: words })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_say_field_value_and_range() {
        let error = RangeError::check_count("epochs", 0, 1..=9).unwrap_err();
        assert_eq!(error.to_string(), "epochs is 0; give a whole number from 1 to 9");
        assert!(RangeError::check("rate", f64::NAN, 0.0..=1.0, "0 to 1").is_err());
        assert!(RangeError::check("rate", 1.0, 0.0..=1.0, "0 to 1").is_ok());
    }
}
