//! Job files: settings in TOML, each with its line, or the result of a job, which holds its settings.

use crate::platform::system_cause;
use serde_json::{Map, Number, Value};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use toml::Spanned;
use toml::de::{DeInteger, DeString, DeTable, DeValue};

/// The longest job file that is read, in bytes; a page of settings takes a thousandth of that.
const LONGEST_FILE: u64 = 1 << 20;
/// The longest result that is read, in bytes.
const LONGEST_RESULT: u64 = 1 << 28;
/// The prefix of the result formats; all versions hold their settings in the same way.
const RESULT_FORMAT: &str = "wedgelab.result/";
/// The path that stands for standard input.
const STANDARD_INPUT: &str = "-";

/// The one setting that may be a table.
const NORMALISATION: &str = "normalisation";

/// A job file that cannot be used.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum JobFileError {
    /// It cannot be read, or is not valid UTF-8.
    #[error("{file} cannot be read ({reason}); give the path of a job file in TOML, or of a result.json")]
    Unreadable {
        /// The file's name.
        file: String,
        /// What the system said.
        reason: String,
    },
    /// Too long for a job file.
    #[error(
        "{file} is longer than {LONGEST_FILE} bytes, too long for a job file; give the path of a TOML file"
    )]
    TooLong {
        /// The file's name.
        file: String,
    },
    /// JSON, but not a result of this program.
    #[error("{file} is not a result of this program ({reason}); give a job file in TOML, or a result.json")]
    NoResult {
        /// The file's name.
        file: String,
        /// What is wrong.
        reason: String,
    },
    /// Not TOML.
    #[error(
        "{file}, line {line}, column {column}: this is not TOML ({reason}); write NAME = VALUE, with text in quotation marks"
    )]
    Syntax {
        /// The file's name.
        file: String,
        /// The line, from 1.
        line: usize,
        /// The character in the line, from 1.
        column: usize,
        /// The parser's message.
        reason: String,
    },
    /// A table, a list or a date where a plain value is needed.
    #[error(
        "{file}, line {line}: {field} is {found}; give a number, a list of numbers or text, as in `epochs = 10`"
    )]
    NotPlain {
        /// The file's name.
        file: String,
        /// The line, from 1.
        line: usize,
        /// The setting.
        field: String,
        /// What was found.
        found: &'static str,
    },
}

/// The settings of a job file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct JobFile {
    /// The settings, in the form from which a specification is read.
    pub settings: Map<String, Value>,
    /// The line of each, from 1.
    pub lines: BTreeMap<String, usize>,
}

impl JobFile {
    /// Reads a job file in TOML or a result in JSON; `-` stands for standard input.
    ///
    /// # Errors
    /// When it cannot be read, or is neither.
    pub fn open(path: &Path) -> Result<Self, JobFileError> {
        match path.as_os_str() == STANDARD_INPUT {
            true => Self::read(&name(path), || Ok(io::stdin().lock())),
            false => Self::read(&name(path), || File::open(path)),
        }
    }

    fn read<R: Read>(file: &str, open: impl FnOnce() -> io::Result<R>) -> Result<Self, JobFileError> {
        let unreadable = |error: io::Error| JobFileError::Unreadable {
            file: file.to_owned(),
            reason: system_cause(&error),
        };
        let mut content = open().map_err(unreadable)?;
        let mut bytes = Vec::new();
        content.by_ref().take(LONGEST_FILE + 1).read_to_end(&mut bytes).map_err(unreadable)?;
        // TOML never starts with a brace.
        if bytes.trim_ascii_start().starts_with(b"{") {
            content.take(LONGEST_RESULT).read_to_end(&mut bytes).map_err(unreadable)?;
            return Self::from_result(file, &bytes);
        }
        if bytes.len() as u64 > LONGEST_FILE {
            return Err(JobFileError::TooLong { file: file.to_owned() });
        }
        let text = String::from_utf8(bytes)
            .map_err(|error| unreadable(io::Error::new(io::ErrorKind::InvalidData, error.utf8_error())))?;
        Self::parse(file, &text)
    }

    /// The settings with which a result was computed.
    ///
    /// # Errors
    /// When it is not a result of this program.
    pub fn from_result(file: &str, bytes: &[u8]) -> Result<Self, JobFileError> {
        let refused = |reason: String| JobFileError::NoResult { file: file.to_owned(), reason };
        let result: Value = serde_json::from_slice(bytes).map_err(|error| refused(error.to_string()))?;
        match result.get("format").and_then(Value::as_str) {
            Some(format) if format.starts_with(RESULT_FORMAT) => {}
            Some(format) => {
                let format: String = format.escape_debug().take(60).collect();
                return Err(refused(format!("its format is '{format}'")));
            }
            None => return Err(refused("it names no format".to_owned())),
        }
        let settings = result.get("specification").and_then(Value::as_object);
        let settings = settings.ok_or_else(|| refused("it holds no specification".to_owned()))?;
        Ok(Self { settings: settings.clone(), lines: BTreeMap::new() })
    }

