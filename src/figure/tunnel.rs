//! The loss along a tunnel and along the straight line, and the cosines of the points' deviations.

use super::numbers::Numbers;
use super::{Axis, Chart, Figure, FigureError, HeatMap, Role, Series};

/// Both.
pub(super) fn figures(numbers: Numbers<'_>, loss_label: &str) -> Result<Vec<Figure>, FigureError> {
    let series = |label: &str, role, along: Numbers<'_>| {
        let points = along.list("position")?.into_iter().zip(along.list("loss")?).collect();
        Ok(Series { label: label.to_owned(), role, points })
    };
    let mut curves = vec![
        series("straight", Role::Straight, numbers.part("straight")?)?,
        series("tunnel", Role::Tunnel, numbers.part("tunnel")?)?,
    ];
    if let Some(exact) = numbers.part_or_none("exact") {
        curves.push(series("over the crossing", Role::Wedge(2), exact)?);
    }
    let loss = Chart {
        name: "loss".to_owned(),
        x: Axis::ranging("position on the path", 0.0, 1.0),
        y: Axis::fitted(loss_label),
        series: curves,
        ..Chart::default()
    };
    let cosine = numbers.rows("cosine")?;
    let count = cosine.len();
    let edge = 0.5 / (count + 1) as f64;
    let axis = || Axis::ranging("position of the point", edge, 1.0 - edge);
    let map = HeatMap {
        name: "cosine".to_owned(),
        x: axis(),
        y: axis(),
        value: Axis::ranging("cosine", 0.0, 1.0),
        columns: count.max(1),
        values: cosine.concat(),
        overlays: Vec::new(),
    };
    Ok(vec![loss.into(), map.into()])
}
