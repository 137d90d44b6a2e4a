//! Loss along a straight line between two points (section 2 of the paper).
//!
//! From a start to its optimum the loss falls monotonically (Goodfellow et al. 2015); between two optima it rises.

use super::from_json::from_json;
use super::protocol::shared_entry_points;
use super::training::{train, train_passes};
use super::{Agreement, Claim, ExperimentError, Findings, MeanCurve, Offer, Protocol, seeds_of_repetitions};
use crate::descent::DescentSpecification;
use crate::landscape::{Landscape, Wedges, measure_sweep};
use crate::numerics::statistics::mean;
use crate::observer::{Note, Observer, Work};
use crate::points::{Measurement, Split, Sweep};
use crate::settings::{choices, settings};
use serde::Serialize;

choices! {
    /// Which two points the line joins.
    pub enum Ends {
        /// Two optima, found from two seeds.
        Optima = "optima",
        /// A random start and the optimum found from it.
        StartToOptimum = "start-to-optimum",
    }
}

settings! {
    /// The settings of the experiment.
    #[derive(Copy, Eq)]
    #[serde(deny_unknown_fields)]
    pub struct Interpolation {
        /// The two points that the line joins: two optima, or a random start and its optimum
        ends: Ends = Ends::Optima, name("pair of ends");
        /// Points of the line that are measured, including both ends
        positions: usize = 21, whole(2 to 10_001), "points";
        /// Lines, each between different ends
        repetitions: usize = 1, whole(1 to 1_000), "lines";
    }
}

/// What is plotted of the first line: one entry per point.
#[derive(Debug, Clone, Serialize)]
pub struct LineNumbers {
    /// From 0 at the first end to 1 at the second.
    pub position: Vec<f64>,
    /// Mean loss over the measured training examples.
    pub loss: Vec<f64>,
    /// Accuracy on the measured training examples, if there are classes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub accuracy: Vec<f64>,
    /// The height of the highest point above the higher end.
    pub barrier: f64,
    /// How far the labels at the points agree with those at the ends, if there are classes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agreement: Option<Agreement>,
    /// All lines together, if there are several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repetitions: Option<RepeatedLines>,
}

from_json!(LineNumbers: needs [position, loss], may lack [accuracy, barrier, agreement, repetitions]);

/// Several lines.
#[derive(Debug, Clone, Serialize)]
pub struct RepeatedLines {
    /// The loss along them.
    pub loss: MeanCurve,
    /// The accuracy along them, if there are classes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accuracy: Option<MeanCurve>,
    /// The barrier of every line.
    pub barriers: Vec<f64>,
}

from_json!(RepeatedLines: needs [loss], may lack [accuracy, barriers]);

/// A rise along a line counts from this share of the range of its losses.
const NOTICEABLE_RISE: f64 = 0.01;
/// A fall of the agreement of labels counts from this share of all examples.
const NOTICEABLE_FALL: f64 = 0.02;

impl Protocol for Interpolation {
    const OFFERS: &'static [Offer] = &[
        Offer {
            name: "line",
            title: "Straight line between two networks",
            hint: "Trains two networks with these settings, from this seed and the next, and measures the loss on the \
                   straight line between them.",
            on_network: &[],
            on_wedges: Some(Offer::SIXTEEN_WEDGES),
        },
        Offer {
            name: "way",
            title: "Straight line from start to optimum",
            hint: "Trains one network, and measures the loss on the straight line from where it began to where it \
                   ended.",
            on_network: &[("ends", "start-to-optimum")],
            on_wedges: Some(&[
                ("ends", "start-to-optimum"),
                ("dimension", "1000"),
                ("wedge_dimension", "900"),
            ]),
        },
    ];

    shared_entry_points!(measure_lines, passes_of);
}

impl Interpolation {
    async fn measure_lines<L: Landscape>(
        &self,
        landscape: &L,
        wedges: Option<&Wedges>,
        descent: &DescentSpecification,
        seed: u64,
        observer: &mut impl Observer,
    ) -> Result<Findings, ExperimentError> {
        let mut lines = Vec::with_capacity(self.repetitions);
        for seed in seeds_of_repetitions(wedges, seed, self.repetitions) {
            lines.push(self.line(landscape, descent, seed, observer).await?);
        }
        Ok(self.findings(lines))
    }

