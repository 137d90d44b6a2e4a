//! The mean of snapshots: after kicks of all sizes, and after cycles of the learning rate.

use super::numbers::Numbers;
use super::{Axis, Band, Chart, FigureError, Mark, Role, Series};

/// All charts.
pub(super) fn charts(numbers: Numbers<'_>, loss_label: &str) -> Result<Vec<Chart>, FigureError> {
    match numbers.has("maximum_rate") {
        true => after_cycles(numbers, loss_label),
        false => after_kicks(numbers, loss_label),
    }
}

/// The loss of the mean of snapshots against the size of the kick, and the share that changed wedges.
fn after_kicks(numbers: Numbers<'_>, loss_label: &str) -> Result<Vec<Chart>, FigureError> {
    let kicks = numbers.list("kick")?;
    let by_kick = |label: &str, role, values: &[f64]| series(label, role, &kicks, values);
    let chart = |name: &str, y: Axis, series| Chart {
        name: name.to_owned(),
        x: Axis::fitted("kick / distance of the optimum from the origin"),
        y,
        series,
        ..Chart::default()
    };
    let mut losses = vec![
        by_kick("single snapshots", Role::Train, &numbers.list("snapshot_loss")?),
        by_kick("their mean", Role::Test, &numbers.list("mean_loss_of_mean")?),
    ];
    if let Some(law) = numbers.number("centroid_law") {
        losses.push(by_kick("law for different wedges", Role::Predicted, &vec![law; kicks.len()]));
    }
    let mut charts = vec![chart("loss", Axis::fitted(loss_label), losses)];
    let changed = numbers.list_or_none("changed")?;
    if !changed.is_empty() {
        let series = vec![by_kick("measured", Role::Measured, &changed)];
        charts.push(chart("changed", Axis::ranging("share that changed wedges", 0.0, 1.05), series));
    }
    Ok(charts)
}

/// Accuracy and loss against the maximum rate, the loss from snapshot to snapshot, and the signs of changed wedges.
fn after_cycles(numbers: Numbers<'_>, loss_label: &str) -> Result<Vec<Chart>, FigureError> {
    let rates = numbers.list("maximum_rate")?;
    let places: Vec<f64> = rates.iter().map(|rate| libm::log10(*rate)).collect();
    let diverged = numbers.list("diverged")?;
    let marks: Vec<Mark> = places
        .iter()
        .zip(&diverged)
        .filter(|(_, diverged)| **diverged > 0.0)
        .map(|(&x, diverged)| Mark { label: format!("{diverged} diverged"), x })
        .collect();
    let by_rate = |name: &str, y: &str, series| Chart {
        name: name.to_owned(),
        x: Axis::fitted("log₁₀ of the maximum learning rate"),
        y: Axis::fitted(y),
        series,
        marks: marks.clone(),
        ..Chart::default()
    };
    let curve = |label: &str, role, name: &str| Ok(series(label, role, &places, &numbers.list(name)?));
    let mut accuracies = vec![
        curve("single", Role::Measured, "single_accuracy")?,
        curve("weight average", Role::Test, "weight_average_accuracy")?,
        curve("prediction average", Role::Train, "prediction_average_accuracy")?,
    ];
    let bands = bands(&accuracies, &numbers.rows("accuracy_errors")?);
    if let Some(optimum) = numbers.number("optimum_accuracy") {
        accuracies.push(series("optimum", Role::Predicted, &places, &vec![optimum; places.len()]));
    }
    let losses = vec![
        curve("single", Role::Measured, "single_loss")?,
        curve("weight average", Role::Test, "weight_average_loss")?,
        curve("prediction average", Role::Train, "prediction_average_loss")?,
    ];
    Ok(vec![
        Chart { bands, ..by_rate("accuracy", "test accuracy", accuracies) },
        by_rate("loss", &format!("test {loss_label}"), losses),
        polyline(numbers.part("polyline")?, &rates, loss_label)?,
        by_rate(
            "disagreement",
            "share of labels on which two snapshots differ",
            vec![curve("measured", Role::Measured, "disagreement")?],
        ),
        by_rate(
            "half-way",
            &format!("{loss_label} between snapshots"),
            vec![
                curve("halfway", Role::Measured, "middle_loss")?,
                curve("above both", Role::Test, "middle_rise")?,
            ],
        ),
    ])
}

/// One standard error on each side of each curve. The errors are those of single snapshots, of the last one, and of
/// both averages.
fn bands(curves: &[Series], errors: &[Vec<f64>]) -> Vec<Band> {
    let band = |(curve, errors): (&Series, &Vec<f64>)| Band {
        role: curve.role,
        points: curve.points.iter().zip(errors).map(|(&(x, y), error)| (x, y - error, y + error)).collect(),
    };
    let of_curves = errors.iter().enumerate().filter(|(place, _)| *place != 1).map(|(_, errors)| errors);
    curves.iter().zip(of_curves).map(band).collect()
}

/// The loss from snapshot to snapshot; the lowest and the highest rate that did not diverge have colours.
fn polyline(polyline: Numbers<'_>, rates: &[f64], loss_label: &str) -> Result<Chart, FigureError> {
    let position = polyline.list("position")?;
    let mut curves: Vec<(f64, Vec<f64>)> =
        rates.iter().copied().zip(polyline.rows("loss")?).filter(|(_, losses)| !losses.is_empty()).collect();
    curves.sort_by(|left, right| left.0.total_cmp(&right.0));
    let last = curves.len().saturating_sub(1);
    let role = |place: usize| match place {
        0 => Role::Train,
        place if place == last => Role::Test,
        _ => Role::Measured,
    };
    let curve = |(place, (rate, losses)): (usize, &(f64, Vec<f64>))| {
        series(&format!("{rate}"), role(place), &position, losses)
    };
    Ok(Chart {
        name: "from-snapshot-to-snapshot".to_owned(),
        x: Axis::fitted("snapshot, and the straight line to the next"),
        y: Axis::fitted(loss_label),
        series: curves.iter().enumerate().map(curve).collect(),
        ..Chart::default()
    })
}

fn series(label: &str, role: Role, x: &[f64], y: &[f64]) -> Series {
    Series { label: label.to_owned(), role, points: x.iter().copied().zip(y.iter().copied()).collect() }
}
