//! Short directions by three counts: jointly for several optima, by planes beside one, and by curvature.

use super::{Axis, Chart, Mark, Role, Series};
use crate::experiment::short_directions::{PerturbedNumbers, ShortDirectionsNumbers};

/// The counts against m, and what is left in planes of too few dimensions.
pub(super) fn charts(numbers: &ShortDirectionsNumbers) -> Vec<Chart> {
    vec![counts(numbers), planes(&numbers.perturbed, numbers.short_dimension)]
}

fn counts(numbers: &ShortDirectionsNumbers) -> Chart {
    let joint = &numbers.joint;
    // Lines are drawn from the smallest m to the largest, in whatever order they were asked for.
    let series = |label: &str, role, values: Vec<f64>| {
        let mut points: Vec<(f64, f64)> = joint.m.iter().map(|&m| m as f64).zip(values).collect();
        points.sort_by(|left, right| left.0.total_cmp(&right.0));
        Series { label: label.to_owned(), role, points }
    };
    let whole = |counts: &[usize]| counts.iter().map(|&count| count as f64).collect::<Vec<_>>();
    let curvature = vec![(0.0, numbers.curvature.short_directions)];
    Chart {
        name: "short-directions".to_owned(),
        x: Axis::fitted("m, for m + 1 optima"),
        y: Axis::fitted("short directions"),
        series: vec![
            series("jointly, expected", Role::Predicted, joint.expected.clone()),
            series("jointly", Role::Measured, whole(&joint.short_directions)),
            series("nearest wedge alone", Role::Wedge(0), whole(&joint.single_wedge)),
            Series { label: "curvature".to_owned(), role: Role::Measured, points: curvature },
        ],
        ..Chart::default()
    }
}

fn planes(perturbed: &PerturbedNumbers, short_dimension: usize) -> Chart {
    let against_dimension = |label: &str, role, values: Vec<f64>| Series {
        label: label.to_owned(),
        role,
        points: perturbed.plane_dimension.iter().map(|&dimension| dimension as f64).zip(values).collect(),
    };
    let law =
        |&dimension: &usize| libm::sqrt((1.0 - dimension as f64 / short_dimension.max(1) as f64).max(0.0));
    Chart {
        name: "beside-an-optimum".to_owned(),
        x: Axis::fitted("dimension d of the plane"),
        y: Axis::ranging("distance to the wedge / at first", 0.0, 1.05),
        series: vec![
            against_dimension(
                "√(1 − d/s)",
                Role::Predicted,
                perturbed.plane_dimension.iter().map(law).collect(),
            ),
            against_dimension("lowest in the plane", Role::Measured, perturbed.loss_ratio.clone()),
        ],
        marks: vec![Mark { label: "d = s".to_owned(), x: short_dimension as f64 }],
        ..Chart::default()
    }
}
