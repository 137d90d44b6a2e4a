//! Settings by name, each with its allowed values: the single source of checks, messages, help and completions.

use super::{DefaultValue, Range, RangeError, UnknownName, in_words};
use serde_json::Value;
use std::fmt;

/// One setting of a specification.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Setting {
    /// Its name in a specification.
    pub name: &'static str,
    /// Its allowed values.
    pub values: Values,
    /// Its default, unless the experiment or the landscape has another one.
    pub default: DefaultValue,
    /// The unit of its numbers; empty for pure numbers and for names, and in WebAssembly builds, which do not show it.
    pub unit: &'static str,
    /// What it does, in a sentence without a full stop; empty in WebAssembly builds, which do not show it.
    pub meaning: &'static str,
}

/// The allowed values of a setting.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Values {
    /// A number in a range.
    Number(Range),
    /// One of a few names.
    Name {
        /// What they name, for messages.
        kind: &'static str,
        /// All of them.
        known: &'static [&'static str],
    },
    /// Text of the form described here; its reader checks it.
    Text(&'static str),
    /// Such text, or an equivalent table.
    TextOrTable(&'static str),
    /// Such text, or nothing.
    OptionalText(&'static str),
    /// One or more numbers in a range: a list, a single number, or text with commas between them.
    Numbers {
        /// The range of each number.
        range: Range,
        /// The largest number of them.
        most: usize,
    },
}

impl fmt::Display for Values {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(range) => range.fmt(formatter),
            Self::Name { known, .. } => formatter.write_str(&known.join(", ")),
            Self::Text(form) | Self::TextOrTable(form) | Self::OptionalText(form) => {
                formatter.write_str(form)
            }
            Self::Numbers { range, most } => {
                write!(formatter, "1 to {most} numbers with commas between them, each {range}")
            }
        }
    }
}

/// A value that a setting does not accept.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum SettingError {
    /// A number out of its range, or a value that is not a number.
    #[error(transparent)]
    Range(#[from] RangeError),
    /// An unknown name.
    #[error(transparent)]
    Name(#[from] UnknownName),
    /// Something other than a list of numbers in range, or too many or none of them.
    #[error("{name} is {value}; give {wanted}")]
    Numbers {
        /// The setting.
        name: &'static str,
        /// The given value.
        value: String,
        /// The allowed values.
        wanted: String,
    },
    /// Something other than text.
    #[error("{name} is {value}; give {wanted} (in a job file, in quotation marks)")]
    Text {
        /// The setting.
        name: &'static str,
        /// The given value.
        value: String,
        /// The allowed values.
        wanted: String,
    },
}

/// Whether this program shows what settings mean. Those in a browser do not, and the words would make them larger.
const HAS_WORDS: bool = !cfg!(target_arch = "wasm32");

impl Setting {
    const fn new(name: &'static str, values: Values) -> Self {
        Self { name, values, default: DefaultValue::Nothing, unit: "", meaning: "" }
    }

    /// A setting that is a number.
    pub const fn number(name: &'static str, range: Range) -> Self {
        Self::new(name, Values::Number(range))
    }

    /// A setting that is one of a few names.
    pub const fn name(name: &'static str, kind: &'static str, known: &'static [&'static str]) -> Self {
        Self::new(name, Values::Name { kind, known })
    }

    /// A setting that is a list of at most `most` numbers.
    pub const fn numbers(name: &'static str, range: Range, most: usize) -> Self {
        Self::new(name, Values::Numbers { range, most })
    }

    /// A setting that is text of the form described.
    pub const fn text(name: &'static str, form: &'static str) -> Self {
        Self::new(name, Values::Text(form))
    }

    /// A setting that is such text, or an equivalent table.
    pub const fn text_or_table(name: &'static str, form: &'static str) -> Self {
        Self::new(name, Values::TextOrTable(form))
    }

    /// A setting that is such text, or nothing.
    pub const fn optional_text(name: &'static str, form: &'static str) -> Self {
        Self::new(name, Values::OptionalText(form))
    }

    /// The same setting, with this default.
    pub const fn with_default(self, default: DefaultValue) -> Self {
        Self { default, ..self }
    }

    /// The same setting, with this unit for its numbers.
    pub const fn in_unit(self, unit: &'static str) -> Self {
        Self { unit: if HAS_WORDS { unit } else { "" }, ..self }
    }

    /// The same setting, with this meaning.
    pub const fn means(self, meaning: &'static str) -> Self {
        Self { meaning: if HAS_WORDS { meaning } else { "" }, ..self }
    }

    /// The range of its number, or of each of its numbers; `None` if it takes no numbers.
    pub const fn range(&self) -> Option<Range> {
        match self.values {
            Values::Number(range) | Values::Numbers { range, .. } => Some(range),
            Values::Name { .. } | Values::Text(_) | Values::TextOrTable(_) | Values::OptionalText(_) => None,
        }
    }

    /// The value in the form that the specification reads.
    ///
    /// # Errors
    /// When the setting does not accept it.
    pub fn read(&self, value: &Value) -> Result<Value, SettingError> {
        match (self.values, value) {
            (Values::Number(range), _) => return Ok(range.read(self.name, value)?),
            (Values::Numbers { range, most }, _) => return self.read_numbers(range, most, value),
            (Values::Name { kind, known }, Value::String(name)) => UnknownName::check(kind, name, known)?,
            (Values::Text(_) | Values::TextOrTable(_), Value::String(_))
            | (Values::TextOrTable(_), Value::Object(_))
            | (Values::OptionalText(_), Value::String(_) | Value::Null) => {}
            (Values::Name { .. } | Values::Text(_) | Values::TextOrTable(_) | Values::OptionalText(_), _) => {
                return Err(SettingError::Text {
                    name: self.name,
                    value: in_words(value),
                    wanted: self.wanted(),
                });
            }
        }
        Ok(value.clone())
    }

    fn read_numbers(&self, range: Range, most: usize, value: &Value) -> Result<Value, SettingError> {
        let refused =
            || SettingError::Numbers { name: self.name, value: in_words(value), wanted: self.wanted() };
        let listed: Vec<Value> = match value {
            Value::Array(values) => values.clone(),
            Value::String(text) => {
                let number = |part: &str| serde_json::from_str(part.trim()).ok();
                text.split(',').map(number).collect::<Option<_>>().ok_or_else(refused)?
            }
            single => vec![single.clone()],
        };
        if listed.is_empty() || listed.len() > most {
            return Err(refused());
        }
        let read = |value: &Value| range.read(self.name, value).map_err(|_| refused());
        listed.iter().map(read).collect::<Result<_, _>>().map(Value::Array)
    }

    fn wanted(&self) -> String {
        match self.values {
            Values::Name { .. } => format!("one of {}", self.values),
            Values::Number(_)
            | Values::Text(_)
            | Values::TextOrTable(_)
            | Values::OptionalText(_)
            | Values::Numbers { .. } => self.values.to_string(),
        }
    }
}

