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
pub use numbers::{
    CurvatureNumbers, JointNumbers, PerturbedNumbers, ShortDirectionsNumbers, WedgeDirections,
};

use super::training::train_passes;
use super::union::expected_union;
use super::{
    ExperimentError, Findings, Offer, Protocol, UnsuitableSetting, check_wedges_suffice, different_optima,
};
use crate::descent::DescentSpecification;
use crate::landscape::wedges::WedgesSpecification;
use crate::landscape::{Landscape, Wedges};
use crate::numerics::random::trial_seeds;
use crate::observer::{Note, Observer, Work};
use crate::points::Points;
use crate::settings::settings;
use threshold::Trials;

settings! {
    /// The settings of the experiment.
    ///
    /// On a network the optima of several learning rates are compared at the training loss `target_loss` or, if that is
    /// 0, at 0.1 above the ends'.
    #[serde(deny_unknown_fields)]
    pub struct ShortDirections {
        /// Random vectors that the trace of the Hessian is estimated from; on networks random starts of the Lanczos
        /// method
        probes: usize = 50, whole(2 to 100_000), "vectors";
        /// On wedges: trials of the perturbed start, each with a new plane through a new point
        trials: usize = 5, whole(1 to 1_000), "trials";
        /// Distance from the optimum at which planes begin
        perturbation: f64 = 0.5, above(0.0 to 1_000.0), "√D on wedges, the length of the first optimum on networks";
        /// Short directions are counted for m + 1 optima: on wedges jointly, on networks in the middle of an m-connector
        m: Vec<usize> = [1, 2, 3, 5], list(whole(1 to 100) up to 20);
        /// On networks: the loss to reach, above the mean loss of both ends
        threshold: f64 = 0.5, above(0.0 to 1_000.0), "nats";
        /// On networks: dimensions of planes, tried from small to large until one reaches the threshold
        plane_dimensions: Vec<usize> = [8, 16, 32, 64, 128, 256, 512, 1024], list(whole(1 to 10_000) up to 100),
            "dimensions";
        /// On networks: steps of a descent in a plane; the learning rate decays to zero
        plane_steps: usize = 300, whole(1 to 1_000_000), "steps";
        /// On networks: learning rate of Adam in a plane
        plane_learning_rate: f64 = 0.05, above(0.0 to 1_000.0);
        /// On networks: most steps of a descent between optima, which ends once its loss is at most 0.05 above the ends;
        /// 0 for as many as the descent to an optimum has
        steps: usize = 3000, whole(0 to 10_000_000), "steps";
        /// On networks: learning rates whose optima are compared at one training loss
        learning_rates: Vec<f64> = [0.0002, 0.0005, 0.001, 0.002, 0.005], list(above(0.0 to 1_000.0) up to 20);
        /// On networks: repetitions, each with other optima
        repetitions: usize = 1, whole(1 to 100), "repetitions";
        /// On networks: steps of the Lanczos method; 0 to skip the curvature
        lanczos_steps: usize = 50, whole(0 to 1_000), "steps";
        /// On networks: training images that the curvature is measured on, never more than there are
        curvature_examples: usize = 2000, whole(1 to 1_000_000), "images";
        /// On networks: eigenvalues above this share of the largest are counted
        relative_threshold: f64 = 0.01, above(0.0 to 1.0), "share";
        /// On networks: eigenvalues above this are counted
        absolute_threshold: f64 = 0.1, above(0.0 to 1_000_000.0);
    }
}

impl Protocol for ShortDirections {
    const OFFERS: &'static [Offer] = &[Offer {
        name: "short",
        title: "Short directions",
        hint: "Counts short directions at two networks and in the middle of the tunnel between them.",
        on_network: &[
            ("m", "1"),
            ("trials", "2"),
            ("plane_dimensions", "4,8,16,32,64,128,256"),
            ("plane_steps", "100"),
            ("steps", "300"),
            ("learning_rates", "0.001,0.003"),
            ("lanczos_steps", "20"),
            ("curvature_examples", "200"),
        ],
        on_wedges: Some(&[]),
    }];

    const TITLE_ON_WEDGES: Option<&'static str> = Some("Short directions, counted in three ways");

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
        let claims = vec![curvature::claim(wedges, &optima, &curvature), threshold::claim(wedges, &joint)];
        let short_dimension = wedges.specification().short_dimension();
        let numbers = WedgeDirections { short_dimension, curvature, perturbed, joint };
        let numbers = ShortDirectionsNumbers::OnWedges(numbers).into();
        Ok(Findings { numbers, claims, final_measurements: None, optimum: None })
    }
}

impl ShortDirections {
    /// How many optima are needed.
    fn optima(&self) -> usize {
        1 + self.m.iter().copied().max().unwrap_or(0)
    }
}