    /// Reads the settings in a text; `file` is its name in messages. Names and values are checked later, when a
    /// specification is made from them.
    ///
    /// # Errors
    /// When it is not TOML, or a setting is a date, a list with anything but numbers, or a table (only `normalisation`
    /// may be one). The error names file and line, and the setting if one is to blame.
    pub fn parse(file: &str, text: &str) -> Result<Self, JobFileError> {
        let table = DeTable::parse(text).map_err(|error| {
            let (line, column) = place(text, error.span().map_or(0, |span| span.start));
            JobFileError::Syntax { file: file.to_owned(), line, column, reason: one_line(error.message()) }
        })?;
        let mut read = Self::default();
        for (name, value) in table.get_ref() {
            let field = name.get_ref().to_string();
            let (line, _) = place(text, name.span().start);
            let value = match value.get_ref() {
                DeValue::Table(table) if field == NORMALISATION => plain_table(table),
                value => plain(value),
            };
            match value {
                Ok(value) => read.settings.insert(field.clone(), value),
                Err(found) => {
                    return Err(JobFileError::NotPlain { file: file.to_owned(), line, field, found });
                }
            };
            read.lines.insert(field, line);
        }
        Ok(read)
    }
}

/// The name of a job file in messages.
pub fn name(path: &Path) -> String {
    if path.as_os_str() == STANDARD_INPUT { "standard input".to_owned() } else { path.display().to_string() }
}

