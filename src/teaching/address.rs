//! Reads and writes the fragment of the page's address as settings, such as `seed=3&epochs=5`.

use std::fmt;

/// The values of a setting that an address may give.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Values {
    /// Numbers.
    Numbers(Numbers),
    /// Names, each with its label for a reader.
    Names(&'static [(&'static str, &'static str)]),
}

/// The numbers of a range.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Numbers {
    /// The smallest, or the number that all of them exceed.
    pub low: f64,
    /// The largest.
    pub high: f64,
    /// Whether only whole numbers belong to it.
    pub is_whole: bool,
    /// Whether the lower end is not one of them.
    pub is_above: bool,
}

impl fmt::Display for Numbers {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { low, high, is_whole, is_above } = self;
        let kind = if *is_whole { "a whole number" } else { "a number" };
        match is_above {
            true => write!(formatter, "{kind} above {low} and at most {high}"),
            false => write!(formatter, "{kind} from {low} to {high}"),
        }
    }
}

impl Numbers {
    /// Whole numbers, both ends included.
    pub const fn whole(low: f64, high: f64) -> Self {
        Self { low, high, is_whole: true, is_above: false }
    }

    /// Real numbers, both ends included.
    pub const fn real(low: f64, high: f64) -> Self {
        Self { low, high, is_whole: false, is_above: false }
    }

    /// Real numbers, without the lower end.
    pub const fn above(low: f64, high: f64) -> Self {
        Self { is_above: true, ..Self::real(low, high) }
    }

    /// Whether a number is one of them.
    pub fn contains(&self, number: f64) -> bool {
        let is_excluded_end = self.is_above && number == self.low;
        (self.low..=self.high).contains(&number) && !is_excluded_end && self.is_of_kind(number)
    }

    fn is_of_kind(&self, number: f64) -> bool {
        !self.is_whole || number.fract() == 0.0 || number.is_infinite()
    }
}

/// A value that an address gives.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value {
    /// A number of the setting's range.
    Number(f64),
    /// One of the setting's names.
    Name(&'static str),
}

/// The content of an address.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reading {
    /// Indices in the list of settings, with their values; of two values for one index the last counts.
    pub values: Vec<(usize, Value)>,
    /// A sentence on what is invalid; `None` if everything is valid.
    pub remark: Option<String>,
}

/// The most parts of an address that the remark repeats,
const MOST_PARTS: usize = 3;
/// ... and the most characters of each part.
const MOST_LETTERS: usize = 40;

/// Reads the fragment of an address. `settings` lists names and values; `number` parses a number. A number out of range
/// is clamped to it, and everything else that is invalid is ignored.
///
/// A fragment without any `=` is a place on the page and has no settings.
pub fn read(fragment: &str, settings: &[(&str, Values)], number: impl Fn(&str) -> Option<f64>) -> Reading {
    let mut reading = Reading::default();
    let mut misfits = Vec::new();
    if !fragment.contains('=') {
        return reading;
    }
    for part in fragment.split('&').filter(|part| !part.is_empty()) {
        let (name, text) = part.split_once('=').unwrap_or((part, ""));
        let place = settings.iter().position(|(known, _)| *known == name);
        let value = place.and_then(|place| settings[place].1.read(text, &number));
        if let (Some(place), Some((value, _))) = (place, value) {
            reading.values.push((place, value));
        }
        if !matches!(value, Some((_, Fit::AsGiven))) {
            misfits.push(part);
        }
    }
    reading.remark = (!misfits.is_empty()).then(|| remark(&misfits));
    reading
}

/// Whether a value was taken as it was given.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fit {
    AsGiven,
    BroughtIntoRange,
}

impl Values {
    fn read(self, text: &str, number: impl Fn(&str) -> Option<f64>) -> Option<(Value, Fit)> {
        match self {
            Self::Names(names) => {
                let (name, _) = names.iter().find(|(name, _)| *name == text)?;
                Some((Value::Name(name), Fit::AsGiven))
            }
            Self::Numbers(numbers) => {
                let number = number(text).filter(|number| !number.is_nan() && numbers.is_of_kind(*number))?;
                let fit = if numbers.contains(number) { Fit::AsGiven } else { Fit::BroughtIntoRange };
                Some((Value::Number(number.clamp(numbers.low, numbers.high)), fit))
            }
        }
    }
}

fn remark(misfits: &[&str]) -> String {
    let mut parts: Vec<String> =
        misfits.iter().take(MOST_PARTS).map(|part| part.chars().take(MOST_LETTERS).collect()).collect();
    if misfits.len() > MOST_PARTS {
        parts.push("…".to_owned());
    }
    format!(
        "These parts of the address are invalid: {}. A number out of range was replaced by the nearest one allowed; other \
         invalid parts were ignored.",
        parts.join(", ")
    )
}

/// The fragment for these names and values.
pub fn write<'a>(values: impl Iterator<Item = (&'a str, String)>) -> String {
    let mut text = String::new();
    for (name, value) in values {
        if !text.is_empty() {
            text.push('&');
        }
        text.push_str(name);
        text.push('=');
        text.push_str(&value);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const SETTINGS: [(&str, Values); 3] = [
        ("seed", Values::Numbers(Numbers::whole(0.0, 100.0))),
        ("rate", Values::Numbers(Numbers::real(0.001, 10.0))),
        ("network", Values::Names(&[("cnn", "CNN"), ("mlp", "MLP")])),
    ];

    fn read_it(text: &str) -> Reading {
        read(text, &SETTINGS, |text| text.parse().ok())
    }

    #[test]
    fn what_fits_is_taken_without_a_word() {
        let reading = read_it("seed=3&rate=0.5&network=mlp");
        assert_eq!(
            reading.values,
            [(0, Value::Number(3.0)), (1, Value::Number(0.5)), (2, Value::Name("mlp"))]
        );
        assert_eq!(reading.remark, None);
    }

    #[test]
    fn what_does_not_fit_is_said() {
        let reading = read_it("seed=1e9&rate=-inf&network=rnn&depth=4&seed=2.5&network");
        assert_eq!(reading.values, [(0, Value::Number(100.0)), (1, Value::Number(0.001))]);
        let remark = reading.remark.unwrap();
        assert!(remark.contains("seed=1e9, rate=-inf, network=rnn, …."), "{remark}");
        assert_eq!(read_it("seed=").values, []);
    }

    #[test]
    fn a_range_without_its_lower_end_says_so() {
        let rates = Numbers::above(0.0, 1000.0);
        assert!(!rates.contains(0.0) && rates.contains(1e-9) && rates.contains(1000.0));
        assert_eq!(rates.to_string(), "a number above 0 and at most 1000");
        assert_eq!(Numbers::whole(1.0, 9.0).to_string(), "a whole number from 1 to 9");
    }

    #[test]
    fn a_place_on_the_page_is_no_setting() {
        for text in ["", "laboratory", "a&b&&"] {
            assert_eq!(read_it(text), Reading::default());
        }
    }
}
