//! Maps of a plane, with contour lines and known points drawn over them; and the loss along its paths.

use super::contour::{contour, levels};
use super::curves::{curve, places};
use super::{Axis, Chart, Figure, HeatMap, Role, Series};
use crate::experiment::plane::{PathNumbers, PlaneNumbers, Way};
use crate::numerics::statistics::quantile;

/// Colours cover up to this multiple of the median, and at least everything drawn on the map.
const ABOVE_MEDIAN: f64 = 2.0;

/// The map of the loss and, if available, of the accuracy, the loss along paths, and a training's path next to its
/// plane.
pub(super) fn figures(numbers: &PlaneNumbers, loss_label: &str) -> Vec<Figure> {
    let mut figures = vec![Figure::Map(loss_map(numbers, loss_label))];
    if !numbers.accuracy.is_empty() {
        let accuracy = Axis::ranging("accuracy", 0.0, 1.0);
        figures.push(Figure::Map(map(numbers, "accuracy", &numbers.accuracy, accuracy)));
    }
    if !numbers.ways.is_empty() {
        figures.push(Figure::Chart(along_ways(&numbers.ways, loss_label)));
    }
    if let Some(path) = &numbers.path {
        figures.push(Figure::Chart(path_losses(path, loss_label)));
        figures.push(Figure::Chart(path_distances(path)));
    }
    figures
}

/// A map of `[y][x]`, with everything known about the plane.
fn map(numbers: &PlaneNumbers, name: &str, rows: &[Vec<f64>], value: Axis) -> HeatMap {
    let [across, upwards] = &numbers.axes;
    HeatMap {
        name: name.to_owned(),
        x: Axis::of_cells(across, &numbers.x),
        y: Axis::of_cells(upwards, &numbers.y),
        value,
        columns: numbers.x.len().max(1),
        values: rows.concat(),
        overlays: overlays(numbers),
        outline: Vec::new(),
    }
}

fn loss_map(numbers: &PlaneNumbers, loss_label: &str) -> HeatMap {
    let mut map = map(numbers, "loss", &numbers.loss, Axis::fitted(loss_label));
    let (low, high) = map.value_range();
    let of_points = numbers.points.iter().map(|point| &point.loss);
    let drawn = of_points.chain(numbers.ways.iter().flat_map(|way| &way.loss)).copied();
    let finite: Vec<f64> = map.values.iter().copied().filter(|value| value.is_finite()).collect();
    let ceiling = drawn
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
    map.overlays = lines.filter(|line| line.points.len() > 1).chain(overlays(numbers)).collect();
    map
}

fn overlays(numbers: &PlaneNumbers) -> Vec<Series> {
    let ways = numbers.ways.iter().map(|way| curve(&way.name, role(way), &way.x, &way.y));
    let path = numbers.path.iter().map(|path| curve("path", Role::Measured, &path.x, &path.y));
    let points = numbers.points.iter().filter(|point| point.x.is_finite() && point.y.is_finite());
    let points = points.map(|point| curve(&point.name, Role::Measured, &[point.x], &[point.y]));
    ways.chain(path).chain(points).collect()
}

fn role(way: &Way) -> Role {
    match way.name.as_str() {
        "straight" => Role::Straight,
        _ => Role::Tunnel,
    }
}

fn along_ways(ways: &[Way], loss_label: &str) -> Chart {
    let along = |way: &Way| {
        let length = way.travelled.last().copied().unwrap_or(f64::NAN);
        let shares: Vec<f64> = way.travelled.iter().map(|distance| distance / length).collect();
        curve(&way.name, role(way), &shares, &way.loss)
    };
    Chart {
        name: "ways".to_owned(),
        x: Axis::ranging("position on the path, as a share of its length", 0.0, 1.0),
        y: Axis::fitted(loss_label),
        series: ways.iter().map(along).collect(),
        ..Chart::default()
    }
}

fn path_losses(path: &PathNumbers, loss_label: &str) -> Chart {
    let step = places(&path.step);
    Chart {
        name: "path-loss".to_owned(),
        x: Axis::fitted("step"),
        y: Axis::fitted(loss_label),
        series: vec![
            curve("on the path", Role::Train, &step, &path.loss),
            curve("on the plane", Role::Test, &step, &path.plane_loss),
        ],
        ..Chart::default()
    }
}

fn path_distances(path: &PathNumbers) -> Chart {
    let step = places(&path.step);
    Chart {
        name: "path-distance".to_owned(),
        x: Axis::fitted("step"),
        y: Axis::fitted("distance of the path's points"),
        series: vec![
            curve("from the end", Role::Train, &step, &path.distance_from_end),
            curve("from the plane", Role::Test, &step, &path.distance),
        ],
        ..Chart::default()
    }
}
