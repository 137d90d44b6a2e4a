//! Curves over repetitions: their mean and spread.

use super::from_json::{Lacking, from_json};
use crate::numerics::statistics::{mean, standard_deviation};
use serde::Serialize;

/// The mean and the spread of a curve over repetitions, position by position.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct MeanCurve {
    /// The mean.
    pub mean: Vec<f64>,
    /// The standard deviation of single repetitions; 0 for one.
    pub spread: Vec<f64>,
}

from_json!(MeanCurve: needs [mean, spread]);

impl Lacking for MeanCurve {
    fn lacking() -> Self {
        Self::default()
    }
}

impl MeanCurve {
    /// The mean of curves, one per repetition, up to the shortest length. At every position, values that are not finite
    /// are left out.
    pub(super) fn of<'a>(curves: impl Iterator<Item = &'a [f64]>) -> Self {
        let curves: Vec<&[f64]> = curves.collect();
        let places = curves.iter().map(|curve| curve.len()).min().unwrap_or(0);
        let at = |place: usize| -> Vec<f64> {
            curves.iter().map(|curve| curve[place]).filter(|value| value.is_finite()).collect()
        };
        Self {
            mean: (0..places).map(|place| mean(&at(place))).collect(),
            spread: (0..places).map(|place| standard_deviation(&at(place))).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_number_is_left_out_where_it_is() {
        let curves = [vec![1.0, 4.0], vec![3.0, f64::NAN]];
        let found = MeanCurve::of(curves.iter().map(Vec::as_slice));
        assert_eq!(found, MeanCurve { mean: vec![2.0, 4.0], spread: vec![2.0_f64.sqrt(), 0.0] });
    }
}
