//! The reader's choices: a value for each control of a chapter, within its range.

use crate::settings::in_words;
use crate::teaching::address::Values;
use crate::teaching::chapter::ChapterError;
use crate::teaching::chapter::outline::{Default, Outline};
use serde_json::{Map, Value};

/// How thoroughly a chapter is computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// Quickly, for a first picture.
    Quick,
    /// Completely.
    Full,
}

/// The values, the seed and the detail.
pub(super) struct Chosen {
    outline: &'static Outline,
    /// In the order of the outline; for a name, its index in the list.
    values: Vec<f64>,
    pub(super) seed: u64,
    pub(super) detail: Detail,
}

impl Chosen {
    /// Reads the values by their keys; missing ones take their defaults, and other keys are ignored.
    ///
    /// # Errors
    /// If a value is out of its control's range.
    pub(super) fn new(
        outline: &'static Outline,
        given: &Map<String, Value>,
        seed: u64,
        detail: Detail,
    ) -> Result<Self, ChapterError> {
        let mut values = Vec::with_capacity(outline.controls.len());
        for control in outline.controls {
            let place = |names: &[(&str, &str)], wanted: &str| {
                names.iter().position(|(name, _)| *name == wanted).map(|place| place as f64)
            };
            let value = match (given.get(control.key), control.values, control.default) {
                (None, _, Default::Number(number)) => Some(number),
                (None, Values::Names(names), Default::Name(name)) => place(names, name),
                (Some(value), Values::Numbers(numbers), _) => {
                    value.as_f64().filter(|number| numbers.contains(*number))
                }
                (Some(value), Values::Names(names), _) => value.as_str().and_then(|name| place(names, name)),
                (None, Values::Numbers(_), Default::Name(_)) => None,
            };
            values.push(value.ok_or_else(|| ChapterError::Value {
                key: control.key,
                value: given.get(control.key).map_or_else(|| "not given".to_owned(), in_words),
                label: control.label,
            })?);
        }
        Ok(Self { outline, values, seed, detail })
    }

    /// The number of a control; NaN for a key that the outline does not have.
    pub(super) fn number(&self, key: &str) -> f64 {
        let place = self.outline.controls.iter().position(|control| control.key == key);
        place.map_or(f64::NAN, |place| self.values[place])
    }

    /// The whole number of a control.
    pub(super) fn count(&self, key: &str) -> usize {
        self.number(key) as usize
    }

    /// The name that a control is set to.
    pub(super) fn name(&self, key: &str) -> &'static str {
        let control = self.outline.controls.iter().find(|control| control.key == key);
        match control.map(|control| control.values) {
            Some(Values::Names(names)) => names[self.count(key)].0,
            _ => "",
        }
    }

    /// `quick` or `full`, depending on the detail.
    pub(super) fn pick<T>(&self, quick: T, full: T) -> T {
        match self.detail {
            Detail::Quick => quick,
            Detail::Full => full,
        }
    }

    /// s, for a share p of D dimensions: at least 1, so that there is a loss.
    pub(super) fn short_dimension(&self) -> usize {
        let dimension = self.count("D");
        (libm::round(self.number("p") * dimension as f64) as usize).clamp(1, dimension)
    }
}
