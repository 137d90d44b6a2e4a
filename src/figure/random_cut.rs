//! Where descents in random planes end, against the planes' dimension.

use super::numbers::Numbers;
use super::{Axis, Band, Chart, FigureError, Mark, Role, Series};

/// On wedges the final over the initial loss, and the share of successful trials; on a network accuracies and losses.
pub(super) fn charts(numbers: Numbers<'_>, loss_label: &str) -> Result<Vec<Chart>, FigureError> {
    if numbers.part_or_none("full_space").is_some() {
        return super::random_cut_on_networks::charts(numbers, loss_label);
    }
    let planes = numbers.list("plane_dimension")?;
    let dimensions = || planes.iter().copied();
    let along = |values: &[f64]| dimensions().zip(values.iter().copied()).collect::<Vec<_>>();
    let mut series = Vec::new();
    let laws = [("one wedge", "single_wedge_law"), ("all wedges, approximately", "all_wedges_law")];
    for (label, law) in laws {
        let law = numbers.list_or_none(law)?;
        if !law.is_empty() {
            series.push(Series { label: label.to_owned(), role: Role::Predicted, points: along(&law) });
        }
    }
    series.push(Series {
        label: "measured".to_owned(),
        role: Role::Measured,
        points: along(&numbers.list("mean_loss_ratio")?),
    });
    let (low, high) = (numbers.list("low_loss_ratio")?, numbers.list("high_loss_ratio")?);
    let spread = low.iter().zip(&high);
    let bands = vec![Band {
        role: Role::Measured,
        points: dimensions().zip(spread).map(|(dimension, (&low, &high))| (dimension, low, high)).collect(),
    }];
    let short = numbers.number("short_dimension").into_iter();
    let marks: Vec<Mark> = short.map(|x| Mark { label: "d = s".to_owned(), x }).collect();
    Ok(vec![
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
                points: along(&numbers.list("success")?),
            }],
            bands: Vec::new(),
            marks,
        },
    ])
}
