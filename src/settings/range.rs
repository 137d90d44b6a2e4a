//! The ranges of numbers: one description for checks, messages and help.

use serde_json::Value;
use std::fmt;

/// Which numbers are allowed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Range {
    /// Whole numbers, both ends included.
    Whole(u64, u64),
    /// Real numbers, both ends included.
    Real(f64, f64),
    /// Real numbers above the first end, up to and including the second.
    RealAbove(f64, f64),
}

impl fmt::Display for Range {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole(low, high) => write!(formatter, "a whole number from {low} to {high}"),
            Self::Real(low, high) => write!(formatter, "a number from {low} to {high}"),
            Self::RealAbove(low, high) => write!(formatter, "a number above {low} and at most {high}"),
        }
    }
}

/// A number out of its range, or a value that is not a number.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{field} is {value}; {}", advice(value, *range))]
pub struct RangeError {
    /// The setting's name.
    pub field: &'static str,
    /// The given value.
    pub value: String,
    /// The allowed values.
    pub range: Range,
}

impl Range {
    /// The low end; only [`Range::RealAbove`] does not include it.
    pub const fn low(self) -> f64 {
        match self {
            Self::Whole(low, _) => low as f64,
            Self::Real(low, _) | Self::RealAbove(low, _) => low,
        }
    }

    /// The high end, which every range includes.
    pub const fn high(self) -> f64 {
        match self {
            Self::Whole(_, high) => high as f64,
            Self::Real(_, high) | Self::RealAbove(_, high) => high,
        }
    }

    /// Whether only whole numbers belong to it.
    pub const fn is_whole(self) -> bool {
        matches!(self, Self::Whole(..))
    }

    /// Whether a number is in range. NaN is out of every range, and a fraction is out of every range of whole numbers.
    pub fn contains(self, value: f64) -> bool {
        match self {
            Self::Whole(low, high) => value.fract() == 0.0 && (low as f64..=high as f64).contains(&value),
            Self::Real(low, high) => (low..=high).contains(&value),
            Self::RealAbove(low, high) => value > low && value <= high,
        }
    }

    /// Checks a number. NaN is out of every range, and a fraction is out of every range of whole numbers.
    ///
    /// # Errors
    /// When it is out of range.
    pub fn check(self, field: &'static str, value: f64) -> Result<(), RangeError> {
        if self.contains(value) { Ok(()) } else { Err(self.refusal(field, value.to_string())) }
    }

    /// Checks a count, to the last digit for ranges of whole numbers.
    ///
    /// # Errors
    /// When it is out of range.
    pub fn check_count(self, field: &'static str, value: u64) -> Result<(), RangeError> {
        match self {
            Self::Whole(low, high) if (low..=high).contains(&value) => Ok(()),
            Self::Whole(..) => Err(self.refusal(field, value.to_string())),
            Self::Real(..) | Self::RealAbove(..) => self.check(field, value as f64),
        }
    }

    /// The number in a JSON value, if it is in range. `1e3` and `1000.0` count as whole numbers.
    ///
    /// # Errors
    /// When it is out of range, or not a number.
    pub fn read(self, field: &'static str, value: &Value) -> Result<Value, RangeError> {
        let refused = || self.refusal(field, in_words(value));
        if let (Self::Whole(..), Some(count)) = (self, value.as_u64()) {
            self.check_count(field, count)?;
            return Ok(value.clone());
        }
        let number = value.as_f64().ok_or_else(refused)?;
        self.check(field, number).map_err(|_| refused())?;
        match self {
            // Above this, doubles skip whole numbers, and the intended number is unknown.
            Self::Whole(..) if number > LAST_EXACT => Err(refused()),
            Self::Whole(..) => Ok((number as u64).into()),
            Self::Real(..) | Self::RealAbove(..) => Ok(value.clone()),
        }
    }

    fn refusal(self, field: &'static str, value: String) -> RangeError {
        RangeError { field, value, range: self }
    }
}

/// What to write instead of a wrong value.
fn advice(value: &str, range: Range) -> String {
    let text = value.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')).unwrap_or_default();
    let is_fraction = |meant: &str| matches!(range, Range::Whole(..)) && meant.contains('.');
    let fits = |meant: &String| {
        !is_fraction(meant) && meant.parse().is_ok_and(|number| range.check("", number).is_ok())
    };
    let meant: Vec<String> = without_commas(text).into_iter().filter(fits).collect();
    match meant.is_empty() {
        true => format!("give {range}"),
        false => format!("write {}", meant.join(" or ")),
    }
}

