//! Short directions by three counts: jointly for several optima, by planes near one, and by curvature.

use super::numbers::Numbers;
use super::{Axis, Chart, FigureError, Mark, Role, Series};
use crate::numerics::statistics::sorted_pairs;

/// On wedges the counts against m, and the loss left in planes of too few dimensions; on a network figure 4 of the
/// paper.
pub(super) fn charts(numbers: Numbers<'_>, loss_label: &str) -> Result<Vec<Chart>, FigureError> {
    if numbers.part_or_none("along").is_some() {
        return super::short_directions_on_networks::charts(numbers, loss_label);
    }
    let short_dimension = numbers.number("short_dimension").unwrap_or(f64::NAN);
    Ok(vec![counts(numbers)?, planes(numbers.part("perturbed")?, short_dimension)?])
}

fn counts(numbers: Numbers<'_>) -> Result<Chart, FigureError> {
    let joint = numbers.part("joint")?;
    let m = joint.list("m")?;
    // Lines are drawn from the smallest m to the largest, in whatever order the values were requested.
    let series = |label: &str, role, values: Vec<f64>| {
        let points = sorted_pairs(m.iter().copied().zip(values).collect());
        Series { label: label.to_owned(), role, points }
    };
    let curvature = numbers.part("curvature")?.number("short_directions").unwrap_or(f64::NAN);
    let curvature = vec![(0.0, curvature)];
    Ok(Chart {
        name: "short-directions".to_owned(),
        x: Axis::fitted("m, for m + 1 optima"),
        y: Axis::fitted("short directions"),
        series: vec![
            series("jointly, expected", Role::Predicted, joint.list("expected")?),
            series("jointly", Role::Measured, joint.list("short_directions")?),
            series("nearest wedge alone", Role::Wedge(0), joint.list("single_wedge")?),
            Series { label: "curvature".to_owned(), role: Role::Measured, points: curvature },
        ],
        ..Chart::default()
    })
}

fn planes(perturbed: Numbers<'_>, short_dimension: f64) -> Result<Chart, FigureError> {
    let dimensions = perturbed.list("plane_dimension")?;
    let against_dimension = |label: &str, role, values: Vec<f64>| Series {
        label: label.to_owned(),
        role,
        points: dimensions.iter().copied().zip(values).collect(),
    };
    let law = |&dimension: &f64| libm::sqrt((1.0 - dimension / short_dimension.max(1.0)).max(0.0));
    Ok(Chart {
        name: "beside-an-optimum".to_owned(),
        x: Axis::fitted("dimension d of the plane"),
        y: Axis::ranging("distance to the nearest wedge / initial distance", 0.0, 1.05),
        series: vec![
            against_dimension("√(1 − d/s)", Role::Predicted, dimensions.iter().map(law).collect()),
            against_dimension("minimum in the plane", Role::Measured, perturbed.list("loss_ratio")?),
        ],
        marks: vec![Mark { label: "d = s".to_owned(), x: short_dimension }],
        ..Chart::default()
    })
}
