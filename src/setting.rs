//! Settings by name, each with what it may be set to: the one table behind checks, messages, help and completions.

use crate::names::UnknownName;
use crate::range::{Range, RangeError, in_words};
use serde_json::Value;
use std::fmt;

/// One setting of a specification.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Setting {
    /// Its name in a specification.
    pub name: &'static str,
    /// What it may be set to.
    pub values: Values,
}

/// What a setting may be set to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Values {
    /// A number of a range.
    Number(Range),
    /// One of a few names.
    Name {
        /// What they name, as a message calls it.
        kind: &'static str,
        /// All of them.
        known: &'static [&'static str],
    },
    /// Text of a form that is described here, and checked where it is read.
    Text(&'static str),
    /// Such text, or nothing.
    OptionalText(&'static str),
}

impl fmt::Display for Values {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(range) => range.fmt(formatter),
            Self::Name { known, .. } => formatter.write_str(&known.join(", ")),
            Self::Text(form) | Self::OptionalText(form) => formatter.write_str(form),
        }
    }
}

/// A value that a setting does not take.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum SettingError {
    /// A number out of its range, or none.
    #[error(transparent)]
    Range(#[from] RangeError),
    /// A name that is not known.
    #[error(transparent)]
    Name(#[from] UnknownName),
    /// No text where text is wanted.
    #[error("{name} is {value}; give {wanted}, in quotation marks")]
    Text {
        /// The setting.
        name: &'static str,
        /// What was given.
        value: String,
        /// What may be given.
        wanted: String,
    },
}

impl Setting {
    /// A setting that is a number.
    pub const fn number(name: &'static str, range: Range) -> Self {
        Self { name, values: Values::Number(range) }
    }

    /// A setting that is one of a few names.
    pub const fn name(name: &'static str, kind: &'static str, known: &'static [&'static str]) -> Self {
        Self { name, values: Values::Name { kind, known } }
    }

    /// The value as the specification reads it.
    ///
    /// # Errors
    /// When the setting does not take it.
    pub fn read(&self, value: &Value) -> Result<Value, SettingError> {
        match (self.values, value) {
            (Values::Number(range), _) => return Ok(range.read(self.name, value)?),
            (Values::Name { kind, known }, Value::String(name)) => UnknownName::check(kind, name, known)?,
            (Values::Text(_), Value::String(_))
            | (Values::OptionalText(_), Value::String(_) | Value::Null) => {}
            (Values::Name { .. } | Values::Text(_) | Values::OptionalText(_), _) => {
                return Err(SettingError::Text {
                    name: self.name,
                    value: in_words(value),
                    wanted: self.wanted(),
                });
            }
        }
        Ok(value.clone())
    }

    fn wanted(&self) -> String {
        match self.values {
            Values::Name { .. } => format!("one of {}", self.values),
            Values::Number(_) | Values::Text(_) | Values::OptionalText(_) => self.values.to_string(),
        }
    }
}
