//! Loss along a straight line between two points (section 2 of the paper).
//!
//! From a start to its optimum the loss falls all the way (Goodfellow et al. 2015); between two optima it climbs.

use super::training::{train, train_passes};
use super::{Claim, ExperimentError, Findings, Protocol, named_numbers};
use crate::descent::DescentSpecification;
use crate::landscape::{Landscape, Measurement, Split, Sweep};
use crate::observer::{Note, Observer, Work};
use crate::range::Range;
use crate::setting::Setting;
use serde::{Deserialize, Serialize};

/// Which two points the line joins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ends {
    /// Two optima, found from two seeds.
    #[default]
    Optima,
    /// A random start and the optimum found from it.
    StartToOptimum,
}

impl Ends {
    /// The names of all pairs of ends.
    pub const NAMES: &'static [&'static str] = &["optima", "start-to-optimum"];
}

/// The settings of the experiment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Interpolation {
    /// Which two points the line joins: `optima` or `start-to-optimum`.
    pub ends: Ends,
    /// How many points of the line are measured, both ends included: 2 to 10,001.
    pub positions: usize,
}

impl Default for Interpolation {
    fn default() -> Self {
        Self { ends: Ends::Optima, positions: 21 }
    }
}

/// What is plotted: one entry a point of the line.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct LineNumbers {
    /// From 0 at the first end to 1 at the second.
    pub position: Vec<f64>,
    /// Mean loss over all training examples.
    #[serde(deserialize_with = "crate::null_number::numbers")]
    pub loss: Vec<f64>,
    /// Accuracy on all training examples, where there is one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accuracy: Vec<f64>,
    /// The height of the highest point above the higher end.
    #[serde(deserialize_with = "crate::null_number::number")]
    pub barrier: f64,
}

/// A rise along a line counts from this share of the range of its losses.
const NOTICEABLE_RISE: f64 = 0.01;

impl Protocol for Interpolation {
    const SETTINGS: &'static [Setting] = &[
        Setting::name("ends", "pair of ends", Ends::NAMES),
        Setting::number("positions", Range::Whole(2, 10_001)),
    ];

    fn passes(&self, landscape: &impl Landscape, descent: &DescentSpecification) -> f64 {
        let line = Work::Evaluation((self.positions * landscape.examples(Split::Evaluation)) as f64);
        self.descents() as f64 * train_passes(landscape, descent) + line.passes()
    }

    /// Finds the ends and measures the line between them.
    async fn run<L: Landscape>(
        &self,
        landscape: &L,
        descent: &DescentSpecification,
        seed: u64,
        observer: &mut impl Observer,
    ) -> Result<Findings, ExperimentError> {
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
        let measured = landscape.measure_sweep(&line, Split::Evaluation, observer).await?;
        Ok(self.findings(positions, &measured))
    }
}

impl Interpolation {
    /// How many optima are found first.
    fn descents(&self) -> usize {
        match self.ends {
            Ends::Optima => 2,
            Ends::StartToOptimum => 1,
        }
    }

    fn findings(&self, position: Vec<f64>, measured: &[Measurement]) -> Findings {
        let loss: Vec<f64> = measured.iter().map(|measurement| measurement.loss).collect();
        let accuracy = measured.iter().filter_map(|measurement| measurement.accuracy).collect();
        let highest = loss.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let lowest = loss.iter().copied().fold(f64::INFINITY, f64::min);
        let ends = loss[0].max(loss[loss.len() - 1]);
        let barrier = highest - ends;
        let noticeable = NOTICEABLE_RISE * (highest - lowest);
        let claim = match self.ends {
            Ends::Optima => Claim::above(
                "straight-barrier",
                "the straight line between two optima climbs above both",
                barrier,
                0.0,
                noticeable,
            ),
            Ends::StartToOptimum => Claim::at_most(
                "monotone",
                "from a start to its optimum the loss never rises",
                largest_rise(&loss),
                0.0,
                noticeable,
            ),
        };
        Findings {
            numbers: named_numbers(&LineNumbers { position, loss, accuracy, barrier }),
            claims: vec![claim],
            final_measurements: None,
            optimum: None,
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
        let measured = |losses: &[f64]| {
            losses.iter().map(|&loss| Measurement { loss, accuracy: None }).collect::<Vec<_>>()
        };
        let between = Interpolation::default();
        let downhill = Interpolation { ends: Ends::StartToOptimum, ..between };
        let positions = vec![0.0, 0.5, 1.0];
        assert!(between.findings(positions.clone(), &measured(&[0.1, 2.0, 0.2])).claims[0].holds);
        assert!(!between.findings(positions.clone(), &measured(&[0.1, 0.15, 0.2])).claims[0].holds);
        assert!(downhill.findings(positions.clone(), &measured(&[2.0, 1.0, 0.1])).claims[0].holds);
        assert!(!downhill.findings(positions, &measured(&[2.0, 2.5, 0.1])).claims[0].holds);
    }
}
