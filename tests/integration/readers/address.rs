//! `address::read`: settings within their ranges, and a remark on everything that does not fit.

use wedgelab::settings::Range;
use wedgelab::teaching::address::{Value, Values, read, write};

const SETTINGS: [(&str, Values); 4] = [
    ("seed", Values::Numbers(Range::Whole(0, 1_000_000_000))),
    ("rate", Values::Numbers(Range::Real(1e-6, 10.0))),
    ("network", Values::Names(&[("cnn-4-8", "CNN"), ("mlp", "MLP")])),
    ("data", Values::Names(&[("synthetic", "Built-in")])),
];

pub fn seeds() -> Vec<Vec<u8>> {
    ["seed=3&rate=0.5&network=mlp", "rate=1e-3&data=synthetic", "laboratory"]
        .map(|text| text.as_bytes().to_vec())
        .to_vec()
}

pub fn check(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let read_it = |text: &str| read(text, &SETTINGS, |text| text.parse().ok());
    let reading = read_it(text);
    for (place, value) in &reading.values {
        match (SETTINGS[*place].1, value) {
            (Values::Numbers(numbers), Value::Number(number)) => assert!(numbers.contains(*number), "{text}"),
            (Values::Names(names), Value::Name(name)) => {
                assert!(names.iter().any(|(known, _)| known == name), "{text}");
            }
            _ => panic!("setting {place} is of another kind: {text}"),
        }
    }
    assert!(reading.remark.as_ref().is_none_or(|remark| remark.chars().count() < 300), "{text}");
    // Writing and reading again gives the same values.
    let shown = |value: Value| match value {
        Value::Number(number) => number.to_string(),
        Value::Name(name) => name.to_owned(),
    };
    let again =
        read_it(&write(reading.values.iter().map(|&(place, value)| (SETTINGS[place].0, shown(value)))));
    assert_eq!((again.values, again.remark), (reading.values, None), "{text}");
}
