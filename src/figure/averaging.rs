//! The loss of the mean of snapshots against the size of the kick, and the share that changed wedges.

use super::numbers::Numbers;
use super::{Axis, Chart, FigureError, Role, Series};

/// Both.
pub(super) fn charts(numbers: Numbers<'_>, loss_label: &str) -> Result<Vec<Chart>, FigureError> {
    let kicks = numbers.list("kick")?;
    let by_kick = |label: &str, role, values: &[f64]| Series {
        label: label.to_owned(),
        role,
        points: kicks.iter().copied().zip(values.iter().copied()).collect(),
    };
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
        losses.push(by_kick("different wedges", Role::Predicted, &vec![law; kicks.len()]));
    }
    let mut charts = vec![chart("loss", Axis::fitted(loss_label), losses)];
    let changed = numbers.list_or_none("changed")?;
    if !changed.is_empty() {
        let series = vec![by_kick("measured", Role::Measured, &changed)];
        charts.push(chart("changed", Axis::ranging("share that changed wedges", 0.0, 1.05), series));
    }
    Ok(charts)
}
