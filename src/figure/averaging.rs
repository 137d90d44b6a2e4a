//! The loss of the mean of snapshots against the size of the kick, and the share that changed wedges.

use super::{Axis, Chart, Role, Series};
use crate::experiment::averaging::AveragingNumbers;

/// Both.
pub(super) fn charts(numbers: &AveragingNumbers, loss_label: &str) -> Vec<Chart> {
    let by_kick = |label: &str, role, values: &[f64]| Series {
        label: label.to_owned(),
        role,
        points: numbers.kick.iter().copied().zip(values.iter().copied()).collect(),
    };
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
        losses.push(by_kick("different wedges", Role::Predicted, &vec![law; numbers.kick.len()]));
    }
    let mut charts = vec![chart("loss", Axis::fitted(loss_label), losses)];
    if !numbers.changed.is_empty() {
        let series = vec![by_kick("measured", Role::Measured, &numbers.changed)];
        charts.push(chart("changed", Axis::ranging("share that changed wedges", 0.0, 1.05), series));
    }
    charts
}
