//! The figures of the two descents: the loss, and how far they went.

use super::numbers::Numbers;
use super::{Axis, Chart, FigureError, Role, Series};

/// Loss, distance moved and path length against the step.
pub(super) fn charts(numbers: Numbers<'_>, loss_label: &str) -> Result<Vec<Chart>, FigureError> {
    let steps = numbers.list("step")?;
    let (distance, half_square) = (numbers.part("distance")?, numbers.part("half_square")?);
    let by_step = |name: &str, label: &str, values: &str| {
        let series = |label: &str, role, path: &[f64]| Series {
            label: label.to_owned(),
            role,
            points: steps.iter().copied().zip(path.iter().copied()).collect(),
        };
        let (distance, half_square) = (distance.list(values)?, half_square.list(values)?);
        Ok(Chart {
            name: name.to_owned(),
            x: Axis::fitted("step"),
            y: Axis::fitted(label),
            series: vec![
                series("on L", Role::Wedge(0), &distance),
                series("on L²/2", Role::Wedge(1), &half_square),
            ],
            ..Chart::default()
        })
    };
    Ok(vec![
        by_step("loss", loss_label, "loss")?,
        by_step("distance-moved", "distance from the start", "distance_moved")?,
        by_step("path-length", "length of the path", "path_length")?,
    ])
}
