//! How far descents in random planes through a network's start get: against the planes' dimension, and against the
//! start's distance from zero.

use super::curves::{curve, places};
use super::{Axis, Band, Chart, Mark, Role, Series};
use crate::experiment::random_cut::{Connection, NetworkCutNumbers, RadiusNumbers};

/// Accuracy and loss over the dimension, and the loss over the factor of the start.
pub(super) fn charts(numbers: &NetworkCutNumbers, loss_label: &str) -> Vec<Chart> {
    let accuracy = Quantity {
        name: "accuracy",
        axis: Axis::ranging("test accuracy", 0.0, 1.0),
        each: &numbers.accuracy,
        mean: &numbers.mean_accuracy,
        in_full_space: numbers.full_space.accuracy,
    };
    let loss = Quantity {
        name: "loss",
        axis: Axis::fitted(loss_label),
        each: &numbers.loss,
        mean: &numbers.mean_loss,
        in_full_space: numbers.full_space.loss,
    };
    let [accuracy, loss] = [accuracy, loss].map(|quantity| over_dimension(numbers, quantity));
    let connection = numbers.connection.as_ref().map(|connection| connected(numbers, connection));
    [accuracy, loss, radii(&numbers.radii, loss_label)].into_iter().chain(connection).collect()
}

/// The share of the full result that a plane reaches, on the network and on wedges with as many short directions, and two
/// marked dimensions: the mean number of short directions, and the one that reaches 90 % of the full accuracy.
fn connected(numbers: &NetworkCutNumbers, connection: &Connection) -> Chart {
    let full = numbers.full_space.accuracy;
    let accuracy: Vec<f64> = numbers.mean_accuracy.iter().map(|accuracy| accuracy / full).collect();
    let mut series = vec![Series {
        label: "network: accuracy / full".to_owned(),
        role: Role::Measured,
        points: over_logarithms(&logarithms(&numbers.plane_dimension), &accuracy),
    }];
    if let Some(wedges) = &connection.wedges {
        let come: Vec<f64> = wedges.mean_loss_ratio.iter().map(|ratio| 1.0 - ratio).collect();
        series.push(Series {
            label: "wedges: 1 − L/L₀".to_owned(),
            role: Role::Wedge(0),
            points: over_logarithms(&logarithms(&wedges.plane_dimension), &come),
        });
    }
    let marks = [
        mark("short directions", connection.mean_short_directions),
        mark(NEARLY_FULL, numbers.intrinsic_dimension.unwrap_or(f64::NAN)),
    ];
    Chart {
        name: "connection".to_owned(),
        x: Axis::fitted("log₁₀ of the plane's dimension d"),
        y: Axis::ranging("share of the full result", 0.0, 1.05),
        series,
        marks: marks.into_iter().flatten().collect(),
        ..Chart::default()
    }
}

/// What is written at the dimension that reaches nine tenths of the full space's accuracy.
const NEARLY_FULL: &str = "90 % of full accuracy";

/// A mark at the logarithm of a dimension, if it has one.
fn mark(label: &str, dimension: f64) -> Option<Mark> {
    let x = libm::log10(dimension);
    x.is_finite().then(|| Mark { label: label.to_owned(), x })
}

fn logarithms(dimensions: &[usize]) -> Vec<f64> {
    places(dimensions).into_iter().map(libm::log10).collect()
}

/// Values over the logarithms of dimensions. The plane of dimension 0 has no place on such an axis.
fn over_logarithms(logarithms: &[f64], values: &[f64]) -> Vec<(f64, f64)> {
    let points = logarithms.iter().copied().zip(values.iter().copied());
    points.filter(|(place, _)| place.is_finite()).collect()
}

/// What is measured where descents end.
struct Quantity<'a> {
    name: &'a str,
    axis: Axis,
    /// `[d][trial]`.
    each: &'a [Vec<f64>],
    mean: &'a [f64],
    in_full_space: f64,
}

/// A value of every plane, its mean, and the result of the full space, over the logarithm of the dimension.
fn over_dimension(numbers: &NetworkCutNumbers, quantity: Quantity<'_>) -> Chart {
    let logarithms = logarithms(&numbers.plane_dimension);
    let mean = over_logarithms(&logarithms, quantity.mean);
    let mut series = Vec::new();
    let full = quantity.in_full_space;
    if let (Some(&(first, _)), Some(&(last, _))) = (mean.first(), mean.last())
        && full.is_finite()
    {
        let points = vec![(first, full), (last, full)];
        series.push(Series { label: "full space".to_owned(), role: Role::Predicted, points });
    }
    series.push(Series { label: "random planes".to_owned(), role: Role::Measured, points: mean });
    let extremes = |row: &[f64]| {
        row.iter().filter(|value| value.is_finite()).fold(None, |extremes: Option<(f64, f64)>, &value| {
            match extremes {
                Some((low, high)) => Some((low.min(value), high.max(value))),
                None => Some((value, value)),
            }
        })
    };
    let spread = logarithms.iter().zip(quantity.each).filter(|(place, _)| place.is_finite());
    let points =
        spread.filter_map(|(&place, row)| extremes(row).map(|(low, high)| (place, low, high))).collect();
    let reached = numbers.intrinsic_dimension.and_then(|dimension| mark(NEARLY_FULL, dimension));
    Chart {
        name: quantity.name.to_owned(),
        x: Axis::fitted("log₁₀ of the plane's dimension d"),
        y: quantity.axis,
        series,
        bands: vec![Band { role: Role::Measured, points }],
        marks: reached.into_iter().collect(),
    }
}

fn radii(radii: &RadiusNumbers, loss_label: &str) -> Chart {
    let logarithms: Vec<f64> = radii.factor.iter().map(|&factor| libm::log10(factor)).collect();
    let trials = radii.loss.iter().map(Vec::len).max().unwrap_or(0);
    let mut series: Vec<Series> = (0..trials)
        .map(|trial| {
            let rows = logarithms.iter().zip(&radii.loss);
            let points = rows.filter_map(|(&place, row)| Some((place, *row.get(trial)?))).collect();
            Series { label: String::new(), role: Role::Single, points }
        })
        .collect();
    series.push(curve("random planes", Role::Measured, &logarithms, &radii.mean_loss));
    Chart {
        name: "radius".to_owned(),
        x: Axis::fitted("log₁₀ of the start's length / its usual length"),
        y: Axis::fitted(loss_label),
        series,
        ..Chart::default()
    }
}
