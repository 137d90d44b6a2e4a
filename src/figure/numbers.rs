//! The numbers of a result, read by name: the result may come from a file.

use super::FigureError;
use serde_json::{Map, Value};

/// An object of numbers.
#[derive(Clone, Copy)]
pub(super) struct Numbers<'a>(&'a Map<String, Value>);

impl<'a> Numbers<'a> {
    /// The numbers of this object.
    pub(super) fn new(numbers: &'a Map<String, Value>) -> Self {
        Self(numbers)
    }

    /// A list of numbers; `null` is NaN.
    ///
    /// # Errors
    /// When it is missing or not a list of numbers.
    pub(super) fn list(self, name: &str) -> Result<Vec<f64>, FigureError> {
        let list = self.0.get(name).and_then(Value::as_array).ok_or_else(|| refusal(name))?;
        list.iter().map(|value| number(value, name)).collect()
    }

    /// A list of numbers; empty if it is missing.
    ///
    /// # Errors
    /// When it is not a list of numbers.
    pub(super) fn list_or_none(self, name: &str) -> Result<Vec<f64>, FigureError> {
        if self.0.contains_key(name) { self.list(name) } else { Ok(Vec::new()) }
    }

    /// Lists of numbers.
    ///
    /// # Errors
    /// When they are missing or not lists of numbers.
    pub(super) fn rows(self, name: &str) -> Result<Vec<Vec<f64>>, FigureError> {
        let rows = self.0.get(name).and_then(Value::as_array).ok_or_else(|| refusal(name))?;
        let mut read = Vec::with_capacity(rows.len());
        for row in rows {
            let row = row.as_array().ok_or_else(|| refusal(name))?;
            read.push(row.iter().map(|value| number(value, name)).collect::<Result<_, _>>()?);
        }
        Ok(read)
    }

    /// Whether there is an entry of that name.
    pub(super) fn has(self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// Lists of objects within this one, in a list.
    ///
    /// # Errors
    /// When they are missing or something else.
    pub(super) fn nested_parts(self, name: &str) -> Result<Vec<Vec<Self>>, FigureError> {
        let rows = self.0.get(name).and_then(Value::as_array).ok_or_else(|| refusal(name))?;
        let part = |part: &'a Value| part.as_object().map(Self).ok_or_else(|| refusal(name));
        let row = |row: &'a Value| row.as_array().ok_or_else(|| refusal(name))?.iter().map(part).collect();
        rows.iter().map(row).collect()
    }

    /// One number, if there is one.
    pub(super) fn number(self, name: &str) -> Option<f64> {
        self.0.get(name)?.as_f64()
    }

    /// A text, if there is one.
    pub(super) fn text(self, name: &str) -> Option<&'a str> {
        self.0.get(name)?.as_str()
    }

    /// A list of texts.
    ///
    /// # Errors
    /// When it is missing or something else.
    pub(super) fn texts(self, name: &str) -> Result<Vec<String>, FigureError> {
        let list = self.0.get(name).and_then(Value::as_array).ok_or_else(|| refusal(name))?;
        list.iter().map(|value| value.as_str().map(str::to_owned).ok_or_else(|| refusal(name))).collect()
    }

    /// An object within this one, if there is one.
    pub(super) fn part_or_none(self, name: &str) -> Option<Self> {
        Some(Self(self.0.get(name)?.as_object()?))
    }

    /// An object within this one.
    ///
    /// # Errors
    /// When it is missing or something else.
    pub(super) fn part(self, name: &str) -> Result<Self, FigureError> {
        self.part_or_none(name).ok_or_else(|| refusal(name))
    }

    /// Objects within this one.
    ///
    /// # Errors
    /// When they are missing or something else.
    pub(super) fn parts(self, name: &str) -> Result<Vec<Self>, FigureError> {
        parts(self.0.get(name), name)
    }

    /// Lists of objects within this one.
    ///
    /// # Errors
    /// When they are missing or something else.
    pub(super) fn lists_of_parts(self, name: &str) -> Result<Vec<Vec<Self>>, FigureError> {
        let lists = self.0.get(name).and_then(Value::as_array).ok_or_else(|| refusal(name))?;
        lists.iter().map(|list| parts(Some(list), name)).collect()
    }
}

fn parts<'a>(list: Option<&'a Value>, name: &str) -> Result<Vec<Numbers<'a>>, FigureError> {
    let parts = list.and_then(Value::as_array).ok_or_else(|| refusal(name))?;
    parts.iter().map(|part| part.as_object().map(Numbers).ok_or_else(|| refusal(name))).collect()
}

fn number(value: &Value, name: &str) -> Result<f64, FigureError> {
    match value {
        Value::Null => Ok(f64::NAN),
        other => other.as_f64().ok_or_else(|| refusal(name)),
    }
}

fn refusal(name: &str) -> FigureError {
    FigureError::Numbers(format!("{name} is missing or does not hold numbers"))
}
