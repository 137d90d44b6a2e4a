//! The mean of snapshots: after kicks of all sizes, and after cycles of the learning rate.

use super::curves::curve;
use super::{Axis, Band, Chart, Figure, Mark, Role, Series, of_charts};
use crate::experiment::averaging::{AveragingNumbers, CycleNumbers, KickNumbers, PolylineNumbers};

/// All charts.
pub(super) fn figures(numbers: &AveragingNumbers, loss_label: &str) -> Vec<Figure> {
    of_charts(match numbers {
        AveragingNumbers::OnWedges(numbers) => after_kicks(numbers, loss_label),
        AveragingNumbers::OnNetworks(numbers) => after_cycles(numbers, loss_label),
    })
}

/// The loss of the mean of snapshots against the size of the kick, and the share that changed wedges.
fn after_kicks(numbers: &KickNumbers, loss_label: &str) -> Vec<Chart> {
    let kicks = &numbers.kick;
    let by_kick = |label: &str, role, values: &[f64]| curve(label, role, kicks, values);
    let chart = |name: &str, y: Axis, series| Chart {
        name: name.to_owned(),
        x: Axis::fitted("kick / distance of the optimum from the origin"),
        y,
        series,
        ..Chart::default()
    };
    let mut losses = vec![
        by_kick("single snapshots", Role::Train, &numbers.snapshot_loss),
        by_kick("their mean", Role::Test, &numbers.mean_loss_of_mean),
    ];
    if let Some(law) = numbers.centroid_law {
        losses.push(by_kick("law for different wedges", Role::Predicted, &vec![law; kicks.len()]));
    }
    let mut charts = vec![chart("loss", Axis::fitted(loss_label), losses)];
    if !numbers.changed.is_empty() {
        let series = vec![by_kick("measured", Role::Measured, &numbers.changed)];
        charts.push(chart("changed", Axis::ranging("share that changed wedges", 0.0, 1.05), series));
    }
    charts
}

/// Accuracy and loss against the maximum rate, the loss from snapshot to snapshot, and the signs of changed wedges.
fn after_cycles(numbers: &CycleNumbers, loss_label: &str) -> Vec<Chart> {
    let rates = &numbers.maximum_rate;
    let places: Vec<f64> = rates.iter().map(|rate| libm::log10(*rate)).collect();
    let marks: Vec<Mark> = places
        .iter()
        .zip(&numbers.diverged)
        .filter(|(_, diverged)| **diverged > 0)
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
    let over_rates = |label: &str, role, values: &[f64]| curve(label, role, &places, values);
    let mut accuracies = vec![
        over_rates("single", Role::Measured, &numbers.single_accuracy),
        over_rates("weight average", Role::Test, &numbers.weight_average_accuracy),
        over_rates("prediction average", Role::Train, &numbers.prediction_average_accuracy),
    ];
    let bands = bands(&accuracies, &numbers.accuracy_errors);
    let optimum = numbers.optimum_accuracy;
    if optimum.is_finite() {
        accuracies.push(over_rates("optimum", Role::Predicted, &vec![optimum; places.len()]));
    }
    let losses = vec![
        over_rates("single", Role::Measured, &numbers.single_loss),
        over_rates("weight average", Role::Test, &numbers.weight_average_loss),
        over_rates("prediction average", Role::Train, &numbers.prediction_average_loss),
    ];
    let disagreement = over_rates("measured", Role::Measured, &numbers.disagreement);
    let half_way = vec![
        over_rates("halfway", Role::Measured, &numbers.middle_loss),
        over_rates("above both", Role::Test, &numbers.middle_rise),
    ];
    vec![
        Chart { bands, ..by_rate("accuracy", "test accuracy", accuracies) },
        by_rate("loss", &format!("test {loss_label}"), losses),
        polyline(&numbers.polyline, rates, loss_label),
        by_rate("disagreement", "share of labels on which two snapshots differ", vec![disagreement]),
        by_rate("half-way", &format!("{loss_label} between snapshots"), half_way),
    ]
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
fn polyline(polyline: &PolylineNumbers, rates: &[f64], loss_label: &str) -> Chart {
    let measured = rates.iter().copied().zip(&polyline.loss).filter(|(_, losses)| !losses.is_empty());
    let mut curves: Vec<(f64, &Vec<f64>)> = measured.collect();
    curves.sort_by(|left, right| left.0.total_cmp(&right.0));
    let last = curves.len().saturating_sub(1);
    let role = |place: usize| match place {
        0 => Role::Train,
        place if place == last => Role::Test,
        _ => Role::Measured,
    };
    let series = curves
        .iter()
        .enumerate()
        .map(|(place, (rate, losses))| curve(&format!("{rate}"), role(place), &polyline.position, losses));
    Chart {
        name: "from-snapshot-to-snapshot".to_owned(),
        x: Axis::fitted("snapshot, and the straight line to the next"),
        y: Axis::fitted(loss_label),
        series: series.collect(),
        ..Chart::default()
    }
}
