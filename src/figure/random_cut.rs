//! Where descents in random planes end, against the planes' dimension.

use super::{Axis, Band, Chart, Mark, Role, Series};
use crate::experiment::random_cut::CutNumbers;

/// The final over the initial loss, and the share of trials that succeed.
pub(super) fn charts(numbers: &CutNumbers) -> Vec<Chart> {
    let dimensions = || numbers.plane_dimension.iter().map(|&dimension| dimension as f64);
    let along = |values: &[f64]| dimensions().zip(values.iter().copied()).collect::<Vec<_>>();
    let mut series = Vec::new();
    let laws = [("one wedge", &numbers.single_wedge_law), ("all wedges, roughly", &numbers.all_wedges_law)];
    for (label, law) in laws {
        if !law.is_empty() {
            series.push(Series { label: label.to_owned(), role: Role::Predicted, points: along(law) });
        }
    }
    series.push(Series {
        label: "measured".to_owned(),
        role: Role::Measured,
        points: along(&numbers.mean_loss_ratio),
    });
    let spread = numbers.low_loss_ratio.iter().zip(&numbers.high_loss_ratio);
    let bands = vec![Band {
        role: Role::Measured,
        points: dimensions().zip(spread).map(|(dimension, (&low, &high))| (dimension, low, high)).collect(),
    }];
    let marks: Vec<Mark> = numbers
        .short_dimension
        .iter()
        .map(|&short| Mark { label: "d = D − n".to_owned(), x: short as f64 })
        .collect();
    vec![
        Chart {
            name: "loss-ratio".to_owned(),
            x: Axis::fitted("dimension d of the plane"),
            y: Axis::ranging("final loss / initial loss", 0.0, 1.05),
            series,
            bands,
            marks: marks.clone(),
        },
        Chart {
            name: "success".to_owned(),
            x: Axis::fitted("dimension d of the plane"),
            y: Axis::ranging("share of descents that succeed", 0.0, 1.05),
            series: vec![Series {
                label: "measured".to_owned(),
                role: Role::Measured,
                points: along(&numbers.success),
            }],
            bands: Vec::new(),
            marks,
        },
    ]
}
