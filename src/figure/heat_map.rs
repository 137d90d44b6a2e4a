//! A map before it is drawn: one number for every cell of a grid, such as a loss over a plane or a matrix of cosines.

use super::{Axis, Series};

/// A grid of numbers, shown as colours: dark is low.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct HeatMap {
    /// A short name, also used for its files.
    pub name: String,
    /// The horizontal axis; its range extends from the left edge of the first column to the right edge of the last.
    pub x: Axis,
    /// The vertical axis, from the bottom up, with a range like that of `x`.
    pub y: Axis,
    /// The quantity shown as a colour, and its unit; if it has a range, the colours cover it.
    pub value: Axis,
    /// The number of columns, at least 1.
    pub columns: usize,
    /// The numbers, row by row from the lowest row up: `columns` per row. NaN is left blank.
    pub values: Vec<f64>,
    /// Lines and points drawn over the map, in the units of its axes. A series of one point is a named dot.
    pub overlays: Vec<Series>,
    /// The corners of the mapped part of the plane, if that is not all of it: cells on its edge are drawn up to this
    /// edge. Empty for a map of everything between the axes.
    pub outline: Vec<(f64, f64)>,
}

impl HeatMap {
    /// The number of rows.
    pub fn rows(&self) -> usize {
        self.values.len() / self.columns.max(1)
    }

    /// The lowest and the highest value that the colours represent.
    pub fn value_range(&self) -> (f64, f64) {
        let finite = self.values.iter().copied().filter(|value| value.is_finite());
        let (low, high) = self.value.range.unwrap_or_else(|| {
            finite.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
                (low.min(value), high.max(value))
            })
        });
        match low < high {
            true => (low, high),
            false if low.is_finite() => (low - 0.5, low + 0.5),
            false => (0.0, 1.0),
        }
    }
}
