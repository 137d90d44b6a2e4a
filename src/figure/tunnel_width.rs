//! The widths of tunnels, against the setting that their networks were trained with.

use super::numbers::Numbers;
use super::{Axis, Band, Chart, FigureError, Mark, Role, Series};
use crate::experiment::tunnel_width::Varied;

/// The Euclidean and the angular width, each at the target loss and after all epochs.
pub(super) fn charts(numbers: Numbers<'_>) -> Result<Vec<Chart>, FigureError> {
    let vary = in_words(numbers.text("vary").unwrap_or_default());
    let values = numbers.list("values")?;
    let at_target = numbers.part_or_none("at_target").map(|part| ("at the target loss", Role::Train, part));
    let at_end = ("after all epochs", Role::Test, numbers.part("at_end")?);
    let stages: Vec<_> = at_target.into_iter().chain([at_end]).collect();
    let marks = marks(stages[0].2)?;
    let widths = [("angular", "angular width (radians)"), ("euclidean", "Euclidean width")];
    let chart = |(measure, label): (&str, &str)| {
        let mut chart = Chart {
            name: format!("{measure}-width"),
            x: Axis::of_categories(&vary, values.iter().map(|value| category(*value)).collect()),
            y: Axis::fitted(label),
            marks: marks.clone(),
            ..Chart::default()
        };
        for (label, role, stage) in &stages {
            let spread = stage.part(measure)?;
            let mean: Vec<(f64, f64)> = places(spread.list("mean")?).collect();
            let deviations = spread.list("standard_deviation")?;
            let around = mean.iter().zip(deviations).filter(|((_, mean), _)| mean.is_finite());
            chart.bands.push(Band {
                role: *role,
                points: around
                    .map(|(&(place, mean), deviation)| (place, mean - deviation, mean + deviation))
                    .collect(),
            });
            let points = mean.into_iter().filter(|point| point.1.is_finite()).collect();
            chart.series.push(Series { label: (*label).to_owned(), role: *role, points });
        }
        Ok(chart)
    };
    widths.into_iter().map(chart).collect()
}

/// The setting, as an axis names it.
fn in_words(vary: &str) -> String {
    let known: Option<Varied> = serde_json::from_value(vary.into()).ok();
    known.map_or_else(|| vary.to_owned(), Varied::in_words)
}

fn places(values: Vec<f64>) -> impl Iterator<Item = (f64, f64)> {
    values.into_iter().enumerate().map(|(place, value)| (place as f64, value))
}

/// A value as written at an axis: in powers of ten if it would be long.
fn category(value: f64) -> String {
    match value {
        0.0 => "0".to_owned(),
        _ if (0.01..1e5).contains(&value.abs()) => value.to_string(),
        _ => format!("{value:e}").replace('-', "−"),
    }
}

/// Where networks are missing, and why.
fn marks(stage: Numbers<'_>) -> Result<Vec<Mark>, FigureError> {
    let mut marks = Vec::new();
    for (place, networks) in stage.lists_of_parts("networks")?.into_iter().enumerate() {
        for (outcome, words) in [
            ("diverged", "diverged"),
            ("not-reached", "did not reach it"),
            ("not-built", "could not be built"),
        ] {
            let count = networks.iter().filter(|network| network.text("outcome") == Some(outcome)).count();
            let label = match count {
                0 => continue,
                all if all == networks.len() => words.to_owned(),
                some => format!("{some} of {} {words}", networks.len()),
            };
            marks.push(Mark { label, x: place as f64 });
        }
    }
    Ok(marks)
}
