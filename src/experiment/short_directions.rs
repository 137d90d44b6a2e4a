//! How many short directions there are around an optimum (figure 4 of the paper). On wedges there are three counts,
//! which measure different things:
//!
//! 1. `curvature`: the trace of the Hessian of L²/2, which is s on a wedge, because its eigenvalues are s ones and n
//!    zeros.
//! 2. `perturbed`: the smallest dimension of a random plane through a point near the optimum that reaches the nearest
//!    wedge; s everywhere, also in the middle of several optima.
//! 3. `joint`: the smallest dimension of a random plane through the middle of m + 1 optima that reaches a point on all
//!    of their wedges at once. It counts the short directions of the wedges' crossing (section 3.4 of the paper), and
//!    it alone grows with m.
//!
//! On a network the second count is used, with descents in the planes and a loss to reach, at points of a tunnel, in
//! the middles of connectors and at optima of several learning rates; the eigenvalues of the Hessian are counted as
//! well.

mod beside;
mod between;
mod curvature;
mod hessian;
mod network_claims;
mod network_numbers;
mod networks;
mod numbers;
mod repetition;
mod threshold;

pub use beside::Trial;
pub use network_numbers::{Along, Connector, Counts, NetworkDirections, Rates, Spectrum};
pub(in crate::experiment) use networks::{passes_beside, trials_beside};
pub use numbers::{CurvatureNumbers, JointNumbers, PerturbedNumbers, ShortDirectionsNumbers};

use super::training::train_passes;
use super::union::expected_union;
use super::{
    ExperimentError, Findings, Protocol, UnsuitableSetting, check_wedges_suffice, different_optima,
    named_numbers,
};
use crate::descent::DescentSpecification;
use crate::landscape::wedges::WedgesSpecification;
use crate::landscape::{Landscape, Wedges};
use crate::numerics::random::trial_seeds;
use crate::observer::{Note, Observer, Work};
use crate::points::Points;
use crate::settings::{Range, Setting};
use serde::{Deserialize, Serialize};
use serde_json::Map;
use threshold::Trials;

/// The settings of the experiment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShortDirections {
    /// Random vectors that the trace of the Hessian is estimated from, on a network random starts of the Lanczos
    /// method: 2 to 100,000.
    pub probes: usize,
    /// Trials of the perturbed start, each with a fresh plane through a fresh point: 1 to 1,000.
    pub trials: usize,
    /// How far from the optimum planes begin, in units of √D, or on a network of the first optimum's length: above 0
    /// and at most 1,000.
    pub perturbation: f64,
    /// Short directions are counted for m + 1 optima, on wedges jointly, on a network in the middle of an m-connector: 1 to
    /// 20 numbers from 1 to 100.
    pub m: Vec<usize>,
    /// On a network: the loss to reach, above the mean loss of both ends: above 0 and at most 1,000.
    pub threshold: f64,
    /// On a network: the dimensions of planes that are tried, from small to large until one reaches the threshold: 1 to
    /// 100 numbers from 1 to 10,000.
    pub plane_dimensions: Vec<usize>,
    /// On a network: the steps of a descent in a plane, 1 to 1,000,000; the rate decays to zero.
    pub plane_steps: usize,
    /// On a network: the learning rate of Adam in a plane, above 0 and at most 1,000.
    pub plane_learning_rate: f64,
    /// On a network: the most steps of a descent between optima, 0 to 10,000,000, which ends once its loss is at most
    /// 0.05 above the ends'; 0 for as many as the descent to an optimum has.
    pub steps: usize,
    /// On a network: the learning rates whose optima are compared at one training loss, `target_loss` or, if that is 0,
    /// 0.1 above the ends': 1 to 20 numbers above 0 and at most 1,000.
    pub learning_rates: Vec<f64>,
    /// On a network: repetitions with other optima, 1 to 100.
    pub repetitions: usize,
    /// On a network: steps of the Lanczos method, 0 to 1,000; 0 to skip the curvature.
    pub lanczos_steps: usize,
    /// On a network: training examples that the curvature is measured over, 1 to 1,000,000 (never more than there are).
    pub curvature_examples: usize,
    /// On a network: eigenvalues above this share of the largest are counted, above 0 and at most 1.
    pub relative_threshold: f64,
    /// On a network: eigenvalues above this are counted, above 0 and at most 1,000,000.
    pub absolute_threshold: f64,
}

impl Default for ShortDirections {
    fn default() -> Self {
        Self {
            probes: 50,
            trials: 5,
            perturbation: 0.5,
            m: vec![1, 2, 3, 5],
            threshold: 0.5,
            plane_dimensions: vec![8, 16, 32, 64, 128, 256, 512, 1024],
            plane_steps: 300,
            plane_learning_rate: 5e-2,
            steps: 3000,
            learning_rates: vec![2e-4, 5e-4, 1e-3, 2e-3, 5e-3],
            repetitions: 1,
            lanczos_steps: 50,
            curvature_examples: 2000,
            relative_threshold: 0.01,
            absolute_threshold: 0.1,
        }
    }
}

