//! How many short directions there are around an optimum, by three counts that measure different things.
//!
//! 1. `curvature`: the trace of the Hessian of L²/2, which is s on a wedge, its eigenvalues being s ones and n noughts.
//! 2. `perturbed`: the smallest dimension of a random plane that reaches the nearest wedge again from a point beside the
//!    optimum; s everywhere, in the middle between several optima as well.
//! 3. `joint`: the smallest dimension of a random plane through the middle of m + 1 optima that reaches a point on all of
//!    their wedges at once. It counts the short directions of the wedges' crossing (section 3.4 of the paper), and only it
//!    grows with m.

mod curvature;
mod numbers;
mod threshold;

pub use numbers::{CurvatureNumbers, JointNumbers, PerturbedNumbers, ShortDirectionsNumbers};

use super::training::train_passes;
use super::{
    ExperimentError, Findings, Protocol, UnsuitableSetting, check_wedges_suffice, different_optima,
    named_numbers,
};
use crate::descent::DescentSpecification;
use crate::landscape::wedges::WedgesSpecification;
use crate::landscape::{Landscape, Points};
use crate::observer::{Note, Observer, Work};
use crate::random::trial_seeds;
use crate::range::Range;
use crate::setting::Setting;
use serde::{Deserialize, Serialize};
use serde_json::Map;
use threshold::Trials;

/// The settings of the experiment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShortDirections {
    /// Random vectors that the trace of the Hessian is estimated from: 2 to 100,000.
    pub probes: usize,
    /// Trials of the perturbed start, each with a fresh plane through a fresh point: 1 to 1,000.
    pub trials: usize,
    /// How far from the optimum planes begin, in units of √D: above 0 and at most 1,000.
    pub perturbation: f64,
    /// Short directions are counted jointly for m + 1 optima: 1 to 20 numbers from 1 to 100.
    pub m: Vec<usize>,
}

impl Default for ShortDirections {
    fn default() -> Self {
        Self { probes: 50, trials: 5, perturbation: 0.5, m: vec![1, 2, 3, 5] }
    }
}

impl Protocol for ShortDirections {
    const SETTINGS: &'static [Setting] = &[
        Setting::number("probes", Range::Whole(2, 100_000)),
        Setting::number("trials", Range::Whole(1, 1_000)),
        Setting::number("perturbation", Range::RealAbove(0.0, 1_000.0)),
        Setting::numbers("m", Range::Whole(1, 100), 20),
    ];

    fn check(&self, wedges: Option<&WedgesSpecification>) -> Result<(), UnsuitableSetting> {
        let refuse = |field, advice: &str| Err(UnsuitableSetting { field, advice: advice.to_owned() });
        let Some(wedges) = wedges else {
            return refuse(
                "landscape",
                "short directions are counted by the equations of wedges, which networks do not have; choose wedges",
            );
        };
        if wedges.short_dimension() == 0 {
            return refuse("wedge_dimension", "every point is a solution; choose fewer than dimension");
        }
        if wedges.thickness > 0.0 {
            return refuse("thickness", "short directions are counted for wedges of thickness 0; choose 0");
        }
        check_wedges_suffice(Some(wedges), self.optima())
    }

    fn passes(&self, landscape: &impl Landscape, descent: &DescentSpecification) -> f64 {
        let descents = self.optima() as f64 * train_passes(landscape, descent);
        let gradients = Work::Gradient((2 * self.probes) as f64).passes();
        let Some(wedges) = landscape.as_wedges() else { return descents + gradients };
        let short = wedges.specification().short_dimension() as f64;
        let joint: f64 = self
            .m
            .iter()
            .map(|&m| threshold::expected_union(wedges.specification(), m + 1).mean + short)
            .sum();
        // One for every direction of a plane.
        descents + gradients + Work::Evaluation(self.trials as f64 * short + joint).passes()
    }

    /// Counts in all three ways.
    async fn run<L: Landscape>(
        &self,
        landscape: &L,
        descent: &DescentSpecification,
        seed: u64,
        observer: &mut impl Observer,
    ) -> Result<Findings, ExperimentError> {
        let mut findings =
            Findings { numbers: Map::new(), claims: Vec::new(), final_measurements: None, optimum: None };
        // The check refuses everything else.
        let Some(wedges) = landscape.as_wedges() else { return Ok(findings) };
        let optima =
            different_optima(landscape, descent, seed, self.optima(), observer).await?.read().await?;
        observer.note(Note::Stage("measuring the curvature at an optimum".to_owned()));
        let curvature =
            curvature::measure(landscape, wedges, &optima.rows(0..1), self.probes, seed, observer).await?;
        let mut seeds = trial_seeds(seed, 2 * self.trials + 3 * self.m.len()).into_iter();
        let trials = Trials { wedges, seeds: &mut seeds };
        let (perturbed, joint) = trials.all(self, &optima, observer).await?;
        findings.claims =
            vec![curvature::claim(wedges, &optima, &curvature), threshold::claim(wedges, &joint)];
        let short_dimension = wedges.specification().short_dimension();
        findings.numbers =
            named_numbers(&ShortDirectionsNumbers { short_dimension, curvature, perturbed, joint });
        Ok(findings)
    }
}

impl ShortDirections {
    /// How many optima are needed.
    fn optima(&self) -> usize {
        1 + self.m.iter().copied().max().unwrap_or(0)
    }
}
