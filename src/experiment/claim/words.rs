//! A claim's outcome as text.

use super::{Claim, Relation};

/// The fewest significant digits of a number.
const FEWEST_DIGITS: usize = 3;
/// The number of significant digits that is exact.
const MOST_DIGITS: usize = 17;

impl Claim {
    /// The verdict.
    pub fn verdict(&self) -> &'static str {
        match self.holds() {
            Some(true) => "holds",
            Some(false) => "does not hold",
            None => "could not be judged",
        }
    }

    /// The measured number and the required one, as in "measured 4.50, must be above 0.045"; or why it could not be
    /// judged. The numbers have as many digits as the verdict needs.
    pub fn in_words(&self) -> String {
        let Some(measured) = self.measured() else {
            return self.reason.as_deref().unwrap_or("no finite number was measured").to_owned();
        };
        let Some(relation) = self.relation() else {
            let tolerance = match self.tolerance {
                0.0 => String::new(),
                tolerance => format!(" with a tolerance of {}", bound(tolerance, FEWEST_DIGITS)),
            };
            let (measured, expected) =
                (significant(measured, FEWEST_DIGITS), bound(self.expected, FEWEST_DIGITS));
            return format!("measured {measured}, to be compared with {expected}{tolerance}")
                .replace('-', "−");
        };
        let compared = |digits| Compared::of(relation, [measured, self.expected, self.tolerance], digits);
        let is_plain = |digits: &usize| compared(*digits).verdict(relation) == self.holds();
        let digits = (FEWEST_DIGITS..MOST_DIGITS).find(is_plain).unwrap_or(MOST_DIGITS);
        let Compared { measured, expected, tolerance } = compared(digits);
        let text = match relation {
            Relation::AtLeast => format!("measured {measured}, must be at least {expected}"),
            Relation::AtMost => format!("measured {measured}, must be at most {expected}"),
            Relation::Above => format!("measured {measured}, must be above {expected}"),
            Relation::Below => format!("measured {measured}, must be below {expected}"),
            Relation::Equals if self.tolerance == 0.0 => {
                format!("measured {measured}, must be exactly {expected}")
            }
            Relation::Equals => format!("measured {measured}, must be {expected} ± {tolerance}"),
        };
        text.replace('-', "−")
    }
}

/// The numbers of a claim as shown: an inequality shows one bound, which includes the tolerance.
struct Compared {
    measured: String,
    expected: String,
    tolerance: String,
}

impl Compared {
    fn of(relation: Relation, [measured, expected, tolerance]: [f64; 3], digits: usize) -> Self {
        let (expected, tolerance) = match relation {
            Relation::Equals => (expected, tolerance),
            Relation::AtMost | Relation::Above => (expected + tolerance, 0.0),
            Relation::AtLeast | Relation::Below => (expected - tolerance, 0.0),
        };
        Self {
            measured: significant(measured, digits),
            expected: bound(expected, digits),
            tolerance: bound(tolerance, digits),
        }
    }

    /// The verdict that follows from the numbers as shown.
    fn verdict(&self, relation: Relation) -> Option<bool> {
        let read = |text: &str| text.parse().unwrap_or(f64::NAN);
        let (measured, expected, tolerance): (f64, f64, f64) =
            (read(&self.measured), read(&self.expected), read(&self.tolerance));
        // A reader subtracts without rounding: 1.01 is within 0.01 of 1.
        let rounding = match relation {
            Relation::Equals => 4.0 * f64::EPSILON * measured.abs().max(expected.abs()),
            _ => 0.0,
        };
        relation.holds(measured, expected, tolerance + rounding)
    }
}

/// A finite number with `digits` significant digits; a whole number unchanged.
fn significant(value: f64, digits: usize) -> String {
    let size = value.abs();
    if size < 1e6 && value.fract() == 0.0 {
        // Not "-0".
        return format!("{}", value + 0.0);
    }
    if !(1e-4..1e6).contains(&size) {
        return format!("{value:.*e}", digits - 1);
    }
    let decimals = (digits as f64 - 1.0 - libm::floor(libm::log10(size))).max(0.0) as usize;
    format!("{value:.decimals$}")
}

/// The same without trailing zeros: most bounds are round numbers.
fn bound(value: f64, digits: usize) -> String {
    let text = significant(value, digits);
    let (number, power) = text.find('e').map_or((text.as_str(), ""), |place| text.split_at(place));
    let number = match number.contains('.') {
        true => number.trim_end_matches('0').trim_end_matches('.'),
        false => number,
    };
    format!("{number}{power}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_say_what_must_be() {
        let claim = |make: fn(&str, &str, f64, f64, f64) -> Claim, measured, expected, tolerance| {
            make("a", "b", measured, expected, tolerance).in_words()
        };
        let cases = [
            (claim(Claim::above, 4.4973, 0.0, 0.044_973), "measured 4.50, must be above 0.045"),
            (claim(Claim::at_least, -0.001_234, 0.0, 0.005), "measured −0.00123, must be at least −0.005"),
            (claim(Claim::at_most, 0.0, 0.0, 2e-5), "measured 0, must be at most 2e−5"),
            (claim(Claim::below, 2.149_9, 2.294_4, 0.0), "measured 2.15, must be below 2.29"),
            (claim(Claim::equal, 0.331, 1.0 / 3.0, 0.02), "measured 0.331, must be 0.333 ± 0.02"),
            (claim(Claim::equal, 3.0, 3.0, 0.0), "measured 3, must be exactly 3"),
            (claim(Claim::equal, 1234.5, 1300.0, 100.0), "measured 1234, must be 1300 ± 100"),
            (claim(Claim::at_most, f64::NAN, 0.0, 1.0), "no finite number was measured"),
            (claim(Claim::at_most, 1.0, f64::NAN, 1.0), "there is no finite number to compare it with"),
        ];
        for (found, expected) in cases {
            assert_eq!(found, expected);
        }
    }

    #[test]
    fn of_a_claim_without_a_relation_both_numbers_are_told() {
        let told = |measured: f64, tolerance: f64| {
            let old = serde_json::json!({"name": "a", "statement": "b", "measured": measured, "expected": 0.2,
                "tolerance": tolerance, "holds": true});
            Claim::from_json(&old).unwrap().in_words()
        };
        assert_eq!(told(1.29, 0.0), "measured 1.29, to be compared with 0.2");
        assert_eq!(told(-0.174, 1e-9), "measured −0.174, to be compared with 0.2 with a tolerance of 1e−9");
    }

    #[test]
    fn numbers_that_nearly_meet_their_bound_have_the_digits_that_tell() {
        let close = Claim::above("a", "b", 0.800_04, 0.8, 0.0);
        assert_eq!(close.in_words(), "measured 0.80004, must be above 0.8");
        let refuted = Claim::equal("a", "b", 1.010_1, 1.0, 0.01);
        assert_eq!(refuted.holds(), Some(false));
        assert_eq!(refuted.in_words(), "measured 1.0101, must be 1 ± 0.01");
    }
}
