//! The numbers of a chart as comma-separated values: one line per point.

use super::{Chart, Figure, HeatMap};
use std::fmt::Write;

/// The figure's numbers below a heading of axis labels: lines `series,x,y` for a chart, followed by the ends of its
/// bands; lines `x,y,value` for the centres of a map's cells.
pub fn to_csv(figure: &Figure) -> String {
    match figure {
        Figure::Chart(chart) => chart_to_csv(chart),
        Figure::Map(map) => map_to_csv(map),
    }
}

fn map_to_csv(map: &HeatMap) -> String {
    let mut text =
        format!("{},{},{}\n", quoted(&map.x.label), quoted(&map.y.label), quoted(&map.value.label));
    let middle = |range: Option<(f64, f64)>, place: usize, count: usize| {
        let (low, high) = range.unwrap_or((0.0, 1.0));
        low + (high - low) * (place as f64 + 0.5) / count as f64
    };
    for (place, value) in map.values.iter().enumerate() {
        let (row, column) = (place / map.columns.max(1), place % map.columns.max(1));
        let (x, y) = (middle(map.x.range, column, map.columns), middle(map.y.range, row, map.rows()));
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{x},{y},{value}");
    }
    text
}

/// The chart's numbers: a heading of `series` and the axis labels, then lines `series,x,y`.
fn chart_to_csv(chart: &Chart) -> String {
    let mut text = format!("series,{},{}\n", quoted(&chart.x.label), quoted(&chart.y.label));
    let place =
        |x: f64| chart.x.category(x).map_or_else(|| x.to_string(), |category| category.replace('−', "-"));
    for series in &chart.series {
        let label = quoted(&series.label);
        for (x, y) in &series.points {
            let x = place(*x);
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{label},{x},{y}");
        }
    }
    for band in &chart.bands {
        for (x, low, high) in &band.points {
            let x = place(*x);
            let _ = writeln!(text, "low end of the band,{x},{low}\nhigh end of the band,{x},{high}");
        }
    }
    text
}

fn quoted(text: &str) -> String {
    match text.contains([',', '"', '\n']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Axis, Role, Series};
    use super::*;

    #[test]
    fn names_with_commas_are_quoted_and_numbers_are_whole() {
        let chart = Chart {
            name: "loss".to_owned(),
            x: Axis::fitted("position"),
            y: Axis::fitted("loss, nats"),
            series: vec![Series {
                label: "straight \"line\"".to_owned(),
                role: Role::Straight,
                points: vec![(0.0, 0.1), (1.0, 1e-9)],
            }],
            ..Chart::default()
        };
        assert_eq!(
            to_csv(&chart.into()),
            "series,position,\"loss, nats\"\n\"straight \"\"line\"\"\",0,0.1\n\"straight \"\"line\"\"\",1,0.000000001\n"
        );
    }
}
