//! Maps of a plane, with contour lines and known points drawn over them; and the loss along its paths.

use super::contour::{contour, levels};
use super::numbers::Numbers;
use super::{Axis, Chart, Figure, FigureError, HeatMap, Role, Series};
use crate::numerics::statistics::quantile;

/// Colours cover up to this multiple of the median, and at least everything drawn on the map.
const ABOVE_MEDIAN: f64 = 2.0;

/// The map of the loss and, if available, of the accuracy, the loss along paths, and a training's path next to its
/// plane.
pub(super) fn figures(numbers: Numbers<'_>, loss_label: &str) -> Result<Vec<Figure>, FigureError> {
    let mut figures = vec![Figure::Map(loss_map(numbers, loss_label)?)];
    if numbers.has("accuracy") {
        figures.push(Figure::Map(map(numbers, "accuracy", Axis::ranging("accuracy", 0.0, 1.0))?));
    }
    let ways = numbers.parts("ways")?;
    if !ways.is_empty() {
        figures.push(Figure::Chart(along_ways(&ways, loss_label)?));
    }
    if let Some(path) = numbers.part_or_none("path") {
        figures.push(Figure::Chart(path_losses(path, loss_label)?));
        figures.push(Figure::Chart(path_distances(path)?));
    }
    Ok(figures)
}

/// A map of `[y][x]`, with everything known about the plane.
fn map(numbers: Numbers<'_>, name: &str, value: Axis) -> Result<HeatMap, FigureError> {
    let (x, y) = (numbers.list("x")?, numbers.list("y")?);
    let labels = numbers.texts("axes")?;
    let label = |axis: usize| labels.get(axis).map_or("distance", String::as_str);
    Ok(HeatMap {
        name: name.to_owned(),
        x: cells(label(0), &x),
        y: cells(label(1), &y),
        value,
        columns: x.len().max(1),
        values: numbers.rows(name)?.concat(),
        overlays: overlays(numbers)?,
        outline: Vec::new(),
    })
}

fn loss_map(numbers: Numbers<'_>, loss_label: &str) -> Result<HeatMap, FigureError> {
    let mut map = map(numbers, "loss", Axis::fitted(loss_label))?;
    let (low, high) = map.value_range();
    let mut drawn: Vec<f64> =
        numbers.parts("points")?.iter().filter_map(|point| point.number("loss")).collect();
    for way in numbers.parts("ways")? {
        drawn.extend(way.list("loss")?);
    }
    let finite: Vec<f64> = map.values.iter().copied().filter(|value| value.is_finite()).collect();
    let ceiling = drawn
        .into_iter()
        .filter(|loss| loss.is_finite())
        .fold(low + ABOVE_MEDIAN * (quantile(&finite, 0.5) - low), f64::max);
    if ceiling > low && ceiling < high {
        // The brightest cells are at least as high as the end of the scale.
        map.value = Axis::ranging(&format!("{loss_label}, maximum {high:.3}"), low, ceiling);
    }
    let (heights, step) = levels(&map);
    if !heights.is_empty() {
        map.value.label = format!("{} (contours every {step})", map.value.label);
    }
    let lines = heights.iter().map(|&height| Series {
        label: String::new(),
        role: Role::Single,
        points: contour(&map, height),
    });
    map.overlays = lines.filter(|line| line.points.len() > 1).chain(overlays(numbers)?).collect();
    Ok(map)
}

fn overlays(numbers: Numbers<'_>) -> Result<Vec<Series>, FigureError> {
    let mut overlays = Vec::new();
    for way in numbers.parts("ways")? {
        let name = way.text("name").unwrap_or_default();
        let points = way.list("x")?.into_iter().zip(way.list("y")?).collect();
        overlays.push(Series { label: name.to_owned(), role: role(name), points });
    }
    if let Some(path) = numbers.part_or_none("path") {
        let points = path.list("x")?.into_iter().zip(path.list("y")?).collect();
        overlays.push(Series { label: "path".to_owned(), role: Role::Measured, points });
    }
    for point in numbers.parts("points")? {
        if let (Some(x), Some(y)) = (point.number("x"), point.number("y")) {
            let label = point.text("name").unwrap_or_default().to_owned();
            overlays.push(Series { label, role: Role::Measured, points: vec![(x, y)] });
        }
    }
    Ok(overlays)
}

fn role(way: &str) -> Role {
    match way {
        "straight" => Role::Straight,
        _ => Role::Tunnel,
    }
}

fn along_ways(ways: &[Numbers<'_>], loss_label: &str) -> Result<Chart, FigureError> {
    let mut series = Vec::with_capacity(ways.len());
    for way in ways {
        let name = way.text("name").unwrap_or_default();
        let travelled = way.list("travelled")?;
        let length = travelled.last().copied().unwrap_or(f64::NAN);
        let shares = travelled.iter().map(|distance| distance / length);
        let points = shares.zip(way.list("loss")?).collect();
        series.push(Series { label: name.to_owned(), role: role(name), points });
    }
    Ok(Chart {
        name: "ways".to_owned(),
        x: Axis::ranging("position on the path, as a share of its length", 0.0, 1.0),
        y: Axis::fitted(loss_label),
        series,
        ..Chart::default()
    })
}

fn path_losses(path: Numbers<'_>, loss_label: &str) -> Result<Chart, FigureError> {
    let step = path.list("step")?;
    let curve = |label: &str, role, name: &str| {
        let points = step.iter().copied().zip(path.list(name)?).collect();
        Ok(Series { label: label.to_owned(), role, points })
    };
    Ok(Chart {
        name: "path-loss".to_owned(),
        x: Axis::fitted("step"),
        y: Axis::fitted(loss_label),
        series: vec![
            curve("on the path", Role::Train, "loss")?,
            curve("on the plane", Role::Test, "plane_loss")?,
        ],
        ..Chart::default()
    })
}

fn path_distances(path: Numbers<'_>) -> Result<Chart, FigureError> {
    let step = path.list("step")?;
    let curve = |label: &str, role, name: &str| {
        let points = step.iter().copied().zip(path.list(name)?).collect();
        Ok(Series { label: label.to_owned(), role, points })
    };
    Ok(Chart {
        name: "path-distance".to_owned(),
        x: Axis::fitted("step"),
        y: Axis::fitted("distance of the path's points"),
        series: vec![
            curve("from the end", Role::Train, "distance_from_end")?,
            curve("from the plane", Role::Test, "distance")?,
        ],
        ..Chart::default()
    })
}

/// An axis whose cells have these centres, at equal steps.
fn cells(label: &str, middles: &[f64]) -> Axis {
    match middles {
        [first, .., last] => {
            let half = (last - first) / (middles.len() - 1) as f64 / 2.0;
            Axis::ranging(label, first - half, last + half)
        }
        _ => Axis::fitted(label),
    }
}
