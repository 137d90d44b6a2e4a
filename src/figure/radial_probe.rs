//! The well that random directions see, and the tunnel that they miss.

use super::{Axis, Band, Chart, Figure, HeatMap, Mark, Role, Series};
use crate::experiment::radial_probe::{AngularNumbers, ProbeNumbers};

/// So many single directions are drawn; more could not be told apart.
const MOST_SINGLE: usize = 20;

/// The loss along random directions, and over radius and angle.
pub(super) fn figures(numbers: &ProbeNumbers, loss_label: &str) -> Vec<Figure> {
    let mut figures = vec![Figure::Chart(well(numbers, loss_label))];
    figures.extend(numbers.angular.as_ref().map(|angular| Figure::Map(turned(angular, loss_label))));
    figures
}

fn well(numbers: &ProbeNumbers, loss_label: &str) -> Chart {
    let from_base = |values: &[f64]| {
        let measured = numbers.distance.iter().copied().zip(values.iter().copied());
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
    let spread = numbers.distance.iter().zip(&numbers.low_loss).zip(&numbers.high_loss);
    let band = Band {
        role: Role::Measured,
        points: spread.map(|((&distance, &low), &high)| (distance, low, high)).collect(),
    };
    let compared = numbers.compared_distance.into_iter();
    Chart {
        name: "well".to_owned(),
        x: Axis::fitted("distance along a random direction"),
        y: Axis::fitted(loss_label),
        series,
        bands: vec![band],
        marks: compared.map(|x| Mark { label: "compared here".to_owned(), x }).collect(),
    }
}

/// The loss over radius and angle: nought straight ahead at every radius.
fn turned(angular: &AngularNumbers, loss_label: &str) -> HeatMap {
    HeatMap {
        name: "radius-and-angle".to_owned(),
        x: cells("angle from the radius (degrees)", &angular.angle),
        y: cells("radius / radius of the base point", &angular.radius),
        value: Axis::fitted(loss_label),
        columns: angular.angle.len(),
        values: angular.loss.concat(),
        overlays: vec![Series {
            label: "base point".to_owned(),
            role: Role::Measured,
            points: vec![(0.0, 1.0)],
        }],
    }
}

/// An axis whose cells have these middles, at equal steps.
fn cells(label: &str, middles: &[f64]) -> Axis {
    match middles {
        [first, .., last] => {
            let half = (last - first) / (middles.len() - 1) as f64 / 2.0;
            Axis::ranging(label, first - half, last + half)
        }
        _ => Axis::fitted(label),
    }
}
