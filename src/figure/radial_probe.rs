//! The well that random directions find, and the tunnel that they miss.

use super::numbers::Numbers;
use super::{Axis, Band, Chart, Figure, FigureError, HeatMap, Mark, Role, Series};

/// The most single directions that are drawn; more could not be distinguished.
const MOST_SINGLE: usize = 20;

/// The loss along random directions, and over radius and angle.
pub(super) fn figures(numbers: Numbers<'_>, loss_label: &str) -> Result<Vec<Figure>, FigureError> {
    let mut figures = vec![Figure::Chart(well(numbers, loss_label)?)];
    if let Some(angular) = numbers.part_or_none("angular") {
        figures.push(Figure::Map(turned(angular, loss_label)?));
    }
    Ok(figures)
}

fn well(numbers: Numbers<'_>, loss_label: &str) -> Result<Chart, FigureError> {
    let distance = numbers.list("distance")?;
    let base = numbers.number("base_loss").unwrap_or(f64::NAN);
    let from_base = |values: &[f64]| {
        let measured = distance.iter().copied().zip(values.iter().copied());
        std::iter::once((0.0, base)).chain(measured).collect::<Vec<_>>()
    };
    let one = |label: &str, role, values: &[f64]| Series {
        label: label.to_owned(),
        role,
        points: from_base(values),
    };
    let mut series: Vec<Series> =
        numbers.rows("loss")?.iter().take(MOST_SINGLE).map(|losses| one("", Role::Single, losses)).collect();
    series.push(one("mean", Role::Measured, &numbers.list("mean_loss")?));
    let law = numbers.list_or_none("law")?;
    if !law.is_empty() {
        series.push(one("one wedge", Role::Predicted, &law));
    }
    let mut marks: Vec<Mark> = Vec::new();
    if let Some(network) = numbers.part_or_none("network") {
        series.push(one("outward along the radius", Role::Tunnel, &network.list("outward_loss")?));
        let width = network.part("euclidean_width")?.number("mean");
        marks.extend(width.map(|x| Mark { label: "width".to_owned(), x }));
    }
    let (low, high) = (numbers.list("low_loss")?, numbers.list("high_loss")?);
    let spread = distance.iter().zip(&low).zip(&high);
    let band = Band {
        role: Role::Measured,
        points: spread.map(|((&distance, &low), &high)| (distance, low, high)).collect(),
    };
    let compared = numbers.number("compared_distance");
    marks.extend(compared.map(|x| Mark { label: "compared here".to_owned(), x }));
    Ok(Chart {
        name: "well".to_owned(),
        x: Axis::fitted("distance along a random direction"),
        y: Axis::fitted(loss_label),
        series,
        bands: vec![band],
        marks,
    })
}

/// The loss over radius and angle; at angle 0 it is zero at every radius.
fn turned(angular: Numbers<'_>, loss_label: &str) -> Result<HeatMap, FigureError> {
    let (angle, radius) = (angular.list("angle")?, angular.list("radius")?);
    Ok(HeatMap {
        name: "radius-and-angle".to_owned(),
        x: cells("angle from the radius (degrees)", &angle),
        y: cells("radius / radius of the base point", &radius),
        value: Axis::fitted(loss_label),
        columns: angle.len().max(1),
        values: angular.rows("loss")?.concat(),
        overlays: vec![Series {
            label: "base point".to_owned(),
            role: Role::Measured,
            points: vec![(0.0, 1.0)],
        }],
        outline: Vec::new(),
    })
}

/// An axis whose cells have these centres, at equal steps.
fn cells(label: &str, middles: &[f64]) -> Axis {
    match middles {
        [first, .., last] => {
            let half = (last - first) / (middles.len() - 1) as f64 / 2.0;
            Axis::ranging(label, first - half, last + half)
        }
        _ => Axis::fitted(label),
    }
}
