//! A claim of the paper beside what was measured.

use serde::{Deserialize, Serialize};

/// One checkable sentence, the number that was measured for it, and whether it holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    /// A short name that stays the same from run to run.
    pub name: String,
    /// The sentence.
    pub statement: String,
    /// What came out.
    #[serde(deserialize_with = "crate::null_number::number")]
    pub measured: f64,
    /// What the claim or formula says.
    #[serde(deserialize_with = "crate::null_number::number")]
    pub expected: f64,
    /// How far from it still counts.
    #[serde(deserialize_with = "crate::null_number::number")]
    pub tolerance: f64,
    /// Whether it held.
    pub holds: bool,
}

impl Claim {
    /// The claim that something is at most `expected`, give or take.
    pub fn at_most(name: &str, statement: &str, measured: f64, expected: f64, tolerance: f64) -> Self {
        Self::new(name, statement, measured, expected, tolerance, measured <= expected + tolerance)
    }

    /// The claim that something is at least `expected`, give or take.
    pub fn at_least(name: &str, statement: &str, measured: f64, expected: f64, tolerance: f64) -> Self {
        Self::new(name, statement, measured, expected, tolerance, measured >= expected - tolerance)
    }

    /// The claim that something is more than `expected` by more than `tolerance`.
    pub fn above(name: &str, statement: &str, measured: f64, expected: f64, tolerance: f64) -> Self {
        Self::new(name, statement, measured, expected, tolerance, measured > expected + tolerance)
    }

    /// The claim that something is `expected`, give or take.
    pub fn equal(name: &str, statement: &str, measured: f64, expected: f64, tolerance: f64) -> Self {
        let holds = (measured - expected).abs() <= tolerance;
        Self::new(name, statement, measured, expected, tolerance, holds)
    }

    fn new(name: &str, statement: &str, measured: f64, expected: f64, tolerance: f64, holds: bool) -> Self {
        Self { name: name.to_owned(), statement: statement.to_owned(), measured, expected, tolerance, holds }
    }
}
