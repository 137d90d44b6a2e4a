//! The midpoints of many optima before and after the descent, their short directions, and the triangle of three.

use super::curves::{curve, places, spread};
use super::{Axis, Band, Chart, Figure, HeatMap, Role, Series};
use crate::experiment::MeanCurve;
use crate::experiment::connector::{ConnectorNumbers, RepeatedConnectors, TRIANGLE_HEIGHT, Triangle};

/// The three optima.
const CORNERS: [(f64, f64); 3] = [(0.0, 0.0), (1.0, 0.0), (0.5, TRIANGLE_HEIGHT)];

/// All figures of the experiment.
pub(super) fn figures(numbers: &ConnectorNumbers, loss_label: &str) -> Vec<Figure> {
    let m = places(&numbers.m);
    let chart = |name: &str, y: Axis, (series, bands): (Vec<Series>, Vec<Band>)| {
        let x = Axis::fitted("m, for m + 1 optima");
        Figure::Chart(Chart { name: name.to_owned(), x, y, series, bands, ..Chart::default() })
    };
    let losses = [
        ByM::of(numbers, "before", Role::Straight, &numbers.loss_before, |all| &all.loss_before),
        ByM::of(numbers, "after", Role::Tunnel, &numbers.loss_after, |all| &all.loss_after),
        ByM::of(numbers, "optima", Role::Train, &numbers.loss_of_optima, |all| &all.loss_of_optima),
    ];
    let mut figures = vec![chart("loss", Axis::fitted(loss_label), drawn(&m, &losses))];
    let accuracies = [
        ByM::of(numbers, "before", Role::Straight, &numbers.accuracy_before, |all| &all.accuracy_before),
        ByM::of(numbers, "after", Role::Tunnel, &numbers.accuracy_after, |all| &all.accuracy_after),
    ];
    let accuracies = drawn(&m, &accuracies);
    if !accuracies.0.is_empty() {
        figures.push(chart("accuracy", Axis::ranging("accuracy", 0.0, 1.0), accuracies));
    }
    if !numbers.short_directions.is_empty() {
        let series = vec![
            curve("predicted", Role::Predicted, &m, &numbers.short_directions_law),
            curve("measured", Role::Measured, &m, &places(&numbers.short_directions)),
        ];
        let y = Axis::fitted("short directions in the middle");
        figures.push(chart("short-directions", y, (series, Vec::new())));
    }
    figures.extend(numbers.triangle.iter().flat_map(|triangle| maps(triangle, loss_label)));
    figures
}

/// A number for every m: of the first set of optima, or the mean and spread of several.
struct ByM<'a> {
    label: &'a str,
    role: Role,
    values: &'a [f64],
    together: Option<&'a MeanCurve>,
}

impl<'a> ByM<'a> {
    fn of(
        numbers: &'a ConnectorNumbers,
        label: &'a str,
        role: Role,
        values: &'a [f64],
        together: fn(&RepeatedConnectors) -> &MeanCurve,
    ) -> Self {
        let together = numbers.repetitions.as_ref().map(together);
        Self { label, role, values: together.map_or(values, |curve| &curve.mean), together }
    }
}

/// The curves of numbers that were measured, and their spreads.
fn drawn(m: &[f64], numbers: &[ByM<'_>]) -> (Vec<Series>, Vec<Band>) {
    let measured = numbers.iter().filter(|number| !number.values.is_empty());
    let series = measured.map(|number| curve(number.label, number.role, m, number.values));
    let bands = numbers.iter().filter_map(|number| Some(spread(number.role, m, number.together?)));
    (series.collect(), bands.collect())
}

/// The maps of the triangle that were made, with the colours of the first.
fn maps(triangle: &Triangle, loss_label: &str) -> impl Iterator<Item = Figure> {
    let finite = triangle.before.iter().copied().filter(|loss| loss.is_finite());
    let highest = finite.fold(0.0, f64::max);
    let all = [
        ("triangle-before", "before the descent", &triangle.before),
        ("triangle-after", "after the descent", &triangle.after),
        ("triangle-beside", "on a parallel plane after the descent", &triangle.beside),
    ];
    let made = all.into_iter().filter(|(_, _, losses)| !losses.is_empty());
    made.map(move |(name, place, losses)| {
        map(name, &format!("{loss_label}, {place}"), triangle.columns.max(1), losses, highest).into()
    })
}

fn map(name: &str, loss_label: &str, columns: usize, losses: &[f64], highest: f64) -> HeatMap {
    let corner = |label: &str, place: (f64, f64)| Series {
        label: label.to_owned(),
        role: Role::Tunnel,
        points: vec![place],
    };
    HeatMap {
        name: name.to_owned(),
        x: Axis::ranging("position from A to B", 0.0, 1.0),
        y: Axis::ranging("height towards C", 0.0, TRIANGLE_HEIGHT),
        value: Axis::ranging(loss_label, 0.0, if highest > 0.0 { highest } else { 1.0 }),
        columns,
        values: losses.to_vec(),
        overlays: vec![corner("A", CORNERS[0]), corner("B", CORNERS[1]), corner("C", CORNERS[2])],
        outline: CORNERS.to_vec(),
    }
}