    fn passes_of(
        &self,
        landscape: &impl Landscape,
        wedges: Option<&Wedges>,
        descent: &DescentSpecification,
    ) -> f64 {
        // If there are classes, a line is measured, and then its labels are predicted.
        let ways = if wedges.is_some() { 1 } else { 2 };
        let line = Work::Evaluation((ways * self.positions * landscape.examples(Split::Measured)) as f64);
        self.repetitions as f64 * (self.descents() as f64 * train_passes(landscape, descent) + line.passes())
    }

    /// How many optima are found first.
    fn descents(&self) -> usize {
        match self.ends {
            Ends::Optima => 2,
            Ends::StartToOptimum => 1,
        }
    }

    async fn line<L: Landscape>(
        &self,
        landscape: &L,
        descent: &DescentSpecification,
        seed: u64,
        observer: &mut impl Observer,
    ) -> Result<LineNumbers, ExperimentError> {
        observer.note(Note::Stage(format!("finding optimum 1 of {}", self.descents())));
        let first = train(landscape, descent, seed, observer).await?;
        let (from, to) = match self.ends {
            Ends::StartToOptimum => (first.start, first.optimum),
            Ends::Optima => {
                observer.note(Note::Stage("finding optimum 2 of 2".to_owned()));
                (first.optimum, train(landscape, descent, seed.wrapping_add(1), observer).await?.optimum)
            }
        };
        observer.note(Note::Stage("measuring the line between them".to_owned()));
        let last = (self.positions - 1) as f64;
        let positions: Vec<f64> = (0..self.positions).map(|index| index as f64 / last).collect();
        let line = Sweep::line(&from, &to, &positions);
        let measured = measure_sweep(landscape, &line, Split::Measured, observer).await?;
        let agreement = Agreement::along(landscape, &line, observer).await?;
        Ok(LineNumbers { agreement, ..LineNumbers::of(positions, &measured) })
    }

    fn findings(&self, mut lines: Vec<LineNumbers>) -> Findings {
        let claims = self.claims(&lines);
        let repetitions = (lines.len() > 1).then(|| RepeatedLines::of(&lines));
        let numbers = LineNumbers { repetitions, ..lines.swap_remove(0) };
        Findings { numbers: numbers.into(), claims, final_measurements: None, optimum: None }
    }

    /// The claims on all lines together: numbers that exist once per line are averaged.
    fn claims(&self, lines: &[LineNumbers]) -> Vec<Claim> {
        let mean_of = |value: fn(&LineNumbers) -> f64| mean(&lines.iter().map(value).collect::<Vec<_>>());
        let mean_of_labels = |value: fn(&Agreement) -> f64| {
            let values: Vec<f64> =
                lines.iter().filter_map(|line| line.agreement.as_ref().map(value)).collect();
            Some(mean(&values)).filter(|mean| mean.is_finite())
        };
        let noticeable = NOTICEABLE_RISE * mean_of(LineNumbers::height);
        let (of_loss, of_labels) = match self.ends {
            Ends::Optima => (
                Claim::above(
                    "straight-barrier",
                    "the straight line between two optima climbs above both",
                    mean_of(|line| line.barrier),
                    0.0,
                    noticeable,
                ),
                mean_of_labels(Agreement::in_the_middle).zip(mean_of_labels(Agreement::of_the_ends)).map(
                    |(in_the_middle, of_the_ends)| {
                        let statement =
                            "the middle of the line agrees with an end on fewer labels than the two ends agree on";
                        Claim::at_most("straight-labels", statement, in_the_middle, of_the_ends, 0.0)
                    },
                ),
            ),
            Ends::StartToOptimum => (
                Claim::at_most(
                    "monotone",
                    "from a start to its optimum the loss never rises",
                    mean_of(|line| largest_rise(&line.loss)),
                    0.0,
                    noticeable,
                ),
                mean_of_labels(|agreement| largest_fall(&agreement.second)).map(|fall| {
                    let statement = "from a start to its optimum more and more labels are those of the optimum";
                    Claim::at_most("labels-approach", statement, fall, 0.0, NOTICEABLE_FALL)
                }),
            ),
        };
        std::iter::once(of_loss).chain(of_labels).collect()
    }
}

