//! The middles of many optima before and after the descent, their short directions, and the triangle of three.

use super::numbers::Numbers;
use super::{Axis, Chart, Figure, FigureError, HeatMap, Role, Series};
use crate::experiment::connector::TRIANGLE_HEIGHT;

/// All of them.
pub(super) fn figures(numbers: Numbers<'_>, loss_label: &str) -> Result<Vec<Figure>, FigureError> {
    let m = numbers.list("m")?;
    let by_m = |label: &str, role, values: Vec<f64>| Series {
        label: label.to_owned(),
        role,
        points: m.iter().copied().zip(values).collect(),
    };
    let chart = |name: &str, y: &str, series| Chart {
        name: name.to_owned(),
        x: Axis::fitted("m, for m + 1 optima"),
        y: Axis::fitted(y),
        series,
        ..Chart::default()
    };
    let losses = vec![
        by_m("before", Role::Straight, numbers.list("loss_before")?),
        by_m("after", Role::Tunnel, numbers.list("loss_after")?),
    ];
    let mut figures = vec![chart("loss", loss_label, losses).into()];
    let counted = numbers.list_or_none("short_directions")?;
    if !counted.is_empty() {
        let series = vec![
            by_m("predicted", Role::Predicted, numbers.list_or_none("short_directions_law")?),
            by_m("measured", Role::Measured, counted),
        ];
        figures.push(chart("short-directions", "short directions in the middle", series).into());
    }
    if let Some(triangle) = numbers.part_or_none("triangle") {
        let columns = triangle.number("columns").unwrap_or(1.0).max(1.0) as usize;
        let (before, after) = (triangle.list("before")?, triangle.list("after")?);
        let highest = before.iter().copied().filter(|loss| loss.is_finite()).fold(0.0, f64::max);
        let both = [("triangle-before", &before), ("triangle-after", &after)];
        figures.extend(both.map(|(name, losses)| map(name, loss_label, columns, losses, highest).into()));
    }
    Ok(figures)
}

fn map(name: &str, loss_label: &str, columns: usize, losses: &[f64], highest: f64) -> HeatMap {
    let corner = |label: &str, x: f64, y: f64| Series {
        label: label.to_owned(),
        role: Role::Tunnel,
        points: vec![(x, y)],
    };
    HeatMap {
        name: name.to_owned(),
        x: Axis::ranging("along the first two optima", 0.0, 1.0),
        y: Axis::ranging("towards the third", 0.0, TRIANGLE_HEIGHT),
        value: Axis::ranging(loss_label, 0.0, if highest > 0.0 { highest } else { 1.0 }),
        columns,
        values: losses.to_vec(),
        overlays: vec![
            corner("A", 0.02, 0.02),
            corner("B", 0.93, 0.02),
            corner("C", 0.49, TRIANGLE_HEIGHT - 0.06),
        ],
    }
}
