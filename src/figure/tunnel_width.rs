//! The widths of tunnels, against the setting that their networks were trained with.

use super::{Axis, Band, Chart, Figure, Mark, Role, Series};
use crate::experiment::tunnel_width::{Outcome, Spread, StageNumbers, TunnelWidthNumbers, Varied};

/// The Euclidean and the angular width, each at the target loss and after all epochs.
pub(super) fn figures(numbers: &TunnelWidthNumbers, _loss_label: &str) -> Vec<Figure> {
    let at_target = numbers.at_target.as_ref().map(|stage| ("at the target loss", Role::Train, stage));
    let at_end = ("after all epochs", Role::Test, &numbers.at_end);
    let stages: Vec<_> = at_target.into_iter().chain([at_end]).collect();
    let marks = marks(stages[0].2);
    let chart = |name: &str, label: &str, width: fn(&StageNumbers) -> &Spread| {
        let mut chart = Chart {
            name: name.to_owned(),
            x: Axis::of_categories(
                &in_words(&numbers.vary),
                numbers.values.iter().map(|value| category(*value)).collect(),
            ),
            y: Axis::fitted(label),
            marks: marks.clone(),
            ..Chart::default()
        };
        for &(label, role, stage) in &stages {
            let Spread { mean, standard_deviation, .. } = width(stage);
            let mean = mean.iter().enumerate().map(|(place, &mean)| (place as f64, mean));
            let mean: Vec<(f64, f64)> = mean.collect();
            let around = mean.iter().zip(standard_deviation).filter(|((_, mean), _)| mean.is_finite());
            chart.bands.push(Band {
                role,
                points: around
                    .map(|(&(place, mean), deviation)| (place, mean - deviation, mean + deviation))
                    .collect(),
            });
            let points = mean.into_iter().filter(|point| point.1.is_finite()).collect();
            chart.series.push(Series { label: label.to_owned(), role, points });
        }
        Figure::Chart(chart)
    };
    vec![
        chart("angular-width", "angular width (radians)", |stage| &stage.angular),
        chart("euclidean-width", "Euclidean width", |stage| &stage.euclidean),
    ]
}

/// The setting, as an axis names it.
fn in_words(vary: &str) -> String {
    let known: Option<Varied> = serde_json::from_value(vary.into()).ok();
    known.map_or_else(|| vary.to_owned(), Varied::in_words)
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
fn marks(stage: &StageNumbers) -> Vec<Mark> {
    let mut marks = Vec::new();
    for (place, networks) in stage.networks.iter().enumerate() {
        for (outcome, words) in [
            (Outcome::Diverged, "diverged"),
            (Outcome::NotReached, "did not reach it"),
            (Outcome::NotBuilt, "could not be built"),
        ] {
            let count = networks.iter().filter(|network| network.outcome == outcome).count();
            let label = match count {
                0 => continue,
                all if all == networks.len() => words.to_owned(),
                some => format!("{some} of {} {words}", networks.len()),
            };
            marks.push(Mark { label, x: place as f64 });
        }
    }
    marks
}
