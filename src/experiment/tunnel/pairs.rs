//! Summary of tunnels between several pairs of optima of networks.

use super::Dug;
use crate::experiment::MeanCurve;
use crate::experiment::from_json::from_json;
use crate::numerics::statistics::mean;
use serde::Serialize;

/// All pairs of optima together: curves with means and spreads, and single numbers for each pair.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Pairs {
    /// The loss along the straight lines.
    pub straight_loss: MeanCurve,
    /// The loss along the tunnels before any refinement.
    pub tunnel_loss: MeanCurve,
    /// The mean cosines between deviations: `[point][point]`.
    pub cosine: Vec<Vec<f64>>,
    /// The mean cosine between deviations of the same half of the line, excluding its middle.
    pub cosine_within: Vec<f64>,
    /// The mean cosine between deviations of different halves.
    pub cosine_across: Vec<f64>,
    /// How far the tunnel's highest loss exceeds the mean of its ends, over the same excess of the straight line.
    pub excess_ratio: Vec<f64>,
    /// How much more the labels in the middle agree with those of the first optimum in the tunnel than on the straight
    /// line.
    pub label_gain: Vec<f64>,
}

from_json! {
    Pairs:
    needs [straight_loss, tunnel_loss],
    may lack [cosine, cosine_within, cosine_across, excess_ratio, label_gain]
}

impl Pairs {
    /// The summary of at least one pair.
    pub(super) fn of(found: &[Dug]) -> Self {
        let each = |value: fn(&Dug) -> f64| found.iter().map(value).collect::<Vec<f64>>();
        let rows = found.first().map_or(0, |dug| dug.cosine.len());
        let mean_row = |row: usize| MeanCurve::of(found.iter().map(|dug| dug.cosine[row].as_slice())).mean;
        Self {
            straight_loss: MeanCurve::of(found.iter().map(|dug| dug.straight.loss.as_slice())),
            tunnel_loss: MeanCurve::of(found.iter().map(|dug| dug.levels[0].along.loss.as_slice())),
            cosine: (0..rows).map(mean_row).collect(),
            cosine_within: each(|dug| cosines_of_halves(&dug.cosine).0),
            cosine_across: each(|dug| cosines_of_halves(&dug.cosine).1),
            excess_ratio: each(|dug| {
                let tunnel = dug.levels.last().map_or(f64::NAN, |level| level.along.excess());
                tunnel / dug.straight.excess()
            }),
            label_gain: each(label_gain),
        }
    }
}

/// The mean cosine within halves, and across them, of points evenly spread along the line; the middle point is in
/// neither half. NaN if there are no two such points.
fn cosines_of_halves(cosine: &[Vec<f64>]) -> (f64, f64) {
    let count = cosine.len();
    let (mut within, mut across) = (Vec::new(), Vec::new());
    // Doubled, so that the middle is a whole number.
    let side = |point: usize| (2 * point + 1).cmp(&count);
    for (left, row) in cosine.iter().enumerate() {
        for (right, &cosine) in row.iter().enumerate().take(left) {
            let (left, right) = (side(left), side(right));
            if left.is_eq() || right.is_eq() || !cosine.is_finite() {
                continue;
            }
            if left == right { within.push(cosine) } else { across.push(cosine) }
        }
    }
    (mean(&within), mean(&across))
}

fn label_gain(dug: &Dug) -> f64 {
    let Some(agreement) = &dug.agreement else { return f64::NAN };
    let middle = agreement.position.len() / 2;
    agreement.tunnel.first[middle] - agreement.straight.first[middle]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_point_is_in_neither_half() {
        let cosine = |left: usize, right: usize| match (left, right) {
            (0 | 1, 0 | 1) => 0.8,
            (3 | 4, 3 | 4) => 0.6,
            (2, _) | (_, 2) => 9.0,
            _ => -0.1,
        };
        let odd: Vec<Vec<f64>> =
            (0..5).map(|left| (0..5).map(|right| cosine(left, right)).collect()).collect();
        let (within, across) = cosines_of_halves(&odd);
        assert!((within - 0.7).abs() < 1e-12 && (across + 0.1).abs() < 1e-12);
        let even = vec![vec![1.0, 0.3], vec![0.3, 1.0]];
        assert!(cosines_of_halves(&even).0.is_nan());
        assert_eq!(cosines_of_halves(&even).1, 0.3);
    }
}