/// A table of plain values as JSON; the error says what was found instead of one.
fn plain_table(table: &DeTable<'_>) -> Result<Value, &'static str> {
    let entry = |(name, value): (&Spanned<DeString<'_>>, &Spanned<DeValue<'_>>)| {
        Ok((name.get_ref().to_string(), plain(value.get_ref())?))
    };
    table.iter().map(entry).collect::<Result<Map<_, _>, _>>().map(Value::Object)
}

/// A plain value as JSON; the error says what was found instead.
fn plain(value: &DeValue<'_>) -> Result<Value, &'static str> {
    match value {
        DeValue::String(text) => Ok(Value::String(text.to_string())),
        DeValue::Boolean(value) => Ok(Value::Bool(*value)),
        DeValue::Integer(integer) => Ok(whole(integer)),
        DeValue::Float(number) => {
            let text = number.as_str();
            let number = text.parse().ok().and_then(Number::from_f64);
            // `nan` and `inf`, which JSON lacks, stay as text, which every numeric range rejects.
            Ok(number.map_or_else(|| text.into(), Value::Number))
        }
        DeValue::Datetime(_) => Err("a date"),
        DeValue::Array(values) => {
            let number = |value: &DeValue<'_>| match value {
                DeValue::Integer(_) | DeValue::Float(_) => plain(value),
                _ => Err("a list with values other than numbers"),
            };
            values.iter().map(|value| number(value.get_ref())).collect::<Result<_, _>>().map(Value::Array)
        }
        DeValue::Table(_) => Err("a table"),
    }
}

/// A whole number of any size; one that does not fit 64 bits stays as text, which every numeric range rejects.
fn whole(integer: &DeInteger<'_>) -> Value {
    let text = integer.as_str();
    let number = i128::from_str_radix(text, integer.radix()).ok().and_then(Number::from_i128);
    number.map_or_else(|| text.into(), Value::Number)
}

/// The line and column, both from 1, of a byte of the text.
fn place(text: &str, byte: usize) -> (usize, usize) {
    let before = &text.as_bytes()[..byte.min(text.len())];
    let line_start = before.iter().rposition(|&byte| byte == b'\n').map_or(0, |end| end + 1);
    let line = 1 + before.iter().filter(|&&byte| byte == b'\n').count();
    let column = 1 + String::from_utf8_lossy(&before[line_start..]).chars().count();
    (line, column)
}

fn one_line(message: &str) -> String {
    message.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn refusal(text: &str) -> String {
        JobFile::parse("job.toml", text).unwrap_err().to_string()
    }

    #[test]
    fn plain_values_are_read_with_their_lines() {
        let text = "# A job.\nepochs = 1_000\nlearning_rate = 1e-3\n\nseed = 0xff\ndata = \"cifar10\"\n";
        let read = JobFile::parse("job.toml", text).unwrap();
        let expected = json!({"epochs": 1000, "learning_rate": 0.001, "seed": 255, "data": "cifar10"});
        assert_eq!(Value::Object(read.settings), expected);
        assert_eq!((read.lines["epochs"], read.lines["seed"], read.lines["data"]), (2, 5, 6));
        assert_eq!(JobFile::parse("job.toml", "").unwrap(), JobFile::default());
    }

    #[test]
    fn numbers_that_json_does_not_have_stay_as_they_were_written() {
        let text = "a = nan\nb = -inf\nc = 18446744073709551615\nd = 99999999999999999999";
        let read = JobFile::parse("job.toml", text).unwrap().settings;
        let expected = json!({"a": "nan", "b": "-inf", "c": 18_446_744_073_709_551_615_u64, "d": "99999999999999999999"});
        assert_eq!(Value::Object(read), expected);
    }

    #[test]
    fn invalid_toml_is_reported_with_its_place() {
        assert!(
            refusal("epochs = 3\nepochs = 4").starts_with("job.toml, line 2, column 1: this is not TOML (")
        );
        assert!(refusal("\n\nlearning_rate 0.1").starts_with("job.toml, line 3, "));
        assert!(refusal("data = \"open").starts_with("job.toml, line 1, "));
        assert!(refusal("seed = 1\nnetwork = cnn-8").starts_with("job.toml, line 2, column 11: "));
    }

    #[test]
    fn a_normalisation_may_be_a_table() {
        let expected = json!({"normalisation": {"mean": [0.5, 0.4], "standard_deviation": 1}});
        for text in [
            "normalisation = { mean = [0.5, 0.4], standard_deviation = 1 }",
            "[normalisation]\nmean = [0.5, 0.4]\nstandard_deviation = 1",
        ] {
            assert_eq!(Value::Object(JobFile::parse("job.toml", text).unwrap().settings), expected);
        }
        assert!(refusal("normalisation = { mean = { a = 1 } }").contains("normalisation is a table"));
    }

    #[test]
    fn tables_lists_and_dates_are_no_plain_values() {
        assert!(
            refusal("seed = 1\n[descent]\nepochs = 3").contains("line 2: descent is a table; give a number")
        );
        assert!(refusal("a.b = 1").contains("line 1: a is a table"));
        assert!(refusal("epochs = [true]").contains("line 1: epochs is a list with values other"));
        assert!(refusal("\nseed = 2019-12-08").contains("line 2: seed is a date"));
        assert!(refusal("[[runs]]\nseed = 1").contains("runs is a list"));
    }

    #[test]
    fn a_result_gives_the_settings_that_it_was_computed_with() {
        for version in ["1", "2"] {
            let text =
                format!("{{\"format\": \"wedgelab.result/{version}\", \"specification\": {{\"seed\": 7}}}}");
            let read = JobFile::from_result("result.json", text.as_bytes()).unwrap();
            assert_eq!(Value::Object(read.settings), json!({"seed": 7}));
        }
        for other in ["{", "{}", "{\"format\": \"wedgelab.report/1\"}", "{\"format\": \"wedgelab.result/1\"}"]
        {
            let message = JobFile::from_result("r.json", other.as_bytes()).unwrap_err().to_string();
            assert!(message.starts_with("r.json is not a result of this program ("), "{message}");
        }
    }

    #[test]
    fn what_is_no_text_or_too_long_is_refused_unread() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("job.toml");
        let refusal = || JobFile::open(&path).unwrap_err();
        assert!(matches!(refusal(), JobFileError::Unreadable { .. }));
        std::fs::write(&path, [0xff, 0xfe, 0x00]).unwrap();
        assert!(matches!(refusal(), JobFileError::Unreadable { .. }));
        std::fs::write(&path, "#".repeat(2 << 20)).unwrap();
        assert!(matches!(refusal(), JobFileError::TooLong { .. }));
        assert!(matches!(JobFile::open(folder.path()), Err(JobFileError::Unreadable { .. })));
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in ".*") {
            let _ = JobFile::parse("job.toml", &text);
        }

        #[test]
        fn anything_like_toml_is_read_or_refused_with_a_line_of_the_text(
            lines in prop::collection::vec("[a-c.\\[\\]\"'{}=, #0-9einf:TZ+_\\\\-]{0,12}", 0..8)
        ) {
            let text = lines.join("\n");
            match JobFile::parse("job.toml", &text) {
                Ok(read) => {
                    prop_assert!(read.lines.values().all(|line| (1..=lines.len()).contains(line)));
                    prop_assert!(read.settings.keys().eq(read.lines.keys()));
                    prop_assert!(read.settings.values().all(|value| !value.is_object() && !value.is_array()));
                }
                Err(JobFileError::Syntax { line, .. } | JobFileError::NotPlain { line, .. }) => {
                    prop_assert!((1..=lines.len().max(1)).contains(&line));
                }
                Err(other) => prop_assert!(false, "{other}"),
            }
        }
    }
}
