//! The figures of a result.

use super::{Figure, figures_of};
use crate::experiment::{Numbers, Unreadable};
use crate::job::ResultFile;
use serde_json::{Map, Value};

/// A result that cannot be drawn.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum FigureError {
    /// The experiment has no known figure.
    #[error("this program has no figure for the experiment '{0}'; use the program that wrote the result")]
    UnknownExperiment(String),
    /// The numbers do not belong to the experiment.
    #[error("the result's numbers cannot be drawn ({0}); check whether the file was changed")]
    Numbers(String),
}

impl From<&Unreadable> for FigureError {
    fn from(reason: &Unreadable) -> Self {
        match reason {
            Unreadable::Experiment(name) => Self::UnknownExperiment(name.clone()),
            Unreadable::Field(field) => Self::Numbers(field.to_string()),
        }
    }
}

/// The figures of a result, in the order in which to show them.
///
/// # Errors
/// When the experiment is unknown, or the numbers do not belong to it.
pub fn figures(result: &ResultFile) -> Result<Vec<Figure>, FigureError> {
    figures_of(&result.numbers, loss_label(result.specification.get("landscape")))
}

/// The figures of a result given as a JSON object: [`figures`] for a program without the readers of everything else
/// in a result.
///
/// # Errors
/// When the experiment is unknown, or the numbers do not belong to it.
pub fn figures_of_result(result: &Map<String, Value>) -> Result<Vec<Figure>, FigureError> {
    let object = |name: &str| result.get(name).filter(|value| value.is_object());
    let loss_label = loss_label(object("specification").and_then(|settings| settings.get("landscape")));
    let missing = || FigureError::Numbers("none found".to_owned());
    let numbers = object("numbers").ok_or_else(missing)?;
    let experiment = result.get("experiment").and_then(Value::as_str).unwrap_or_default();
    let numbers = match object("diverged") {
        Some(_) => Numbers::read_until_divergence(numbers),
        None => Numbers::read(experiment, numbers),
    };
    figures_of(&numbers, loss_label)
}

fn loss_label(landscape: Option<&Value>) -> &'static str {
    match landscape.and_then(Value::as_str) {
        Some("network") => "loss (nats)",
        Some("function") => "loss",
        _ => "loss (distance to the nearest wedge)",
    }
}
