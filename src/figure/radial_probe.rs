//! The well that random directions find, and the tunnel that they miss.

use super::{Axis, Band, Chart, Figure, HeatMap, Mark, Role, Series};
use crate::experiment::radial_probe::{AngularNumbers, ProbeNumbers};

/// The most single directions that are drawn; more could not be distinguished.
const MOST_SINGLE: usize = 20;

/// The loss along random directions, and over radius and angle.
pub(super) fn figures(numbers: &ProbeNumbers, loss_label: &str) -> Vec<Figure> {
    let mut figures = vec![Figure::Chart(well(numbers, loss_label))];
    figures.extend(numbers.angular.iter().map(|angular| Figure::Map(turned(angular, loss_label))));
    figures
}

fn well(numbers: &ProbeNumbers, loss_label: &str) -> Chart {
    let distance = &numbers.distance;
    let from_base = |values: &[f64]| {
        let measured = distance.iter().copied().zip(values.iter().copied());
        std::iter::once((0.0, numbers.base_loss)).chain(measured).collect::<Vec<_>>()
    };
    let one = |label: &str, role, values: &[f64]| Series {
        label: label.to_owned(),
        role,
        points: from_base(values),
    };
    let mut series: Vec<Series> =
        numbers.loss.iter().take(MOST_SINGLE).map(|losses| one("", Role::Single, losses)).collect();
    series.push(one("mean", Role::Measured, &numbers.mean_loss));
    if !numbers.law.is_empty() {
        series.push(one("one wedge", Role::Predicted, &numbers.law));
    }
    let mut marks: Vec<Mark> = Vec::new();
    if let Some(network) = &numbers.network {
        series.push(one("outward along the radius", Role::Tunnel, &network.outward_loss));
        let width = Some(network.euclidean_width.mean).filter(|width| width.is_finite());
        marks.extend(width.map(|x| Mark { label: "width".to_owned(), x }));
    }
    let spread = distance.iter().zip(&numbers.low_loss).zip(&numbers.high_loss);
    let band = Band {
        role: Role::Measured,
        points: spread.map(|((&distance, &low), &high)| (distance, low, high)).collect(),
    };
    let compared = numbers.compared_distance;
    marks.extend(compared.map(|x| Mark { label: "compared here".to_owned(), x }));
    Chart {
        name: "well".to_owned(),
        x: Axis::fitted("distance along a random direction"),
        y: Axis::fitted(loss_label),
        series,
        bands: vec![band],
        marks,
    }
}

/// The loss over radius and angle; at angle 0 it is zero at every radius.
fn turned(angular: &AngularNumbers, loss_label: &str) -> HeatMap {
    HeatMap {
        name: "radius-and-angle".to_owned(),
        x: Axis::of_cells("angle from the radius (degrees)", &angular.angle),
        y: Axis::of_cells("radius / radius of the base point", &angular.radius),
        value: Axis::fitted(loss_label),
        columns: angular.angle.len().max(1),
        values: angular.loss.concat(),
        overlays: vec![Series {
            label: "base point".to_owned(),
            role: Role::Measured,
            points: vec![(0.0, 1.0)],
        }],
        outline: Vec::new(),
    }
}