/// The numbers that a text with commas may mean, in the accepted notation: `0,5` is 0.5, `1.000,5` is 1000.5, and
/// `1,000` is 1.000 or 1000.
fn without_commas(text: &str) -> Vec<String> {
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_thousands = |parts: &[&str]| {
        parts.len() > 1
            && matches!(parts[0].len(), 1..=3)
            && !parts[0].starts_with('0')
            && parts[1..].iter().all(|part| part.len() == 3)
            && parts.iter().all(|part| is_digits(part))
    };
    let (sign, plain) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text),
    };
    let (number, exponent) = match plain.find(['e', 'E']) {
        Some(place) => plain.split_at(place),
        None => (plain, ""),
    };
    let mut meant = Vec::new();
    if let [whole, fraction] = number.split(',').collect::<Vec<_>>()[..] {
        let groups: Vec<&str> = whole.split('.').collect();
        if is_digits(fraction) && (is_digits(whole) || is_thousands(&groups)) {
            meant.push(format!("{sign}{}.{fraction}{exponent}", groups.concat()));
        }
    }
    let (whole, fraction) = match number.split_once('.') {
        Some((whole, fraction)) if is_digits(fraction) => (whole, Some(fraction)),
        _ => (number, None),
    };
    let groups: Vec<&str> = whole.split(',').collect();
    if is_thousands(&groups) {
        let fraction = fraction.map(|digits| format!(".{digits}")).unwrap_or_default();
        meant.push(format!("{sign}{}{fraction}{exponent}", groups.concat()));
    }
    meant
}

/// 2⁵³, up to which every whole number is representable as a double.
const LAST_EXACT: f64 = 9_007_199_254_740_992.0;

/// The largest number of characters of a wrong value that a message repeats.
const LONGEST_QUOTATION: usize = 60;

/// A value as a message repeats it: text in quotation marks, long text shortened, the kind of a list or an object.
pub fn in_words(value: &Value) -> String {
    match value {
        Value::String(text) if text.chars().count() > LONGEST_QUOTATION => {
            let start: String = text.chars().take(LONGEST_QUOTATION).collect();
            format!("'{start}…'")
        }
        Value::String(text) => format!("'{text}'"),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "a table".to_owned(),
        Value::Null => "nothing".to_owned(),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const EPOCHS: Range = Range::Whole(1, 9);
    const RATES: Range = Range::RealAbove(0.0, 1.0);
    const SHARES: Range = Range::Real(0.0, 0.95);

    #[test]
    fn messages_say_field_value_and_range() {
        let message = |range: Range, value: Value| range.read("field", &value).unwrap_err().to_string();
        assert_eq!(message(EPOCHS, json!(0)), "field is 0; give a whole number from 1 to 9");
        assert_eq!(message(EPOCHS, json!("many")), "field is 'many'; give a whole number from 1 to 9");
        assert_eq!(message(RATES, json!(0)), "field is 0; give a number above 0 and at most 1");
        assert_eq!(message(SHARES, json!([1])), "field is a list; give a number from 0 to 0.95");
        assert!(message(SHARES, json!("x".repeat(1000))).len() < 120);
    }

    #[test]
    fn a_comma_within_a_number_is_refused_with_what_to_write() {
        let rates = Range::Real(0.0, 10_000.0);
        let message = |range: Range, text: &str| range.read("field", &json!(text)).unwrap_err().to_string();
        for (text, advice) in [
            ("0,5", "write 0.5"),
            ("0,001", "write 0.001"),
            ("1,5e-3", "write 1.5e-3"),
            ("1.000,5", "write 1000.5"),
            ("1,000.5", "write 1000.5"),
            ("1,000", "write 1.000 or 1000"),
            ("0,5,1", "give a number from 0 to 10000"),
            ("-0,5", "give a number from 0 to 10000"),
            (",", "give a number from 0 to 10000"),
            ("99,999", "write 99.999"),
        ] {
            assert_eq!(message(rates, text), format!("field is '{text}'; {advice}"));
        }
        let counts = Range::Whole(0, 100_000);
        assert_eq!(message(counts, "1,000"), "field is '1,000'; write 1000");
        assert_eq!(message(counts, "0,5"), "field is '0,5'; give a whole number from 0 to 100000");
    }

    #[test]
    fn ends_belong_to_a_range_or_do_not() {
        for (range, inside, outside) in [
            (EPOCHS, [1.0, 9.0], [0.0, 10.0]),
            (RATES, [f64::MIN_POSITIVE, 1.0], [0.0, 1.1]),
            (SHARES, [0.0, 0.95], [-0.1, 0.96]),
        ] {
            assert!(inside.into_iter().all(|value| range.check("field", value).is_ok()), "{range}");
            assert!(outside.into_iter().all(|value| range.check("field", value).is_err()), "{range}");
            for nonsense in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
                assert!(range.check("field", nonsense).is_err(), "{range}");
            }
        }
        assert!(EPOCHS.check("field", 1.5).is_err());
    }

    #[test]
    fn whole_numbers_are_read_to_the_last_digit() {
        let seeds = Range::Whole(0, u64::MAX);
        assert_eq!(seeds.read("seed", &json!(u64::MAX)), Ok(json!(u64::MAX)));
        assert_eq!(seeds.read("seed", &json!(1e3)), Ok(json!(1000)));
        assert_eq!(seeds.read("seed", &json!(-0.0)), Ok(json!(0)));
        for refused in [json!(-1), json!(0.5), json!(1e19), json!(1e300), json!(null), json!(true), json!({})]
        {
            assert!(seeds.read("seed", &refused).is_err(), "{refused}");
        }
        assert!(Range::Whole(0, u64::MAX - 1).check_count("seed", u64::MAX).is_err());
    }
}
