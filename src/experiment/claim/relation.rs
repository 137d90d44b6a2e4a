//! The relation that a claim states between a measured and an expected number.

use serde::{Deserialize, Serialize};

/// What a claim states about the measured number m, the expected one e and the tolerance t.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Relation {
    /// m ≥ e − t.
    AtLeast,
    /// m ≤ e + t.
    AtMost,
    /// |m − e| ≤ t.
    Equals,
    /// m > e + t.
    Above,
    /// m < e − t.
    Below,
}

impl Relation {
    /// The names that a file may use, for messages.
    pub(super) const WANTED: &'static str = "at-least, at-most, equals, above or below";

    /// The relation with this name.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "at-least" => Some(Self::AtLeast),
            "at-most" => Some(Self::AtMost),
            "equals" => Some(Self::Equals),
            "above" => Some(Self::Above),
            "below" => Some(Self::Below),
            _ => None,
        }
    }

    /// Whether it holds; `None` if one of the numbers is not finite.
    pub fn holds(self, measured: f64, expected: f64, tolerance: f64) -> Option<bool> {
        let is_judged = measured.is_finite() && expected.is_finite() && tolerance.is_finite();
        is_judged.then(|| match self {
            Self::AtLeast => measured >= expected - tolerance,
            Self::AtMost => measured <= expected + tolerance,
            Self::Equals => (measured - expected).abs() <= tolerance,
            Self::Above => measured > expected + tolerance,
            Self::Below => measured < expected - tolerance,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Relation::{self, *};

    #[test]
    fn a_relation_holds_up_to_its_bound() {
        let cases = [
            (AtLeast, [true, true, true, false]),
            (AtMost, [false, true, true, true]),
            (Equals, [false, true, true, false]),
            (Above, [true, false, false, false]),
            (Below, [false, false, false, true]),
        ];
        for (relation, expected) in cases {
            let found = [3.5, 3.0, 1.0, 0.5].map(|measured| relation.holds(measured, 2.0, 1.0));
            assert_eq!(found, expected.map(Some), "{relation:?}");
        }
    }

    #[test]
    fn names_are_those_of_files() {
        for relation in [AtLeast, AtMost, Equals, Above, Below] {
            let name = serde_json::to_value(relation).unwrap();
            assert_eq!(Relation::named(name.as_str().unwrap()), Some(relation));
            assert!(Relation::WANTED.contains(name.as_str().unwrap()));
        }
    }
}
