//! The well that random directions see, and the tunnel that they miss.

use super::{Axis, Band, Chart, Mark, Role, Series};
use crate::experiment::radial_probe::{AngularNumbers, ProbeNumbers};

/// So many single directions are drawn; more could not be told apart.
const MOST_SINGLE: usize = 20;

/// The loss along random directions, and over radius and angle.
pub(super) fn charts(numbers: &ProbeNumbers, loss_label: &str) -> Vec<Chart> {
    let mut charts = vec![well(numbers, loss_label)];
    charts.extend(numbers.angular.as_ref().map(|angular| turned(angular, loss_label)));
    charts
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

/// The loss against the angle at a few radii: nought straight ahead at every one of them.
fn turned(angular: &AngularNumbers, loss_label: &str) -> Chart {
    let last = angular.radius.len().saturating_sub(1);
    let mut rows = vec![last / 4, last / 2, last];
    rows.dedup();
    let series = rows.into_iter().enumerate().map(|(number, row)| Series {
        label: format!("radius {:.2}", angular.radius[row]),
        role: Role::Wedge(number as u8),
        points: angular.angle.iter().copied().zip(angular.loss[row].iter().copied()).collect(),
    });
    Chart {
        name: "angle".to_owned(),
        x: Axis::ranging("angle from the radius (degrees)", -90.0, 90.0),
        y: Axis::fitted(loss_label),
        series: series.collect(),
        ..Chart::default()
    }
}
