//! A claim of the paper with what was measured.

mod relation;
mod tally;
mod words;

pub use relation::Relation;
pub use tally::Tally;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One checkable sentence, the number that was measured for it, and whether it holds.
///
/// The verdict follows from the numbers and the relation alone, all of which are in the file: nothing else can set it.
///
/// ```
/// use wedgelab::prelude::*;
///
/// let claim = Claim::above("barrier", "the line climbs above both optima", 1.5, 1.0, 0.2);
/// assert_eq!(claim.holds(), Some(true));
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Value")]
pub struct Claim {
    /// A short name, the same in every run.
    pub name: String,
    /// The sentence.
    pub statement: String,
    measured: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    relation: Option<Relation>,
    expected: f64,
    tolerance: f64,
    holds: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

/// An invalid claim in a file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a claim's {field} is {found}, not {wanted}")]
pub struct ClaimError {
    field: &'static str,
    found: String,
    wanted: &'static str,
}

impl Claim {
    /// The claim that something is at most `expected + tolerance`.
    pub fn at_most(name: &str, statement: &str, measured: f64, expected: f64, tolerance: f64) -> Self {
        Self::new(name, statement, measured, (Relation::AtMost, expected, tolerance))
    }

    /// The claim that something is at least `expected - tolerance`.
    pub fn at_least(name: &str, statement: &str, measured: f64, expected: f64, tolerance: f64) -> Self {
        Self::new(name, statement, measured, (Relation::AtLeast, expected, tolerance))
    }

    /// The claim that something is more than `expected + tolerance`.
    pub fn above(name: &str, statement: &str, measured: f64, expected: f64, tolerance: f64) -> Self {
        Self::new(name, statement, measured, (Relation::Above, expected, tolerance))
    }

    /// The claim that something is less than `expected - tolerance`.
    pub fn below(name: &str, statement: &str, measured: f64, expected: f64, tolerance: f64) -> Self {
        Self::new(name, statement, measured, (Relation::Below, expected, tolerance))
    }

    /// The claim that something is within `tolerance` of `expected`.
    pub fn equal(name: &str, statement: &str, measured: f64, expected: f64, tolerance: f64) -> Self {
        Self::new(name, statement, measured, (Relation::Equals, expected, tolerance))
    }

    fn new(
        name: &str,
        statement: &str,
        measured: f64,
        (relation, expected, tolerance): (Relation, f64, f64),
    ) -> Self {
        let holds = relation.holds(measured, expected, tolerance);
        let reason = holds.is_none().then(|| match measured.is_finite() {
            true => "there is no finite number to compare it with".to_owned(),
            false => "no finite number was measured".to_owned(),
        });
        Self {
            name: name.to_owned(),
            statement: statement.to_owned(),
            // Without a verdict there is no number, so that nobody judges it.
            measured: holds.map(|_| measured),
            relation: Some(relation),
            expected,
            tolerance,
            holds,
            reason,
        }
    }

    /// The same claim; if it could not be judged, `reason` says why, as text.
    pub fn or_not_judged(mut self, reason: &str) -> Self {
        if self.holds.is_none() {
            self.reason = Some(reason.to_owned());
        }
        self
    }

    /// What was measured; `None` if the claim could not be judged.
    pub fn measured(&self) -> Option<f64> {
        self.measured
    }

    /// The required relation of the measured to the expected number; `None` in files of older versions, which do not
    /// state it.
    pub fn relation(&self) -> Option<Relation> {
        self.relation
    }

    /// The number that the claim or formula predicts.
    pub fn expected(&self) -> f64 {
        self.expected
    }

    /// The tolerance of the comparison.
    pub fn tolerance(&self) -> f64 {
        self.tolerance
    }

    /// Whether it holds; `None` if it could not be judged.
    pub fn holds(&self) -> Option<bool> {
        self.holds
    }

    /// Reads a claim from JSON. The verdict of a claim that names its relation is recomputed.
    ///
    /// # Errors
    /// When a field is missing or has the wrong type.
    pub fn from_json(value: &Value) -> Result<Self, ClaimError> {
        let (name, statement) = (text(value, "name")?, text(value, "statement")?);
        let measured = number(value, "measured")?;
        let (expected, tolerance) = (number(value, "expected")?, number(value, "tolerance")?);
        let holds = match value.get("holds") {
            Some(Value::Bool(holds)) => Some(*holds),
            Some(Value::Null) => None,
            other => return Err(ClaimError::new("holds", other, "true, false or null")),
        };
        let relation = match value.get("relation") {
            None => None,
            Some(name) => match name.as_str().and_then(Relation::named) {
                Some(relation) => Some(relation),
                None => return Err(ClaimError::new("relation", Some(name), Relation::WANTED)),
            },
        };
        let Some(relation) = relation else {
            // Older versions wrote `false` if there was no number.
            let holds = holds.filter(|_| measured.is_finite());
            let measured = holds.map(|_| measured);
            let (name, statement) = (name.to_owned(), statement.to_owned());
            return Ok(Self {
                name,
                statement,
                measured,
                relation: None,
                expected,
                tolerance,
                holds,
                reason: None,
            });
        };
        let claim = Self::new(name, statement, measured, (relation, expected, tolerance));
        Ok(match value.get("reason").and_then(Value::as_str) {
            Some(reason) => claim.or_not_judged(reason),
            None => claim,
        })
    }
}

impl TryFrom<Value> for Claim {
    type Error = ClaimError;

