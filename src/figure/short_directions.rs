//! Short directions by three counts: jointly for several optima, by planes near one, and by curvature.

use super::curves::{curve, places};
use super::{Axis, Chart, Figure, Mark, Role, Series, of_charts, short_directions_on_networks};
use crate::experiment::short_directions::{PerturbedNumbers, ShortDirectionsNumbers, WedgeDirections};
use crate::numerics::statistics::sorted_pairs;

/// On wedges the counts against m, and the loss left in planes of too few dimensions; on a network figure 4 of the
/// paper.
pub(super) fn figures(numbers: &ShortDirectionsNumbers, loss_label: &str) -> Vec<Figure> {
    of_charts(match numbers {
        ShortDirectionsNumbers::OnWedges(numbers) => {
            vec![counts(numbers), planes(&numbers.perturbed, numbers.short_dimension as f64)]
        }
        ShortDirectionsNumbers::OnNetworks(numbers) => {
            short_directions_on_networks::charts(numbers, loss_label)
        }
    })
}

fn counts(numbers: &WedgeDirections) -> Chart {
    let joint = &numbers.joint;
    let m = places(&joint.m);
    // Lines are drawn from the smallest m to the largest, in whatever order the values were requested.
    let series = |label: &str, role, values: &[f64]| {
        let points = sorted_pairs(m.iter().copied().zip(values.iter().copied()).collect());
        Series { label: label.to_owned(), role, points }
    };
    let curvature = vec![(0.0, numbers.curvature.short_directions)];
    Chart {
        name: "short-directions".to_owned(),
        x: Axis::fitted("m, for m + 1 optima"),
        y: Axis::fitted("short directions"),
        series: vec![
            series("jointly, expected", Role::Predicted, &joint.expected),
            series("jointly", Role::Measured, &places(&joint.short_directions)),
            series("nearest wedge alone", Role::Wedge(0), &places(&joint.single_wedge)),
            Series { label: "curvature".to_owned(), role: Role::Measured, points: curvature },
        ],
        ..Chart::default()
    }
}

fn planes(perturbed: &PerturbedNumbers, short_dimension: f64) -> Chart {
    let dimensions = places(&perturbed.plane_dimension);
    let law = |&dimension: &f64| libm::sqrt((1.0 - dimension / short_dimension.max(1.0)).max(0.0));
    let law: Vec<f64> = dimensions.iter().map(law).collect();
    Chart {
        name: "beside-an-optimum".to_owned(),
        x: Axis::fitted("dimension d of the plane"),
        y: Axis::ranging("distance to the nearest wedge / initial distance", 0.0, 1.05),
        series: vec![
            curve("√(1 − d/s)", Role::Predicted, &dimensions, &law),
            curve("minimum in the plane", Role::Measured, &dimensions, &perturbed.loss_ratio),
        ],
        marks: vec![Mark { label: "d = s".to_owned(), x: short_dimension }],
        ..Chart::default()
    }
}
