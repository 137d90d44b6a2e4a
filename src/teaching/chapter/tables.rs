//! The numbers of figures as tables.

use crate::figure::{Chart, Figure, HeatMap, Series};
use crate::numerics::statistics::sorted;
use crate::teaching::chapter::Table;
use crate::teaching::chapter::shown::three_digits;

/// The most rows in a table of a chart; the last place may add one.
const MOST_ROWS: usize = 25;
/// The most rows and the most columns in a table of a map.
const MOST_CELLS: usize = 9;

/// A table for each figure.
pub fn tables<'a>(figures: impl Iterator<Item = &'a Figure>) -> Vec<Table> {
    figures
        .map(|figure| match figure {
            Figure::Chart(chart) => of_chart(chart),
            Figure::Map(map) => of_map(map),
        })
        .collect()
}

/// One column for each named series, one row for each place on the axis. If there are many rows, only every k-th is
/// kept.
fn of_chart(chart: &Chart) -> Table {
    let named: Vec<&Series> = chart.series.iter().filter(|series| !series.label.is_empty()).collect();
    let places = named.iter().flat_map(|series| &series.points).map(|point| point.0);
    let mut places = sorted(places.collect());
    places.dedup();
    let every = places.len().div_ceil(MOST_ROWS).max(1);
    let last = places.len().saturating_sub(1);
    let rows = places.iter().enumerate().filter(|(row, _)| row % every == 0 || *row == last);
    let rows = rows.map(|(_, place)| {
        let cells = named.iter().map(|series| {
            let point = series.points.iter().find(|point| point.0 == *place);
            point.map_or_else(String::new, |point| three_digits(point.1))
        });
        std::iter::once(three_digits(*place)).chain(cells).collect()
    });
    Table {
        caption: chart.y.label.clone(),
        rows: rows.collect(),
        headings: std::iter::once(&chart.x.label)
            .chain(named.iter().map(|series| &series.label))
            .cloned()
            .collect(),
    }
}

/// The map's rows from the top, and its columns from the left. If there are many, only every k-th is kept.
fn of_map(map: &HeatMap) -> Table {
    let (columns, rows) = (map.columns.max(1), map.rows());
    let middle = |range: Option<(f64, f64)>, place: usize, count: usize| {
        let (low, high) = range.unwrap_or((0.0, 1.0));
        three_digits(low + (high - low) * (place as f64 + 0.5) / count as f64)
    };
    let shown = |count: usize| {
        let every = count.div_ceil(MOST_CELLS).max(1);
        (every / 2..count).step_by(every).collect::<Vec<_>>()
    };
    let across = shown(columns);
    let mut down = shown(rows);
    down.reverse();
    let headings = std::iter::once(format!("{} ↓, {} →", map.y.label, map.x.label))
        .chain(across.iter().map(|&column| middle(map.x.range, column, columns)))
        .collect();
    let rows = down.into_iter().map(|row| {
        let cells = across.iter().map(|&column| match map.values[row * columns + column] {
            value if value.is_finite() => three_digits(value),
            _ => String::new(),
        });
        std::iter::once(middle(map.y.range, row, rows)).chain(cells).collect()
    });
    Table { caption: map.value.label.clone(), headings, rows: rows.collect() }
}
