//! Figure 4 of the paper: the number of a network's short directions along a tunnel, at the midpoints of connectors,
//! and against the learning rate; the loss against the planes' dimension; and the eigenvalues of the Hessian.

use super::numbers::Numbers;
use super::{Axis, Band, Chart, FigureError, Mark, Role, Series};

/// The three panels, the losses behind them, and the curvature.
pub(super) fn charts(numbers: Numbers<'_>, loss_label: &str) -> Result<Vec<Chart>, FigureError> {
    let (along, far) = (numbers.part("along")?, numbers.part("far")?);
    let unfinished = numbers.part_or_none("unfinished");
    let mut charts = vec![along_the_tunnel(along, far, unfinished)?];
    let connector = numbers.part("connector")?;
    let m = connector.list("m")?;
    charts.push(counts_chart("connector", "m, for m + 1 optima", &m, &connector.parts("counts")?)?);
    let rates = numbers.part("rates")?;
    let logarithms: Vec<f64> = rates.list("learning_rate")?.into_iter().map(libm::log10).collect();
    charts.push(counts_chart(
        "learning-rate",
        "log₁₀ of the learning rate",
        &logarithms,
        &rates.parts("counts")?,
    )?);
    charts.push(losses(numbers, along, loss_label)?);
    let spectra = numbers.parts("spectra")?;
    if !spectra.is_empty() {
        charts.push(curvature(&spectra)?);
    }
    Ok(charts)
}

fn along_the_tunnel(
    along: Numbers<'_>,
    far: Numbers<'_>,
    unfinished: Option<Numbers<'_>>,
) -> Result<Chart, FigureError> {
    let near = along.parts("counts")?;
    let mut chart = counts_chart("tunnel", "position along the tunnel", &along.list("position")?, &near)?;
    chart.x = Axis::ranging("position along the tunnel", 0.0, 1.0);
    let points = mean_counts(&far.list("position")?, &far.parts("counts")?);
    if points.iter().any(|(_, count)| count.is_finite()) {
        chart.series.push(Series {
            label: "from twice as far away".to_owned(),
            role: Role::Straight,
            points,
        });
    }
    if let Some(count) = unfinished.and_then(|unfinished| unfinished.number("mean")) {
        let points = vec![(0.5, count)];
        chart.series.push(Series { label: "descent unfinished".to_owned(), role: Role::Measured, points });
    }
    Ok(chart)
}

fn mean_counts(places: &[f64], counts: &[Numbers<'_>]) -> Vec<(f64, f64)> {
    let mean = |counts: &Numbers<'_>| counts.number("mean").unwrap_or(f64::NAN);
    places.iter().copied().zip(counts.iter().map(mean)).collect()
}

/// Mean counts, and one standard deviation on both sides.
fn counts_chart(
    name: &str,
    label: &str,
    places: &[f64],
    counts: &[Numbers<'_>],
) -> Result<Chart, FigureError> {
    let points: Vec<_> =
        mean_counts(places, counts).into_iter().filter(|(_, count)| count.is_finite()).collect();
    let spread = places.iter().zip(counts).filter_map(|(&place, counts)| {
        let (mean, deviation) = (counts.number("mean")?, counts.number("standard_deviation")?);
        Some((place, mean - deviation, mean + deviation))
    });
    Ok(Chart {
        name: name.to_owned(),
        x: Axis::fitted(label),
        y: Axis::fitted("short directions"),
        bands: vec![Band { role: Role::Measured, points: spread.collect() }],
        series: vec![Series { label: "measured".to_owned(), role: Role::Measured, points }],
        ..Chart::default()
    })
}

/// The loss in the first trial's planes near both ends and the middle, and the threshold.
fn losses(numbers: Numbers<'_>, along: Numbers<'_>, loss_label: &str) -> Result<Chart, FigureError> {
    let logarithms: Vec<f64> = numbers.list("plane_dimension")?.into_iter().map(libm::log10).collect();
    let counts = along.parts("counts")?;
    let mut series = Vec::new();
    let named =
        [(0, "first optimum", Role::Train), (2, "middle", Role::Tunnel), (4, "second optimum", Role::Test)];
    for (place, label, role) in named {
        let Some(trial) = counts.get(place).and_then(first_trial) else { continue };
        let points = logarithms.iter().copied().zip(trial.list("loss")?).collect();
        series.push(Series { label: label.to_owned(), role, points });
    }
    let threshold = numbers.list("threshold")?.first().copied().unwrap_or(f64::NAN);
    if let (Some(&first), Some(&last)) = (logarithms.first(), logarithms.last()) {
        let points = vec![(first, threshold), (last, threshold)];
        series.push(Series { label: "threshold".to_owned(), role: Role::Predicted, points });
    }
    Ok(Chart {
        name: "planes".to_owned(),
        x: Axis::fitted("log₁₀ of the plane's dimension d"),
        y: Axis::fitted(loss_label),
        series,
        ..Chart::default()
    })
}

fn first_trial<'a>(counts: &Numbers<'a>) -> Option<Numbers<'a>> {
    counts.nested_parts("trials").ok()?.into_iter().flatten().next()
}

/// An estimate of the share of eigenvalues above a value, from the first run of the Lanczos method at each point.
fn curvature(spectra: &[Numbers<'_>]) -> Result<Chart, FigureError> {
    let mut series = Vec::new();
    let mut thresholds = Vec::new();
    for (spectrum, role) in spectra.iter().zip([Role::Train, Role::Tunnel]) {
        let (values, weights) = (spectrum.rows("eigenvalue")?, spectrum.rows("weight")?);
        let run = values.into_iter().next().unwrap_or_default();
        let weights = weights.into_iter().next().unwrap_or_default();
        let mut above = 0.0;
        let mut points = Vec::new();
        for (value, weight) in run.into_iter().zip(weights).filter(|(value, _)| *value > 0.0) {
            above += weight;
            points.push((libm::log10(value), libm::log10(above)));
        }
        series.push(Series { label: spectrum.text("point").unwrap_or_default().to_owned(), role, points });
        thresholds.extend(spectrum.number("absolute_threshold"));
    }
    let marks = thresholds
        .first()
        .map(|&threshold| Mark { label: "counted above".to_owned(), x: libm::log10(threshold) });
    Ok(Chart {
        name: "curvature".to_owned(),
        x: Axis::fitted("log₁₀ of an eigenvalue of the Hessian"),
        y: Axis::fitted("log₁₀ of the share of larger eigenvalues"),
        series,
        marks: marks.into_iter().filter(|mark| mark.x.is_finite()).collect(),
        ..Chart::default()
    })
}
