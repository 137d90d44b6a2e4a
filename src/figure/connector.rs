//! The midpoints of many optima before and after the descent, their short directions, and the triangle of three.

use super::numbers::Numbers;
use super::{Axis, Band, Chart, Figure, FigureError, HeatMap, Role, Series};
use crate::experiment::connector::TRIANGLE_HEIGHT;

/// The three optima.
const CORNERS: [(f64, f64); 3] = [(0.0, 0.0), (1.0, 0.0), (0.5, TRIANGLE_HEIGHT)];

/// All figures of the experiment.
pub(super) fn figures(numbers: Numbers<'_>, loss_label: &str) -> Result<Vec<Figure>, FigureError> {
    let m = numbers.list("m")?;
    let by_m = |label: &str, role, values: Vec<f64>| Series {
        label: label.to_owned(),
        role,
        points: m.iter().copied().zip(values).collect(),
    };
    let chart = |name: &str, y: Axis, series: Vec<Series>, bands: Vec<Band>| Chart {
        name: name.to_owned(),
        x: Axis::fitted("m, for m + 1 optima"),
        y,
        series,
        bands,
        ..Chart::default()
    };
    // With several sets of optima their mean and spread are drawn.
    let repetitions = numbers.part_or_none("repetitions");
    let curves = |curves: &[(&str, Role, &str)]| -> Result<(Vec<Series>, Vec<Band>), FigureError> {
        let (mut series, mut bands) = (Vec::new(), Vec::new());
        for &(label, role, name) in curves {
            let values = match repetitions.and_then(|repetitions| repetitions.part_or_none(name)) {
                Some(curve) => {
                    let (mean, spread) = (curve.list("mean")?, curve.list("spread")?);
                    let points = m.iter().zip(mean.iter().zip(&spread));
                    let points =
                        points.map(|(&m, (mean, spread))| (m, mean - spread, mean + spread)).collect();
                    bands.push(Band { role, points });
                    mean
                }
                None => numbers.list_or_none(name)?,
            };
            if !values.is_empty() {
                series.push(by_m(label, role, values));
            }
        }
        Ok((series, bands))
    };
    let (losses, bands) = curves(&[
        ("before", Role::Straight, "loss_before"),
        ("after", Role::Tunnel, "loss_after"),
        ("optima", Role::Train, "loss_of_optima"),
    ])?;
    let mut figures = vec![chart("loss", Axis::fitted(loss_label), losses, bands).into()];
    let (accuracies, bands) =
        curves(&[("before", Role::Straight, "accuracy_before"), ("after", Role::Tunnel, "accuracy_after")])?;
    if !accuracies.is_empty() {
        figures.push(chart("accuracy", Axis::ranging("accuracy", 0.0, 1.0), accuracies, bands).into());
    }
    let counted = numbers.list_or_none("short_directions")?;
    if !counted.is_empty() {
        let series = vec![
            by_m("predicted", Role::Predicted, numbers.list_or_none("short_directions_law")?),
            by_m("measured", Role::Measured, counted),
        ];
        let y = Axis::fitted("short directions in the middle");
        figures.push(chart("short-directions", y, series, Vec::new()).into());
    }
    if let Some(triangle) = numbers.part_or_none("triangle") {
        let columns = triangle.number("columns").unwrap_or(1.0).max(1.0) as usize;
        let before = triangle.list("before")?;
        let (after, beside) = (triangle.list_or_none("after")?, triangle.list_or_none("beside")?);
        let highest = before.iter().copied().filter(|loss| loss.is_finite()).fold(0.0, f64::max);
        let all = [
            ("triangle-before", "before the descent", before),
            ("triangle-after", "after the descent", after),
            ("triangle-beside", "on a parallel plane after the descent", beside),
        ];
        for (name, place, losses) in all.into_iter().filter(|(_, _, losses)| !losses.is_empty()) {
            figures.push(map(name, &format!("{loss_label}, {place}"), columns, &losses, highest).into());
        }
    }
    Ok(figures)
}

fn map(name: &str, loss_label: &str, columns: usize, losses: &[f64], highest: f64) -> HeatMap {
    let corner = |label: &str, place: (f64, f64)| Series {
        label: label.to_owned(),
        role: Role::Tunnel,
        points: vec![place],
    };
    HeatMap {
        name: name.to_owned(),
        x: Axis::ranging("position from A to B", 0.0, 1.0),
        y: Axis::ranging("height towards C", 0.0, TRIANGLE_HEIGHT),
        value: Axis::ranging(loss_label, 0.0, if highest > 0.0 { highest } else { 1.0 }),
        columns,
        values: losses.to_vec(),
        overlays: vec![corner("A", CORNERS[0]), corner("B", CORNERS[1]), corner("C", CORNERS[2])],
        outline: CORNERS.to_vec(),
    }
}
