//! Reads the numbers of a result back from its file, structure by structure. The macro names every field, so that one
//! that is added or renamed does not compile until its reader is. Derived readers of these fifty structures would make the
//! page's workers larger.

use crate::points::{EpochMeasurement, Measurement};
use serde_json::{Map, Value};

/// A number of a file that is missing, or that is something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0} is missing or has the wrong type")]
pub struct UnreadableField(pub &'static str);

/// What can be read back from the JSON that serde writes of it.
pub(crate) trait FromJson: Sized {
    /// Reads a value; `name` is that of the field that holds it.
    ///
    /// # Errors
    /// When the value, or a part of it, is missing or something else.
    fn from_json(value: &Value, name: &'static str) -> Result<Self, UnreadableField>;
}

/// What stands for a field that a file lacks because its program did not write it, or did not measure it.
pub(in crate::experiment) trait Lacking {
    /// An empty list, zero, NaN or `None`, or a structure of these.
    fn lacking() -> Self;
}

/// An object whose fields are read by name.
pub(in crate::experiment) struct Fields<'a>(&'a Map<String, Value>);

impl<'a> Fields<'a> {
    /// The fields of a value; `name` is that of the field that holds it.
    pub(in crate::experiment) fn of(value: &'a Value, name: &'static str) -> Result<Self, UnreadableField> {
        value.as_object().map(Self).ok_or(UnreadableField(name))
    }

    /// A field without which something could not be drawn. A number may be `null`, which is read as NaN.
    pub(in crate::experiment) fn needed<T: FromJson>(
        &self,
        name: &'static str,
    ) -> Result<T, UnreadableField> {
        self.0.get(name).map_or(Err(UnreadableField(name)), |value| T::from_json(value, name))
    }

    /// A field that a file may lack.
    pub(in crate::experiment) fn lackable<T: FromJson + Lacking>(
        &self,
        name: &'static str,
    ) -> Result<T, UnreadableField> {
        self.0.get(name).map_or_else(|| Ok(T::lacking()), |value| T::from_json(value, name))
    }
}

/// Implements [`FromJson`] for a structure, or for the two structures of an experiment that measures different things on
/// wedges and on networks.
///
/// `from_json!(Line: needs [position, loss], may lack [accuracy])` names all fields: those without which a file is refused,
/// because they are drawn and every file has them, and those that it may lack. A structure needs at least one field, so that
/// an empty object is refused. `from_json!(Numbers: OnNetworks(A) if it has full_space, else OnWedges(B))` names a field
/// that only `A` has.
macro_rules! from_json {
    ($read:ident: needs [$($needed:ident),+ $(,)?] $(, may lack [$($lackable:ident),+ $(,)?])?) => {
        impl $crate::experiment::from_json::FromJson for $read {
            fn from_json(
                value: &serde_json::Value,
                name: &'static str,
            ) -> Result<Self, $crate::experiment::from_json::UnreadableField> {
                let fields = $crate::experiment::from_json::Fields::of(value, name)?;
                Ok(Self {
                    $($needed: fields.needed(stringify!($needed))?,)+
                    $($($lackable: fields.lackable(stringify!($lackable))?,)+)?
                })
            }
        }
    };
    ($read:ident: OnNetworks($networks:ident) if it has $field:ident, else OnWedges($wedges:ident)) => {
        impl $crate::experiment::from_json::FromJson for $read {
            fn from_json(
                value: &serde_json::Value,
                name: &'static str,
            ) -> Result<Self, $crate::experiment::from_json::UnreadableField> {
                // Compiles only if the field is there under this name.
                let _ = |numbers: &$networks| {
                    let _ = &numbers.$field;
                };
                match value.get(stringify!($field)) {
                    Some(_) => <$networks as $crate::experiment::from_json::FromJson>::from_json(value, name)
                        .map(Self::OnNetworks),
                    None => <$wedges as $crate::experiment::from_json::FromJson>::from_json(value, name)
                        .map(Self::OnWedges),
                }
            }
        }
    };
}

pub(in crate::experiment) use from_json;

/// `null`, which JSON has in place of NaN and infinite numbers, is NaN.
impl FromJson for f64 {
    fn from_json(value: &Value, name: &'static str) -> Result<Self, UnreadableField> {
        match value {
            Value::Null => Ok(Self::NAN),
            other => other.as_f64().ok_or(UnreadableField(name)),
        }
    }
}

/// A file may hold a larger number than `usize`; it becomes `usize::MAX`.
impl FromJson for usize {
    fn from_json(value: &Value, name: &'static str) -> Result<Self, UnreadableField> {
        let whole = value.as_f64().filter(|number| *number >= 0.0 && number.fract() == 0.0);
        whole.map(|number| number as Self).ok_or(UnreadableField(name))
    }
}

impl FromJson for u64 {
    fn from_json(value: &Value, name: &'static str) -> Result<Self, UnreadableField> {
        value.as_u64().ok_or(UnreadableField(name))
    }
}

impl FromJson for bool {
    fn from_json(value: &Value, name: &'static str) -> Result<Self, UnreadableField> {
        value.as_bool().ok_or(UnreadableField(name))
    }
}

impl FromJson for String {
    fn from_json(value: &Value, name: &'static str) -> Result<Self, UnreadableField> {
        value.as_str().map(str::to_owned).ok_or(UnreadableField(name))
    }
}

impl<T: FromJson> FromJson for Vec<T> {
    fn from_json(value: &Value, name: &'static str) -> Result<Self, UnreadableField> {
        let list = value.as_array().ok_or(UnreadableField(name))?;
        list.iter().map(|value| T::from_json(value, name)).collect()
    }
}

impl FromJson for [String; 2] {
    fn from_json(value: &Value, name: &'static str) -> Result<Self, UnreadableField> {
        Vec::from_json(value, name)?.try_into().map_err(|_| UnreadableField(name))
    }
}

impl<T: FromJson> FromJson for Option<T> {
    fn from_json(value: &Value, name: &'static str) -> Result<Self, UnreadableField> {
        if value.is_null() { Ok(None) } else { T::from_json(value, name).map(Some) }
    }
}

impl Lacking for usize {
    fn lacking() -> Self {
        0
    }
}

impl Lacking for f64 {
    fn lacking() -> Self {
        Self::NAN
    }
}

impl Lacking for String {
    fn lacking() -> Self {
        Self::new()
    }
}

impl<T> Lacking for Vec<T> {
    fn lacking() -> Self {
        Self::new()
    }
}

impl<T> Lacking for Option<T> {
    fn lacking() -> Self {
        None
    }
}

from_json!(EpochMeasurement: needs [epoch, test]);
from_json!(Measurement: needs [loss], may lack [accuracy]);

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[derive(Debug)]
    struct Two {
        first: Vec<f64>,
        second: Option<usize>,
    }

    from_json!(Two: needs [first], may lack [second]);

    #[test]
    fn what_is_missing_or_something_else_is_named() {
        let refused = |value| Two::from_json(&value, "two").unwrap_err().0;
        assert_eq!(refused(json!(1)), "two");
        assert_eq!(refused(json!({})), "first");
        assert_eq!(refused(json!({ "second": 1 })), "first");
        assert_eq!(refused(json!({ "first": [1.0, "one"] })), "first");
        assert_eq!(refused(json!({ "first": [], "second": -1 })), "second");
        assert_eq!(refused(json!({ "first": [], "second": 0.5 })), "second");
    }

    #[test]
    fn a_number_that_json_cannot_write_is_read_as_nan_and_one_that_is_lacking_as_none() {
        let read = Two::from_json(&json!({ "first": [null, 2] }), "two").unwrap();
        assert!(read.first[0].is_nan() && read.first[1] == 2.0 && read.second.is_none());
    }

    #[test]
    fn counts_beyond_any_computer_are_the_largest() {
        assert_eq!(usize::from_json(&json!(1e30), "steps"), Ok(usize::MAX));
        assert_eq!(usize::from_json(&json!(7), "steps"), Ok(7));
    }
}
