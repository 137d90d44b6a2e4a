//! The default of a setting, as a constant.

use serde_json::Value;

/// A default, in the row of its setting.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum DefaultValue {
    /// None: the setting may be left out, or has no default.
    Nothing,
    /// A whole number.
    Whole(u64),
    /// A real number.
    Real(f64),
    /// One of the setting's names.
    Name(&'static str),
    /// Text.
    Text(&'static str),
    /// Whole numbers.
    Wholes(&'static [usize]),
    /// Real numbers.
    Reals(&'static [f64]),
}

impl DefaultValue {
    /// The number; `None` if it is not a single number.
    pub const fn number(self) -> Option<f64> {
        match self {
            Self::Whole(number) => Some(number as f64),
            Self::Real(number) => Some(number),
            Self::Nothing | Self::Name(_) | Self::Text(_) | Self::Wholes(_) | Self::Reals(_) => None,
        }
    }

    /// The default as a specification writes it.
    pub fn to_json(self) -> Value {
        match self {
            Self::Nothing => Value::Null,
            Self::Whole(number) => number.into(),
            Self::Real(number) => number.into(),
            Self::Name(text) | Self::Text(text) => text.into(),
            Self::Wholes(numbers) => numbers.into(),
            Self::Reals(numbers) => numbers.into(),
        }
    }
}
