//! The middles of many optima before and after the descent, their short directions, and the triangle of three.

use super::{Axis, Chart, Figure, HeatMap, Role, Series};
use crate::experiment::connector::{ConnectorNumbers, TRIANGLE_HEIGHT, Triangle};

/// All of them.
pub(super) fn figures(numbers: &ConnectorNumbers, loss_label: &str) -> Vec<Figure> {
    let by_m = |label: &str, role, values: Vec<f64>| Series {
        label: label.to_owned(),
        role,
        points: numbers.m.iter().map(|&m| m as f64).zip(values).collect(),
    };
    let chart = |name: &str, y: &str, series| Chart {
        name: name.to_owned(),
        x: Axis::fitted("m, for m + 1 optima"),
        y: Axis::fitted(y),
        series,
        ..Chart::default()
    };
    let losses = vec![
        by_m("before", Role::Straight, numbers.loss_before.clone()),
        by_m("after", Role::Tunnel, numbers.loss_after.clone()),
    ];
    let mut figures = vec![chart("loss", loss_label, losses).into()];
    if !numbers.short_directions.is_empty() {
        let counted = numbers.short_directions.iter().map(|&count| count as f64).collect();
        let series = vec![
            by_m("predicted", Role::Predicted, numbers.short_directions_law.clone()),
            by_m("measured", Role::Measured, counted),
        ];
        figures.push(chart("short-directions", "short directions in the middle", series).into());
    }
    if let Some(triangle) = &numbers.triangle {
        let highest = triangle.before.iter().copied().filter(|loss| loss.is_finite()).fold(0.0, f64::max);
        let both = [("triangle-before", &triangle.before), ("triangle-after", &triangle.after)];
        figures.extend(both.map(|(name, losses)| map(name, loss_label, triangle, losses, highest).into()));
    }
    figures
}

fn map(name: &str, loss_label: &str, triangle: &Triangle, losses: &[f64], highest: f64) -> HeatMap {
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
        columns: triangle.columns.max(1),
        values: losses.to_vec(),
        overlays: vec![
            corner("A", 0.02, 0.02),
            corner("B", 0.93, 0.02),
            corner("C", 0.49, TRIANGLE_HEIGHT - 0.06),
        ],
    }
}
