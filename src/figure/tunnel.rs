//! The loss along a tunnel and along the straight line, and the cosines of the points' deviations.

use super::{Axis, Chart, Figure, HeatMap, Role, Series};
use crate::experiment::tunnel::{Along, TunnelNumbers};

/// Both.
pub(super) fn figures(numbers: &TunnelNumbers, loss_label: &str) -> Vec<Figure> {
    let series = |label: &str, role, along: &Along| Series {
        label: label.to_owned(),
        role,
        points: along.position.iter().copied().zip(along.loss.iter().copied()).collect(),
    };
    let mut curves = vec![
        series("straight", Role::Straight, &numbers.straight),
        series("tunnel", Role::Tunnel, &numbers.tunnel),
    ];
    if let Some(exact) = &numbers.exact {
        curves.push(series("over the crossing", Role::Wedge(2), exact));
    }
    let loss = Chart {
        name: "loss".to_owned(),
        x: Axis::ranging("position on the path", 0.0, 1.0),
        y: Axis::fitted(loss_label),
        series: curves,
        ..Chart::default()
    };
    let count = numbers.cosine.len();
    let edge = 0.5 / (count + 1) as f64;
    let axis = || Axis::ranging("position of the point", edge, 1.0 - edge);
    let cosine = HeatMap {
        name: "cosine".to_owned(),
        x: axis(),
        y: axis(),
        value: Axis::ranging("cosine", 0.0, 1.0),
        columns: count.max(1),
        values: numbers.cosine.concat(),
        overlays: Vec::new(),
    };
    vec![loss.into(), cosine.into()]
}