impl LineNumbers {
    /// The numbers of one line, without labels.
    fn of(position: Vec<f64>, measured: &[Measurement]) -> Self {
        let loss: Vec<f64> = measured.iter().map(|measurement| measurement.loss).collect();
        let accuracy = measured.iter().filter_map(|measurement| measurement.accuracy).collect();
        let highest = loss.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let barrier = highest - loss[0].max(loss[loss.len() - 1]);
        Self { position, loss, accuracy, barrier, agreement: None, repetitions: None }
    }

    /// The highest loss above the lowest.
    fn height(&self) -> f64 {
        let highest = self.loss.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let lowest = self.loss.iter().copied().fold(f64::INFINITY, f64::min);
        highest - lowest
    }
}

impl RepeatedLines {
    fn of(lines: &[LineNumbers]) -> Self {
        let has_accuracy = lines.iter().all(|line| !line.accuracy.is_empty());
        Self {
            loss: MeanCurve::of(lines.iter().map(|line| line.loss.as_slice())),
            accuracy: has_accuracy.then(|| MeanCurve::of(lines.iter().map(|line| line.accuracy.as_slice()))),
            barriers: lines.iter().map(|line| line.barrier).collect(),
        }
    }
}

/// The most that the loss rises above any earlier point of the line; at least 0.
fn largest_rise(loss: &[f64]) -> f64 {
    let mut lowest = f64::INFINITY;
    let mut rise = 0.0_f64;
    for &value in loss {
        lowest = lowest.min(value);
        rise = rise.max(value - lowest);
    }
    rise
}

/// The most that a share falls below any earlier point of the line; at least 0.
fn largest_fall(shares: &[f64]) -> f64 {
    let negative: Vec<f64> = shares.iter().map(|share| -share).collect();
    largest_rise(&negative)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_rise_is_over_any_earlier_point() {
        assert_eq!(largest_rise(&[5.0, 3.0, 1.0]), 0.0);
        assert_eq!(largest_rise(&[5.0, 1.0, 2.0, 1.5, 3.0]), 2.0);
    }

    #[test]
    fn claims_follow_the_measurements() {
        let holds = |settings: Interpolation, losses: &[f64]| {
            let measured: Vec<_> = losses.iter().map(|&loss| Measurement { loss, accuracy: None }).collect();
            settings.claims(&[LineNumbers::of(vec![0.0, 0.5, 1.0], &measured)])[0].holds() == Some(true)
        };
        let between = Interpolation::default();
        let downhill = Interpolation { ends: Ends::StartToOptimum, ..between };
        assert!(holds(between, &[0.1, 2.0, 0.2]));
        assert!(!holds(between, &[0.1, 0.15, 0.2]));
        assert!(holds(downhill, &[2.0, 1.0, 0.1]));
        assert!(!holds(downhill, &[2.0, 2.5, 0.1]));
    }

    #[test]
    fn labels_in_the_middle_are_compared_with_those_of_the_ends() {
        let line = |in_the_middle: f64| {
            let measured = [0.1, 2.0, 0.2].map(|loss| Measurement { loss, accuracy: None });
            let agreement =
                Agreement { first: vec![1.0, in_the_middle, 0.7], second: vec![0.7, in_the_middle, 1.0] };
            let numbers = LineNumbers::of(vec![0.0, 0.5, 1.0], &measured);
            LineNumbers { agreement: Some(agreement), ..numbers }
        };
        let claims = |lines: &[LineNumbers]| Interpolation::default().claims(lines);
        let found = claims(&[line(0.2), line(0.4)]);
        assert_eq!(found.len(), 2);
        assert_eq!((found[1].holds(), found[1].expected()), (Some(true), 0.7));
        assert!((found[1].measured().unwrap() - 0.3).abs() < 1e-12);
        assert_eq!(claims(&[line(0.8)])[1].holds(), Some(false));
    }
}
