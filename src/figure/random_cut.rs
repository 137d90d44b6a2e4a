//! Where descents in random planes end, against the planes' dimension.

use super::curves::{curve, places};
use super::{Axis, Band, Chart, Figure, Mark, Role, of_charts, random_cut_on_networks};
use crate::experiment::random_cut::{CutNumbers, RandomCutNumbers};

/// On wedges the final over the initial loss, and the share of successful trials; on a network accuracies and losses.
pub(super) fn figures(numbers: &RandomCutNumbers, loss_label: &str) -> Vec<Figure> {
    of_charts(match numbers {
        RandomCutNumbers::OnWedges(numbers) => on_wedges(numbers),
        RandomCutNumbers::OnNetworks(numbers) => random_cut_on_networks::charts(numbers, loss_label),
    })
}

fn on_wedges(numbers: &CutNumbers) -> Vec<Chart> {
    let dimensions = places(&numbers.plane_dimension);
    let laws =
        [("one wedge", &numbers.single_wedge_law), ("all wedges, approximately", &numbers.all_wedges_law)];
    let laws = laws.into_iter().filter(|(_, law)| !law.is_empty());
    let mut series: Vec<_> =
        laws.map(|(label, law)| curve(label, Role::Predicted, &dimensions, law)).collect();
    series.push(curve("measured", Role::Measured, &dimensions, &numbers.mean_loss_ratio));
    let spread = numbers.low_loss_ratio.iter().zip(&numbers.high_loss_ratio);
    let points = dimensions.iter().zip(spread).map(|(&place, (&low, &high))| (place, low, high));
    let bands = vec![Band { role: Role::Measured, points: points.collect() }];
    let short = numbers.short_dimension.map(|short| Mark { label: "d = s".to_owned(), x: short as f64 });
    let marks: Vec<Mark> = short.into_iter().collect();
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
            series: vec![curve("measured", Role::Measured, &dimensions, &numbers.success)],
            bands: Vec::new(),
            marks,
        },
    ]
}
