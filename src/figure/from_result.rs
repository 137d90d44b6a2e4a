//! Which charts a result has.

use super::{Axis, Chart, Figure, Role, Series};
use crate::experiment::interpolation::LineNumbers;
use crate::experiment::training::Curves;
use crate::job::ResultFile;
use crate::landscape::Measurement;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// A result that cannot be drawn.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum FigureError {
    /// No figure is known for such an experiment.
    #[error("this program has no figure for the experiment '{0}'; use the program that wrote the result")]
    UnknownExperiment(String),
    /// The numbers are not those of the experiment.
    #[error("the result's numbers cannot be drawn ({0}); was the file changed?")]
    Numbers(String),
}

/// The figures of a result, in the order in which to show them.
///
/// # Errors
/// When the experiment is unknown, or the numbers are not its own.
pub fn figures(result: &ResultFile) -> Result<Vec<Figure>, FigureError> {
    let loss_label = loss_label(result);
    let charts = match result.experiment.as_str() {
        _ if result.diverged.is_some() => charts(result)?,
        "connector" => return Ok(super::connector::figures(&numbers(result)?, loss_label)),
        "tunnel" => return Ok(super::tunnel::figures(&numbers(result)?, loss_label)),
        "radial-probe" => return Ok(super::radial_probe::figures(&numbers(result)?, loss_label)),
        "short-directions" => super::short_directions::charts(&numbers(result)?),
        "averaging" => super::averaging::charts(&numbers(result)?, loss_label),
        "random-cut" => super::random_cut::charts(&numbers(result)?),
        "descent-path" => super::descent_path::charts(&numbers(result)?, loss_label),
        _ => charts(result)?,
    };
    Ok(charts.into_iter().map(Figure::Chart).collect())
}

/// The charts of a result of the experiments that the page runs, in the order in which to show them.
///
/// # Errors
/// When the experiment is another one, or the numbers are not its own.
pub fn charts(result: &ResultFile) -> Result<Vec<Chart>, FigureError> {
    let loss_label = loss_label(result);
    if result.diverged.is_some() {
        return Ok(vec![until_divergence(&numbers(result)?, loss_label)]);
    }
    match result.experiment.as_str() {
        "training" => Ok(training(&numbers(result)?, loss_label)),
        "interpolation" => Ok(interpolation(&numbers(result)?, loss_label)),
        other => Err(FigureError::UnknownExperiment(other.to_owned())),
    }
}

fn loss_label(result: &ResultFile) -> &'static str {
    match result.specification.get("landscape").and_then(Value::as_str) {
        Some("network") => "loss (nats)",
        _ => "loss (distance to a wedge)",
    }
}

fn numbers<T: DeserializeOwned>(result: &ResultFile) -> Result<T, FigureError> {
    let value = Value::Object(result.numbers.clone());
    serde_json::from_value(value).map_err(|error| FigureError::Numbers(error.to_string()))
}

/// The loss on the way out of all numbers.
fn until_divergence(curves: &Curves, loss_label: &str) -> Chart {
    let steps = curves.training.step.iter().map(|&step| step as f64);
    let losses = curves.training.loss.iter().copied();
    Chart {
        name: "loss".to_owned(),
        x: Axis::fitted("step"),
        y: Axis::fitted(loss_label),
        series: vec![series("training", Role::Train, steps.zip(losses))],
        ..Chart::default()
    }
}

/// How many steps an epoch had: the steps of the training over its epochs.
fn steps_per_epoch(curves: &Curves) -> f64 {
    match (curves.training.step.last(), curves.epochs.last()) {
        (Some(&steps), Some(last)) if last.epoch > 0.0 => steps as f64 / last.epoch,
        _ => 1.0,
    }
}

fn training(curves: &Curves, loss_label: &str) -> Vec<Chart> {
    let steps_per_epoch = steps_per_epoch(curves);
    let steps = curves.training.step.iter().map(|&step| step as f64 / steps_per_epoch);
    let train = series("training", Role::Train, steps.zip(curves.training.loss.iter().copied()));
    let test = |value: fn(&Measurement) -> Option<f64>| {
        let points = curves.epochs.iter().filter_map(move |epoch| Some((epoch.epoch, value(&epoch.test)?)));
        series("test", Role::Test, points)
    };
    let mut charts = vec![Chart {
        name: "loss".to_owned(),
        x: Axis::fitted("epoch"),
        y: Axis::fitted(loss_label),
        series: vec![train, test(|measurement| Some(measurement.loss))],
        ..Chart::default()
    }];
    let accuracy = test(|measurement| measurement.accuracy);
    if !accuracy.points.is_empty() {
        charts.push(Chart {
            name: "accuracy".to_owned(),
            x: Axis::fitted("epoch"),
            y: Axis::ranging("accuracy", 0.0, 1.0),
            series: vec![accuracy],
            ..Chart::default()
        });
    }
    charts
}

fn interpolation(line: &LineNumbers, loss_label: &str) -> Vec<Chart> {
    let along = |name: &str, y: Axis, values: &[f64]| Chart {
        name: name.to_owned(),
        x: Axis::ranging("position along the line", 0.0, 1.0),
        y,
        series: vec![series(
            "straight",
            Role::Straight,
            line.position.iter().copied().zip(values.iter().copied()),
        )],
        ..Chart::default()
    };
    let mut charts = vec![along("loss", Axis::fitted(loss_label), &line.loss)];
    if !line.accuracy.is_empty() {
        charts.push(along("accuracy", Axis::ranging("accuracy", 0.0, 1.0), &line.accuracy));
    }
    charts
}

fn series(label: &str, role: Role, points: impl Iterator<Item = (f64, f64)>) -> Series {
    Series { label: label.to_owned(), role, points: points.collect() }
}
