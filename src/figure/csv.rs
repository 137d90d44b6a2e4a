//! The numbers of a chart as comma-separated values: one line a point.

use super::Chart;
use std::fmt::Write;

/// The chart's numbers, with a heading: `series,x,y` under the names of the axes.
pub fn to_csv(chart: &Chart) -> String {
    let mut text = format!("series,{},{}\n", quoted(&chart.x.label), quoted(&chart.y.label));
    for series in &chart.series {
        let label = quoted(&series.label);
        for (x, y) in &series.points {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{label},{x},{y}");
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
            to_csv(&chart),
            "series,position,\"loss, nats\"\n\"straight \"\"line\"\"\",0,0.1\n\"straight \"\"line\"\"\",1,0.000000001\n"
        );
    }
}
