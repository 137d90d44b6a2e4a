//! The figures of a result.

use super::numbers::Numbers;
use super::{Axis, Chart, FIGURES, Figure, Role, Series};
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

/// The figures of a result, in the order in which to show them.
///
/// # Errors
/// When the experiment is unknown, or the numbers do not belong to it.
pub fn figures(result: &ResultFile) -> Result<Vec<Figure>, FigureError> {
    let loss_label = loss_label(result.specification.get("landscape"));
    match result.diverged {
        Some(_) => Ok(vec![until_divergence(Numbers::new(&result.numbers), loss_label)?.into()]),
        None => figures_of(&result.experiment, &result.numbers, loss_label),
    }
}

/// The figures of a result given as a JSON object: [`figures`] for a program without the readers of everything else
/// in a result.
///
/// # Errors
/// When the experiment is unknown, or the numbers do not belong to it.
pub fn figures_of_result(result: &Map<String, Value>) -> Result<Vec<Figure>, FigureError> {
    let object = |name: &str| result.get(name).and_then(Value::as_object);
    let loss_label = loss_label(object("specification").and_then(|settings| settings.get("landscape")));
    let missing = || FigureError::Numbers("none found".to_owned());
    let numbers = object("numbers").ok_or_else(missing)?;
    match object("diverged") {
        Some(_) => Ok(vec![until_divergence(Numbers::new(numbers), loss_label)?.into()]),
        None => {
            let experiment = result.get("experiment").and_then(Value::as_str).unwrap_or_default();
            figures_of(experiment, numbers, loss_label)
        }
    }
}

/// The figures of an experiment's numbers, in the order in which to show them.
///
/// # Errors
/// When the experiment is unknown, or the numbers do not belong to it.
pub fn figures_of(
    experiment: &str,
    numbers: &Map<String, Value>,
    loss_label: &str,
) -> Result<Vec<Figure>, FigureError> {
    let figures = FIGURES.iter().find(|figures| figures.experiment == experiment);
    let figures = figures.ok_or_else(|| FigureError::UnknownExperiment(experiment.to_owned()))?;
    (figures.draw)(Numbers::new(numbers), loss_label)
}

fn loss_label(landscape: Option<&Value>) -> &'static str {
    match landscape.and_then(Value::as_str) {
        Some("network") => "loss (nats)",
        Some("function") => "loss",
        _ => "loss (distance to the nearest wedge)",
    }
}

/// The loss of a descent until it diverged.
fn until_divergence(numbers: Numbers<'_>, loss_label: &str) -> Result<Chart, FigureError> {
    let training = numbers.part("training")?;
    let points = training.list("step")?.into_iter().zip(training.list("loss")?);
    Ok(Chart {
        name: "loss".to_owned(),
        x: Axis::fitted("step"),
        y: Axis::fitted(loss_label),
        series: vec![series("training", Role::Train, points)],
        ..Chart::default()
    })
}

pub(super) fn training(numbers: Numbers<'_>, loss_label: &str) -> Result<Vec<Chart>, FigureError> {
    let training = numbers.part("training")?;
    let (steps, epochs) = (training.list("step")?, numbers.parts("epochs")?);
    let last_epoch = epochs.last().and_then(|last| last.number("epoch"));
    let steps_per_epoch = match (steps.last(), last_epoch) {
        (Some(&steps), Some(epochs)) if epochs > 0.0 => steps / epochs,
        _ => 1.0,
    };
    let points = steps.iter().map(|step| step / steps_per_epoch).zip(training.list("loss")?);
    let train = series("training", Role::Train, points);
    let test = |name: &str| {
        let measured =
            |epoch: &Numbers<'_>| Some((epoch.number("epoch")?, epoch.part_or_none("test")?.number(name)?));
        series("test", Role::Test, epochs.iter().filter_map(measured))
    };
    let mut charts = vec![Chart {
        name: "loss".to_owned(),
        x: Axis::fitted("epoch"),
        y: Axis::fitted(loss_label),
        series: vec![train, test("loss")],
        ..Chart::default()
    }];
    let accuracy = test("accuracy");
    if !accuracy.points.is_empty() {
        charts.push(Chart {
            name: "accuracy".to_owned(),
            x: Axis::fitted("epoch"),
            y: Axis::ranging("accuracy", 0.0, 1.0),
            series: vec![accuracy],
            ..Chart::default()
        });
    }
    Ok(charts)
}

fn series(label: &str, role: Role, points: impl Iterator<Item = (f64, f64)>) -> Series {
    Series { label: label.to_owned(), role, points: points.collect() }
}
