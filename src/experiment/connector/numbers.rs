//! The numbers of a connector's result.

use super::Triangle;
use crate::experiment::MeanCurve;
use crate::experiment::from_json::from_json;
use serde::Serialize;

/// What is plotted of the first set of optima: one entry for each m.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ConnectorNumbers {
    /// m.
    pub m: Vec<usize>,
    /// The loss in the middle of the m + 1 optima.
    pub loss_before: Vec<f64>,
    /// The loss where the descent from there ends.
    pub loss_after: Vec<f64>,
    /// The accuracy in the middle, if there are classes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub accuracy_before: Vec<f64>,
    /// The accuracy where the descent from there ends.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub accuracy_after: Vec<f64>,
    /// On networks, whose optima have a loss above zero: the mean loss of the m + 1 optima.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub loss_of_optima: Vec<f64>,
    /// The loss at further points of the simplex: `[m][point]`.
    pub simplex_loss_before: Vec<Vec<f64>>,
    /// The loss where the descents from there end: `[m][point]`.
    pub simplex_loss_after: Vec<Vec<f64>>,
    /// On the wedges: the number of short directions where the wedges of all m + 1 optima cross.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub short_directions: Vec<usize>,
    /// On the wedges: its expectation, D(1 − (1 − p)^{m+1}) along axes, and min(D, (m + 1)s) otherwise.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub short_directions_law: Vec<f64>,
    /// The triangle of three optima.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub triangle: Option<Triangle>,
    /// All repetitions together, if there are several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repetitions: Option<RepeatedConnectors>,
}

from_json! {
    ConnectorNumbers:
    needs [m],
    may lack [
        loss_before, loss_after, accuracy_before, accuracy_after, loss_of_optima, simplex_loss_before,
        simplex_loss_after, short_directions, short_directions_law, triangle, repetitions,
    ]
}

/// Connectors of several sets of optima: means and spreads, one entry for each m, empty if a number is not measured.
#[derive(Debug, Clone, Serialize)]
pub struct RepeatedConnectors {
    /// The loss in the middle.
    pub loss_before: MeanCurve,
    /// The loss where the descent from there ends.
    pub loss_after: MeanCurve,
    /// The mean loss of the optima.
    pub loss_of_optima: MeanCurve,
    /// The accuracy in the middle.
    pub accuracy_before: MeanCurve,
    /// The accuracy where the descent from there ends.
    pub accuracy_after: MeanCurve,
}

from_json! {
    RepeatedConnectors:
    needs [loss_before, loss_after],
    may lack [loss_of_optima, accuracy_before, accuracy_after]
}

impl RepeatedConnectors {
    pub(super) fn of(repeated: &[ConnectorNumbers]) -> Self {
        let together = |value: fn(&ConnectorNumbers) -> &[f64]| MeanCurve::of(repeated.iter().map(value));
        Self {
            loss_before: together(|numbers| &numbers.loss_before),
            loss_after: together(|numbers| &numbers.loss_after),
            loss_of_optima: together(|numbers| &numbers.loss_of_optima),
            accuracy_before: together(|numbers| &numbers.accuracy_before),
            accuracy_after: together(|numbers| &numbers.accuracy_after),
        }
    }
}
