//! A map before it is drawn: one number for every cell of a grid, such as a loss over a plane or a matrix of cosines.

use super::{Axis, Series};

/// A grid of numbers, shown as colours: dark is low.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct HeatMap {
    /// A short name, also of its files.
    pub name: String,
    /// The horizontal axis; its range reaches from the left edge of the first column to the right edge of the last.
    pub x: Axis,
    /// The vertical axis, likewise, upwards.
    pub y: Axis,
    /// The quantity that is shown as a colour, and its unit; where it has a range, colours reach over that.
    pub value: Axis,
    /// How many columns there are, at least 1.
    pub columns: usize,
    /// The numbers, row after row from the lowest row up: `columns` to a row. What is no number is left blank.
    pub values: Vec<f64>,
    /// Lines and points drawn over the map, in the units of its axes. A series of one point is a named dot.
    pub overlays: Vec<Series>,
    /// The corners of the part of the plane that is mapped, where that is not all of it: cells on its edge are drawn as far
    /// as to this edge. Empty for a map of everything between the axes.
    pub outline: Vec<(f64, f64)>,
}

impl HeatMap {
    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.values.len() / self.columns.max(1)
    }

    /// The lowest and the highest value that colours stand for.
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
