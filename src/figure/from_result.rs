//! Which figures a result has.

use super::numbers::Numbers;
use super::{Axis, Chart, Figure, Role, Series};
use crate::job::ResultFile;
use serde_json::{Map, Value};

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
    let loss_label = loss_label(result.specification.get("landscape"));
    match result.diverged {
        Some(_) => Ok(vec![until_divergence(Numbers::new(&result.numbers), loss_label)?.into()]),
        None => figures_of(&result.experiment, &result.numbers, loss_label),
    }
}

/// The figures of a result that is an object in JSON: [`figures`] for a program without the readers of everything else
/// that a result holds.
///
/// # Errors
/// When the experiment is unknown, or the numbers are not its own.
pub fn figures_of_result(result: &Map<String, Value>) -> Result<Vec<Figure>, FigureError> {
    let object = |name: &str| result.get(name).and_then(Value::as_object);
    let loss_label = loss_label(object("specification").and_then(|settings| settings.get("landscape")));
    let missing = || FigureError::Numbers("there are none".to_owned());
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
/// When the experiment is unknown, or the numbers are not its own.
pub fn figures_of(
    experiment: &str,
    numbers: &Map<String, Value>,
    loss_label: &str,
) -> Result<Vec<Figure>, FigureError> {
    let numbers = Numbers::new(numbers);
    let charts = match experiment {
        "connector" => return super::connector::figures(numbers, loss_label),
        "tunnel" => return super::tunnel::figures(numbers, loss_label),
        "plane" => return super::plane::figures(numbers, loss_label),
        "radial-probe" => return super::radial_probe::figures(numbers, loss_label),
        "short-directions" => super::short_directions::charts(numbers, loss_label),
        "tunnel-width" => super::tunnel_width::charts(numbers),
        "averaging" => super::averaging::charts(numbers, loss_label),
        "random-cut" => super::random_cut::charts(numbers, loss_label),
        "descent-path" => super::descent_path::charts(numbers, loss_label),
        "training" => training(numbers, loss_label),
        "interpolation" => super::interpolation::charts(numbers, loss_label),
        other => return Err(FigureError::UnknownExperiment(other.to_owned())),
    };
    Ok(charts?.into_iter().map(Figure::Chart).collect())
}

fn loss_label(landscape: Option<&Value>) -> &'static str {
    match landscape.and_then(Value::as_str) {
        Some("network") => "loss (nats)",
        _ => "loss (distance to a wedge)",
    }
}

/// The loss on the way out of all numbers.
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

fn training(numbers: Numbers<'_>, loss_label: &str) -> Result<Vec<Chart>, FigureError> {
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
