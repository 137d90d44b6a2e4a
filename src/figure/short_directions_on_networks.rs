//! Figure 4 of the paper: the number of a network's short directions along a tunnel, at the midpoints of connectors,
//! and against the learning rate; the loss against the planes' dimension; and the eigenvalues of the Hessian.

use super::curves::{curve, places};
use super::{Axis, Band, Chart, Mark, Role, Series};
use crate::experiment::short_directions::{Counts, NetworkDirections, Spectrum};

/// The three panels, the losses behind them, and the curvature.
pub(super) fn charts(numbers: &NetworkDirections, loss_label: &str) -> Vec<Chart> {
    let (connector, rates) = (&numbers.connector, &numbers.rates);
    let mut charts = vec![
        along_the_tunnel(numbers),
        counts_chart("connector", "m, for m + 1 optima", &places(&connector.m), &connector.counts),
        counts_chart(
            "learning-rate",
            "log₁₀ of the learning rate",
            &logarithms(&rates.learning_rate),
            &rates.counts,
        ),
        losses(numbers, loss_label),
    ];
    if !numbers.spectra.is_empty() {
        charts.push(curvature(&numbers.spectra));
    }
    charts
}

fn logarithms(values: &[f64]) -> Vec<f64> {
    values.iter().map(|&value| libm::log10(value)).collect()
}

fn along_the_tunnel(numbers: &NetworkDirections) -> Chart {
    let (along, far) = (&numbers.along, &numbers.far);
    let mut chart = counts_chart("tunnel", "position along the tunnel", &along.position, &along.counts);
    chart.x = Axis::ranging("position along the tunnel", 0.0, 1.0);
    let points = mean_counts(&far.position, &far.counts);
    if points.iter().any(|(_, count)| count.is_finite()) {
        chart.series.push(Series {
            label: "from twice as far away".to_owned(),
            role: Role::Straight,
            points,
        });
    }
    let unfinished = numbers.unfinished.mean;
    if unfinished.is_finite() {
        chart.series.push(curve("descent unfinished", Role::Measured, &[0.5], &[unfinished]));
    }
    chart
}

fn mean_counts(places: &[f64], counts: &[Counts]) -> Vec<(f64, f64)> {
    places.iter().copied().zip(counts.iter().map(|counts| counts.mean)).collect()
}

/// Mean counts, and one standard deviation on both sides.
fn counts_chart(name: &str, label: &str, places: &[f64], counts: &[Counts]) -> Chart {
    let points: Vec<_> =
        mean_counts(places, counts).into_iter().filter(|(_, count)| count.is_finite()).collect();
    let spread = places.iter().zip(counts).filter_map(|(&place, counts)| {
        let (mean, deviation) = (counts.mean, counts.standard_deviation);
        let is_known = mean.is_finite() && deviation.is_finite();
        is_known.then_some((place, mean - deviation, mean + deviation))
    });
    Chart {
        name: name.to_owned(),
        x: Axis::fitted(label),
        y: Axis::fitted("short directions"),
        bands: vec![Band { role: Role::Measured, points: spread.collect() }],
        series: vec![Series { label: "measured".to_owned(), role: Role::Measured, points }],
        ..Chart::default()
    }
}

/// The loss in the first trial's planes near both ends and the middle, and the threshold.
fn losses(numbers: &NetworkDirections, loss_label: &str) -> Chart {
    let logarithms = logarithms(&places(&numbers.plane_dimension));
    let counts = &numbers.along.counts;
    let mut series = Vec::new();
    let named =
        [(0, "first optimum", Role::Train), (2, "middle", Role::Tunnel), (4, "second optimum", Role::Test)];
    for (place, label, role) in named {
        let Some(trial) = counts.get(place).and_then(|counts| counts.trials.iter().flatten().next()) else {
            continue;
        };
        series.push(curve(label, role, &logarithms, &trial.loss));
    }
    let threshold = numbers.threshold.first().copied().unwrap_or(f64::NAN);
    if let (Some(&first), Some(&last)) = (logarithms.first(), logarithms.last()) {
        series.push(curve("threshold", Role::Predicted, &[first, last], &[threshold, threshold]));
    }
    Chart {
        name: "planes".to_owned(),
        x: Axis::fitted("log₁₀ of the plane's dimension d"),
        y: Axis::fitted(loss_label),
        series,
        ..Chart::default()
    }
}

/// An estimate of the share of eigenvalues above a value, from the first run of the Lanczos method at each point.
fn curvature(spectra: &[Spectrum]) -> Chart {
    let mut series = Vec::new();
    for (spectrum, role) in spectra.iter().zip([Role::Train, Role::Tunnel]) {
        let run = spectrum.eigenvalue.iter().zip(&spectrum.weight).next();
        let run = run.into_iter().flat_map(|(values, weights)| values.iter().zip(weights));
        let mut above = 0.0;
        let mut points = Vec::new();
        for (&value, weight) in run.filter(|(value, _)| **value > 0.0) {
            above += weight;
            points.push((libm::log10(value), libm::log10(above)));
        }
        series.push(Series { label: spectrum.point.clone(), role, points });
    }
    let threshold = spectra.first().map_or(f64::NAN, |spectrum| libm::log10(spectrum.absolute_threshold));
    let mark = threshold.is_finite().then(|| Mark { label: "counted above".to_owned(), x: threshold });
    Chart {
        name: "curvature".to_owned(),
        x: Axis::fitted("log₁₀ of an eigenvalue of the Hessian"),
        y: Axis::fitted("log₁₀ of the share of larger eigenvalues"),
        series,
        marks: mark.into_iter().collect(),
        ..Chart::default()
    }
}