    fn try_from(value: Value) -> Result<Self, ClaimError> {
        Self::from_json(&value)
    }
}

impl ClaimError {
    fn new(field: &'static str, found: Option<&Value>, wanted: &'static str) -> Self {
        Self { field, found: found.map_or_else(|| "missing".to_owned(), Value::to_string), wanted }
    }
}

fn text<'a>(value: &'a Value, field: &'static str) -> Result<&'a str, ClaimError> {
    let found = value.get(field);
    found.and_then(Value::as_str).ok_or_else(|| ClaimError::new(field, found, "text"))
}

/// A number; `null` stands for one that is not finite.
fn number(value: &Value, field: &'static str) -> Result<f64, ClaimError> {
    match value.get(field) {
        Some(Value::Null) => Ok(f64::NAN),
        found => {
            found.and_then(Value::as_f64).ok_or_else(|| ClaimError::new(field, found, "a number or null"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_file_alone_gives_the_verdict() {
        let written = serde_json::to_value(Claim::above("a", "b", 4.5, 0.0, 0.045)).unwrap();
        assert_eq!(
            written,
            json!({"name": "a", "statement": "b", "measured": 4.5, "relation": "above", "expected": 0.0,
                "tolerance": 0.045, "holds": true})
        );
        let mut false_verdict = written;
        false_verdict["holds"] = json!(false);
        assert_eq!(Claim::from_json(&false_verdict).unwrap().holds(), Some(true));
    }

    #[test]
    fn what_is_no_number_is_not_judged_and_not_refuted() {
        let infinite = f64::INFINITY;
        for (measured, expected, tolerance) in [
            (f64::NAN, 0.0, 0.0),
            (infinite, 0.0, 0.0),
            (-infinite, 0.0, 0.0),
            (0.0, f64::NAN, 0.0),
            (0.0, infinite, 0.0),
            (0.0, 0.0, f64::NAN),
            (0.0, 0.0, infinite),
        ] {
            for claim in [Claim::at_most, Claim::at_least, Claim::above, Claim::below, Claim::equal] {
                let claim = claim("a", "b", measured, expected, tolerance);
                assert_eq!((claim.measured(), claim.holds()), (None, None), "{claim:?}");
                let written = serde_json::to_value(&claim).unwrap();
                assert!(written["measured"].is_null() && written["holds"].is_null(), "{written}");
                let read = Claim::from_json(&written).unwrap();
                assert_eq!(read.in_words(), claim.in_words());
                assert_eq!(read.verdict(), "could not be judged");
                assert!(read.in_words().contains("no finite number"), "{read:?}");
            }
        }
    }

    #[test]
    fn why_a_claim_is_not_judged_is_read_again() {
        let claim = Claim::at_least("a", "b", f64::NAN, 0.8, 0.0).or_not_judged("no network reached it");
        let read = Claim::from_json(&serde_json::to_value(&claim).unwrap()).unwrap();
        assert_eq!(read, claim);
        assert_eq!(read.in_words(), "no network reached it");
        let judged = Claim::at_least("a", "b", 1.0, 0.8, 0.0).or_not_judged("no network reached it");
        assert_eq!(judged.holds(), Some(true));
        assert!(!serde_json::to_string(&judged).unwrap().contains("no network"));
    }

    #[test]
    fn claims_of_older_files_keep_their_verdict_and_get_no_relation() {
        let old = json!({"name": "a", "statement": "b", "measured": 4.5, "expected": 0.0, "tolerance": 0.045,
            "holds": true});
        let claim = Claim::from_json(&old).unwrap();
        assert_eq!((claim.holds(), claim.relation()), (Some(true), None));
        assert_eq!(serde_json::to_value(&claim).unwrap(), old);
        let unjudged = json!({"name": "a", "statement": "b", "measured": null, "expected": 0.8, "tolerance": 0,
            "holds": false});
        assert_eq!(Claim::from_json(&unjudged).unwrap().holds(), None);
    }

    #[test]
    fn an_invalid_claim_is_refused_with_the_reason() {
        let whole = serde_json::to_value(Claim::equal("a", "b", 1.0, 1.0, 0.0)).unwrap();
        for (field, value) in [
            ("name", json!(1)),
            ("measured", json!("1")),
            ("holds", json!(1)),
            ("relation", json!("about")),
            ("tolerance", json!([])),
        ] {
            let mut claim = whole.clone();
            claim[field] = value;
            let message = Claim::from_json(&claim).unwrap_err().to_string();
            assert!(message.starts_with(&format!("a claim's {field} is ")), "{message}");
        }
        assert!(Claim::from_json(&json!(null)).is_err());
    }
}