/// The row of this name in a table, for constants: a name that the table lacks does not compile there.
pub const fn row(settings: &[Setting], name: &str) -> Setting {
    let mut place = 0;
    while !is_same(settings[place].name, name) {
        place += 1;
    }
    settings[place]
}

/// The range of the numbers of this name in a table, for constants: a name that the table lacks, or that has no
/// numbers, does not compile there.
pub const fn range_of(settings: &[Setting], name: &str) -> Range {
    let mut place = 0;
    loop {
        if let (true, Some(range)) = (is_same(settings[place].name, name), settings[place].range()) {
            return range;
        }
        place += 1;
    }
}

/// Whether two texts are equal; constants cannot use `==`.
const fn is_same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    if one.len() != other.len() {
        return false;
    }
    let mut place = 0;
    while place < one.len() {
        if one[place] != other[place] {
            return false;
        }
        place += 1;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::super::{choices, settings};
    use super::*;
    use serde_json::json;

    choices! {
        /// Two ends.
        pub enum Ends {
            /// One.
            Low = "low-end",
            /// The other.
            High = "high-end",
        }
    }

    /// A constant as the end of a range.
    const MOST: usize = 7;

    settings! {
        /// One setting of each kind.
        #[serde(deny_unknown_fields)]
        pub struct Every {
            /// Points of a
            /// line
            points: usize = 3, whole(1 to MOST), "points";
            /// Share of it
            share: f64 = 0.5, real(0.0 to 1.0);
            /// Rate
            rate: f64 = 0.1, above(0.0 to 1.0);
            /// Counts
            counts: Vec<usize> = [1, 2], list(whole(0 to 9) up to 4), "points";
            /// Rates
            rates: Vec<f64> = [0.1], list(above(0.0 to 1.0) up to 2);
            /// The end
            end: Ends = Ends::High, name("end");
            /// A note
            note: String = "none".to_owned(), text("none", "any text");
            /// A folder
            folder: Option<String> = None, optional_text("a path");
        }
    }

    #[test]
    fn one_row_makes_field_default_and_setting() {
        let fields = super::super::fields_of(&Every::default());
        assert_eq!(fields.len(), Every::SETTINGS.len());
        for setting in Every::SETTINGS {
            assert_eq!(setting.default.to_json(), fields[setting.name], "{}", setting.name);
            assert_eq!(setting.read(&fields[setting.name]), Ok(fields[setting.name].clone()));
        }
        let points = row(Every::SETTINGS, "points");
        assert_eq!((points.meaning, points.unit), ("Points of a line", "points"));
        assert_eq!(points.values, Values::Number(Range::Whole(1, 7)));
        assert_eq!(range_of(Every::SETTINGS, "share"), Range::Real(0.0, 1.0));
        assert_eq!(range_of(Every::SETTINGS, "rate"), Range::RealAbove(0.0, 1.0));
        assert_eq!(
            row(Every::SETTINGS, "counts"),
            Setting::numbers("counts", Range::Whole(0, 9), 4)
                .with_default(DefaultValue::Wholes(&[1, 2]))
                .in_unit("points")
                .means("Counts")
        );
        assert_eq!(row(Every::SETTINGS, "end").values, Values::Name { kind: "end", known: Ends::NAMES });
        assert_eq!(serde_json::to_value(Ends::Low).unwrap(), Ends::Low.name());
    }

    #[test]
    fn quotation_marks_are_for_job_files() {
        let setting = Setting::name("activation", "activation", &["relu", "tanh"]);
        assert_eq!(
            setting.read(&json!(3)).unwrap_err().to_string(),
            "activation is 3; give one of relu, tanh (in a job file, in quotation marks)"
        );
    }

    #[test]
    fn lists_are_read_from_a_list_a_number_and_text() {
        let setting = Setting::numbers("m", Range::Whole(1, 9), 3);
        assert_eq!(setting.read(&json!([1, 2.0])), Ok(json!([1, 2])));
        assert_eq!(setting.read(&json!(4)), Ok(json!([4])));
        assert_eq!(setting.read(&json!("1, 5,9")), Ok(json!([1, 5, 9])));
        for refused in
            [json!([]), json!([1, 2, 3, 4]), json!([0]), json!("1;2"), json!(""), json!(null), json!({})]
        {
            let message = setting.read(&refused).unwrap_err().to_string();
            assert!(
                message.ends_with(
                    "give 1 to 3 numbers with commas between them, each a whole number from 1 to 9"
                ),
                "{message}"
            );
        }
    }
}
