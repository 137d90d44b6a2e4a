//! Reads and writes the fragment of the page's address as settings, such as `seed=3&epochs=5`.

use crate::settings::{Range, present_name, remark_on_name};

/// The values of a setting that an address may give.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Values {
    /// Numbers of a range. A number outside becomes the nearest end, if that belongs to the range, or else is ignored.
    Numbers(Range),
    /// Names, each with its label for a reader.
    Names(&'static [(&'static str, &'static str)]),
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
    /// What is invalid and which names are former ones, in sentences; `None` if everything is as it should be.
    pub remark: Option<String>,
}

/// The most parts of an address that the remark repeats.
const MOST_PARTS: usize = 3;
/// The most characters that it repeats of each part.
const MOST_LETTERS: usize = 40;

/// Reads the fragment of an address. `settings` lists names and values; `number` parses a number. A number out of range
/// is clamped to it, and everything else that is invalid is ignored. A setting may be given under its former name.
///
/// A fragment without any `=` is a place on the page and has no settings.
pub fn read(fragment: &str, settings: &[(&str, Values)], number: impl Fn(&str) -> Option<f64>) -> Reading {
    let mut reading = Reading::default();
    let (mut misfits, mut remarks) = (Vec::new(), Vec::new());
    if !fragment.contains('=') {
        return reading;
    }
    for part in fragment.split('&').filter(|part| !part.is_empty()) {
        let (name, text) = part.split_once('=').unwrap_or((part, ""));
        let place = settings.iter().position(|(known, _)| *known == present_name(name));
        let value = place.and_then(|place| settings[place].1.read(text, &number));
        if let (Some(place), Some((value, _))) = (place, value) {
            // Of a setting under both names the present one counts, wherever it stands: an address is not refused, and the
            // last value of a setting counts.
            let order = if present_name(name) == name { reading.values.len() } else { 0 };
            reading.values.insert(order, (place, value));
            let sentence = remark_on_name(name).map(|remark| format!("{remark}."));
            remarks.extend(sentence.filter(|sentence| !remarks.contains(sentence)));
        }
        if !matches!(value, Some((_, Fit::AsGiven))) {
            misfits.push(part);
        }
    }
    if !misfits.is_empty() {
        remarks.push(remark(&misfits));
    }
    reading.remark = (!remarks.is_empty()).then(|| remarks.join(" "));
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
                let number = number(text).filter(|number| is_of_kind(*number, numbers))?;
                let fit = if numbers.contains(number) { Fit::AsGiven } else { Fit::BroughtIntoRange };
                let nearest = number.clamp(numbers.low(), numbers.high());
                // Neither NaN nor the low end of a range above it.
                numbers.contains(nearest).then_some((Value::Number(nearest), fit))
            }
        }
    }
}

/// Whether a number can be brought into a range: a fraction cannot be brought into one of whole numbers.
fn is_of_kind(number: f64, numbers: Range) -> bool {
    !numbers.is_whole() || number.fract() == 0.0 || number.is_infinite()
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

    const SETTINGS: [(&str, Values); 4] = [
        ("seed", Values::Numbers(Range::Whole(0, 100))),
        ("rate", Values::Numbers(Range::Real(0.001, 10.0))),
        ("network", Values::Names(&[("cnn", "CNN"), ("mlp", "MLP")])),
        ("measured_images", Values::Numbers(Range::Whole(10, 1000))),
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
    fn a_number_below_a_range_that_excludes_its_low_end_is_ignored() {
        let above = [("rate", Values::Numbers(Range::RealAbove(0.0, 10.0)))];
        let read_it = |text: &str| read(text, &above, |text| text.parse().ok());
        assert_eq!(read_it("rate=11").values, [(0, Value::Number(10.0))]);
        for ignored in ["rate=0", "rate=-1", "rate=NaN"] {
            let reading = read_it(ignored);
            assert!(reading.values.is_empty() && reading.remark.unwrap().contains(ignored), "{ignored}");
        }
    }

    #[test]
    fn a_former_name_is_read_and_remarked_on() {
        let reading = read_it("evaluation_size=50");
        assert_eq!(reading.values, [(3, Value::Number(50.0))]);
        let sentence = "evaluation_size is now measured_images; the old name works until 1.0.";
        assert_eq!(reading.remark.as_deref(), Some(sentence));
        for both in ["measured_images=60&evaluation_size=50", "evaluation_size=50&measured_images=60"] {
            assert_eq!(read_it(both).values, [(3, Value::Number(50.0)), (3, Value::Number(60.0))]);
        }
        let remark = read_it("evaluation_size=50&seed=1000").remark.unwrap();
        assert!(remark.starts_with(sentence) && remark.contains("invalid: seed=1000."), "{remark}");
    }

    #[test]
    fn a_place_on_the_page_is_no_setting() {
        for text in ["", "laboratory", "a&b&&"] {
            assert_eq!(read_it(text), Reading::default());
        }
    }
}
