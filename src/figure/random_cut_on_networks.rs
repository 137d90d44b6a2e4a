//! How far descents in random planes through a network's start get: against the planes' dimension, and against the
//! start's distance from zero.

use super::numbers::Numbers;
use super::{Axis, Band, Chart, FigureError, Mark, Role, Series};

/// Accuracy and loss over the dimension, and the loss over the factor of the start.
pub(super) fn charts(numbers: Numbers<'_>, loss_label: &str) -> Result<Vec<Chart>, FigureError> {
    let accuracy =
        Chart { y: Axis::ranging("test accuracy", 0.0, 1.0), ..over_dimension(numbers, "accuracy")? };
    let loss = Chart { y: Axis::fitted(loss_label), ..over_dimension(numbers, "loss")? };
    let mut charts = vec![accuracy, loss, radii(numbers.part("radii")?, loss_label)?];
    if let Some(connection) = numbers.part_or_none("connection") {
        charts.push(connected(numbers, connection)?);
    }
    Ok(charts)
}

/// The share of the full result that a plane reaches, on the network and on wedges with as many short directions, and two
/// marked dimensions: the mean number of short directions, and the one that reaches 90 % of the full accuracy.
fn connected(numbers: Numbers<'_>, connection: Numbers<'_>) -> Result<Chart, FigureError> {
    let full = numbers.part("full_space")?.number("accuracy").unwrap_or(f64::NAN);
    let over = |dimensions: Vec<f64>, shares: Vec<f64>| -> Vec<(f64, f64)> {
        let places = dimensions.into_iter().map(libm::log10);
        places.zip(shares).filter(|(place, _)| place.is_finite()).collect()
    };
    let accuracy = numbers.list("mean_accuracy")?.into_iter().map(|accuracy| accuracy / full).collect();
    let mut series = vec![Series {
        label: "network: accuracy / full".to_owned(),
        role: Role::Measured,
        points: over(numbers.list("plane_dimension")?, accuracy),
    }];
    if let Some(wedges) = connection.part_or_none("wedges") {
        let come = wedges.list("mean_loss_ratio")?.into_iter().map(|ratio| 1.0 - ratio).collect();
        series.push(Series {
            label: "wedges: 1 − L/L₀".to_owned(),
            role: Role::Wedge(0),
            points: over(wedges.list("plane_dimension")?, come),
        });
    }
    let mark = |label: &str, place: Option<f64>| {
        let place = place.map(libm::log10).filter(|place| place.is_finite());
        place.map(|x| Mark { label: label.to_owned(), x })
    };
    let marks = [
        mark("short directions", connection.number("mean_short_directions")),
        mark("90 % of full accuracy", numbers.number("intrinsic_dimension")),
    ];
    Ok(Chart {
        name: "connection".to_owned(),
        x: Axis::fitted("log₁₀ of the plane's dimension d"),
        y: Axis::ranging("share of the full result", 0.0, 1.05),
        series,
        marks: marks.into_iter().flatten().collect(),
        ..Chart::default()
    })
}

/// A value of every plane, its mean, and the result of the full space, over the logarithm of the dimension.
fn over_dimension(numbers: Numbers<'_>, value: &str) -> Result<Chart, FigureError> {
    let logarithms: Vec<f64> = numbers.list("plane_dimension")?.into_iter().map(libm::log10).collect();
    // The plane of dimension 0 has no place on such an axis.
    let over = |values: &[f64]| -> Vec<(f64, f64)> {
        logarithms
            .iter()
            .copied()
            .zip(values.iter().copied())
            .filter(|(place, _)| place.is_finite())
            .collect()
    };
    let mean = over(&numbers.list(&format!("mean_{value}"))?);
    let mut series = Vec::new();
    if let (Some(full), Some(&(first, _)), Some(&(last, _))) =
        (numbers.part("full_space")?.number(value), mean.first(), mean.last())
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
    let rows = numbers.rows(value)?;
    let spread = logarithms.iter().zip(&rows).filter(|(place, _)| place.is_finite());
    let points =
        spread.filter_map(|(&place, row)| extremes(row).map(|(low, high)| (place, low, high))).collect();
    let reached = numbers.number("intrinsic_dimension").map(libm::log10).filter(|place| place.is_finite());
    Ok(Chart {
        name: value.to_owned(),
        x: Axis::fitted("log₁₀ of the plane's dimension d"),
        series,
        bands: vec![Band { role: Role::Measured, points }],
        marks: reached.into_iter().map(|x| Mark { label: "90 % of full accuracy".to_owned(), x }).collect(),
        ..Chart::default()
    })
}

fn radii(radii: Numbers<'_>, loss_label: &str) -> Result<Chart, FigureError> {
    let factor = radii.list("factor")?;
    let rows = radii.rows("loss")?;
    let trials = rows.iter().map(Vec::len).max().unwrap_or(0);
    let mut series: Vec<Series> = (0..trials)
        .map(|trial| Series {
            label: String::new(),
            role: Role::Single,
            points: factor
                .iter()
                .zip(&rows)
                .filter_map(|(&factor, row)| Some((libm::log10(factor), *row.get(trial)?)))
                .collect(),
        })
        .collect();
    let points = factor.iter().map(|&factor| libm::log10(factor)).zip(radii.list("mean_loss")?).collect();
    series.push(Series { label: "random planes".to_owned(), role: Role::Measured, points });
    Ok(Chart {
        name: "radius".to_owned(),
        x: Axis::fitted("log₁₀ of the start's length / its usual length"),
        y: Axis::fitted(loss_label),
        series,
        ..Chart::default()
    })
}
