//! Curves through a result's numbers.

use super::{Band, Role, Series};
use crate::experiment::MeanCurve;

/// A curve through the points `(x, y)`, as many as both lists have.
pub(super) fn curve(label: &str, role: Role, x: &[f64], y: &[f64]) -> Series {
    Series { label: label.to_owned(), role, points: x.iter().copied().zip(y.iter().copied()).collect() }
}

/// The spread of single repetitions on both sides of their mean.
pub(super) fn spread(role: Role, x: &[f64], curve: &MeanCurve) -> Band {
    let points = x.iter().zip(curve.mean.iter().zip(&curve.spread));
    Band { role, points: points.map(|(&x, (mean, spread))| (x, mean - spread, mean + spread)).collect() }
}

/// Whole numbers as places on an axis.
pub(super) fn places(counts: &[usize]) -> Vec<f64> {
    counts.iter().map(|&count| count as f64).collect()
}