impl Protocol for ShortDirections {
    const SETTINGS: &'static [Setting] = &[
        Setting::number("probes", Range::Whole(2, 100_000)).in_unit("vectors").means("Random vectors that the trace of the Hessian is estimated from; on networks random starts of the Lanczos method"),
        Setting::number("trials", Range::Whole(1, 1_000)).in_unit("trials").means("On wedges: trials of the perturbed start, each with a new plane through a new point"),
        Setting::number("perturbation", Range::RealAbove(0.0, 1_000.0)).in_unit("√D on wedges, the length of the first optimum on networks").means("Distance from the optimum at which planes begin"),
        Setting::numbers("m", Range::Whole(1, 100), 20).means("Short directions are counted for m + 1 optima: on wedges jointly, on networks in the middle of an m-connector"),
        Setting::number("threshold", Range::RealAbove(0.0, 1_000.0)).in_unit("nats").means("On networks: the loss to reach, above the mean loss of both ends"),
        Setting::numbers("plane_dimensions", Range::Whole(1, 10_000), 100).in_unit("dimensions").means("On networks: dimensions of planes, tried from small to large until one reaches the threshold"),
        Setting::number("plane_steps", Range::Whole(1, 1_000_000)).in_unit("steps").means("On networks: steps of a descent in a plane; the learning rate decays to zero"),
        Setting::number("plane_learning_rate", Range::RealAbove(0.0, 1_000.0)).means("On networks: learning rate of Adam in a plane"),
        Setting::number("steps", Range::Whole(0, 10_000_000)).in_unit("steps").means("On networks: most steps of a descent between optima, which ends once its loss is at most 0.05 above the ends; 0 for as many as the descent to an optimum has"),
        Setting::numbers("learning_rates", Range::RealAbove(0.0, 1_000.0), 20).means("On networks: learning rates whose optima are compared at one training loss"),
        Setting::number("repetitions", Range::Whole(1, 100)).in_unit("repetitions").means("On networks: repetitions, each with other optima"),
        Setting::number("lanczos_steps", Range::Whole(0, 1_000)).in_unit("steps").means("On networks: steps of the Lanczos method; 0 to skip the curvature"),
        Setting::number("curvature_examples", Range::Whole(1, 1_000_000)).in_unit("images").means("On networks: training images that the curvature is measured on, never more than there are"),
        Setting::number("relative_threshold", Range::RealAbove(0.0, 1.0)).in_unit("share").means("On networks: eigenvalues above this share of the largest are counted"),
        Setting::number("absolute_threshold", Range::RealAbove(0.0, 1_000_000.0)).means("On networks: eigenvalues above this are counted"),
    ];

    fn on_networks() -> Self {
        Self { probes: 2, trials: 2, ..Self::default() }
    }

    fn check(&self, wedges: Option<&WedgesSpecification>) -> Result<(), UnsuitableSetting> {
        let refuse = |field, advice: &str| Err(UnsuitableSetting { field, advice: advice.to_owned() });
        let Some(wedges) = wedges else { return Ok(()) };
        if wedges.short_dimension() == 0 {
            return refuse(
                "wedge_dimension",
                "wedges of as many dimensions as the space make every point a solution; choose a wedge_dimension below \
                 dimension",
            );
        }
        if wedges.thickness > 0.0 {
            return refuse(
                "thickness",
                "short directions can be counted only for wedges of thickness 0; choose thickness 0",
            );
        }
        check_wedges_suffice(Some(wedges), self.optima())
    }

    const UNUSED_ON_WEDGES: &'static [&'static str] = &[
        "threshold",
        "plane_dimensions",
        "plane_steps",
        "plane_learning_rate",
        "steps",
        "learning_rates",
        "repetitions",
        "lanczos_steps",
        "curvature_examples",
        "relative_threshold",
        "absolute_threshold",
    ];

    fn passes(&self, landscape: &impl Landscape, descent: &DescentSpecification) -> f64 {
        networks::passes(self, landscape, descent)
    }

    fn passes_on_wedges(
        &self,
        landscape: &impl Landscape,
        wedges: &Wedges,
        descent: &DescentSpecification,
    ) -> f64 {
        let descents = self.optima() as f64 * train_passes(landscape, descent);
        let gradients = Work::Gradient((2 * self.probes) as f64).passes();
        let short = wedges.specification().short_dimension() as f64;
        let joint: f64 =
            self.m.iter().map(|&m| expected_union(wedges.specification(), m + 1).mean + short).sum();
        // One pass for every direction of a plane.
        descents + gradients + Work::Evaluation(self.trials as f64 * short + joint).passes()
    }

    /// Counts by the curvature, by planes next to optima, along a tunnel and in the middle of several optima.
    async fn run<L: Landscape>(
        &self,
        landscape: &L,
        descent: &DescentSpecification,
        seed: u64,
        observer: &mut impl Observer,
    ) -> Result<Findings, ExperimentError> {
        networks::run(self, landscape, descent, seed, observer).await
    }

    /// Counts in all three ways.
    async fn run_on_wedges<L: Landscape>(
        &self,
        landscape: &L,
        wedges: &Wedges,
        descent: &DescentSpecification,
        seed: u64,
        observer: &mut impl Observer,
    ) -> Result<Findings, ExperimentError> {
        let mut findings =
            Findings { numbers: Map::new(), claims: Vec::new(), final_measurements: None, optimum: None };
        let optima = different_optima(landscape, Some(wedges), descent, seed, self.optima(), observer)
            .await?
            .read()
            .await?;
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
