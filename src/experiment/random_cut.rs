//! Descents inside random planes of few dimensions (section 3.3 of the paper): from d = D − n dimensions on they find a
//! solution, however large D is.
//!
//! A wedge requires s = D − n coordinates to be zero. These are s equations, and a plane of d dimensions has d
//! unknowns: for d ≥ s they have a solution, and for d < s almost never. On a network the accuracy that planes reach
//! grows with d instead, and d_int90 is where it reaches nine tenths of the accuracy in the full space (Li et al.
//! 2018).

mod claims;
mod connection;
mod network_claims;
mod networks;
mod numbers;
mod plane;
mod solver;

pub use connection::{Connection, WedgesCut};
pub use networks::{DescentEnd, NetworkCutNumbers, RadiusNumbers};
pub use numbers::RandomCutNumbers;
pub use solver::Solver;

use super::from_json::{Lacking, from_json};
use super::{ExperimentError, Findings, Offer, Protocol, UnsuitableSetting};
use crate::descent::{DescentSpecification, Schedule};
use crate::landscape::wedges::WedgesSpecification;
use crate::landscape::{Landscape, Wedges};
use crate::numerics::random::trial_seeds;
use crate::numerics::statistics::{mean, quantile, standard_deviation};
use crate::observer::{Note, Observer, Work};
use crate::settings::settings;
use crate::step::Optimizer;
use plane::Plane;
use serde::Serialize;

/// How many numbers of planes are held at a time: 128 MB, and as much again while they are used.
const NUMBERS_AT_ONCE: usize = 1 << 24;

settings! {
    /// The settings of the experiment.
    ///
    /// On wedges every trial goes through a new point, on a network all go through one start. Steps that are set are
    /// taken at the full rate in the first three fifths, and then at a quarter of it.
    #[serde(deny_unknown_fields)]
    pub struct RandomCut {
        /// Dimensions d of the random planes; at most the dimension of the space on wedges, and 10000 on networks
        plane_dimensions: Vec<usize> = [0, 20, 40, 60, 80, 90, 100, 110, 120, 140],
            list(whole(0 to 100_000_000) up to 200), "dimensions";
        /// Trials for every d, each with a new plane
        trials: usize = 8, whole(2 to 10_000), "trials";
        /// How the lowest point of a plane is found: adam descends; exact solves least squares, on wedges only
        solver: Solver = Solver::Adam, name("solver");
        /// Distance of the planes from the origin
        radius: f64 = 1.0, above(0.0 to 1_000_000.0), "lengths of a random start";
        /// On networks: distances of planes that are otherwise equal
        radii: Vec<f64> = [0.1, 0.3, 0.6, 1.0, 1.5, 2.0, 3.0, 6.0], list(above(0.0 to 1_000.0) up to 50),
            "lengths of a random start";
        /// On networks: dimension of those planes
        radius_dimension: usize = 200, whole(1 to MOST_DIMENSIONS_ON_NETWORKS), "dimensions";
        /// On networks: steps of a descent in a plane; 0 for as many as a descent in the full space has
        steps: usize = 0, whole(0 to 10_000_000), "steps";
        /// On networks: learning rate of Adam in a plane
        plane_learning_rate: f64 = 0.05, above(0.0 to 1_000.0);
    }
}

/// Planes of more dimensions do not fit in memory: 10,000 of SimpleCNN take 780 MB.
const MOST_DIMENSIONS_ON_NETWORKS: usize = 10_000;

/// What is plotted: one entry for each plane dimension.
#[derive(Debug, Clone, Serialize)]
pub struct CutNumbers {
    /// d.
    pub plane_dimension: Vec<usize>,
    /// The final over the initial loss: `[d][trial]`.
    pub loss_ratio: Vec<Vec<f64>>,
    /// Its mean over the trials.
    pub mean_loss_ratio: Vec<f64>,
    /// A tenth of the trials end below this.
    pub low_loss_ratio: Vec<f64>,
    /// A tenth of the trials end above this.
    pub high_loss_ratio: Vec<f64>,
    /// The share of the trials that succeed: that end below a hundredth of their initial loss with a descent, and below
    /// a millionth with the exact solver.
    pub success: Vec<f64>,
    /// s, on the wedges.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub short_dimension: Option<usize>,
    /// √(1 − d/s): the law for one wedge, on the wedges.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub single_wedge_law: Vec<f64>,
    /// (1 − d/s)^{3/2}: approximately the law for all wedges along the axes; good descents end below it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub all_wedges_law: Vec<f64>,
    /// Several planes through the same point.
    pub redrawn: Redrawn,
}

from_json! {
    CutNumbers:
    needs [plane_dimension, mean_loss_ratio, low_loss_ratio, high_loss_ratio, success],
    may lack [loss_ratio, short_dimension, single_wedge_law, all_wedges_law, redrawn]
}

/// How much the choice of the plane matters.
#[derive(Debug, Clone, Serialize)]
pub struct Redrawn {
    /// The dimension of these planes.
    pub plane_dimension: usize,
    /// The final over the initial loss, one per plane.
    pub loss_ratio: Vec<f64>,
    /// Its standard deviation.
    pub standard_deviation: f64,
}

from_json!(Redrawn: needs [plane_dimension], may lack [loss_ratio, standard_deviation]);

impl Lacking for Redrawn {
    fn lacking() -> Self {
        Self { plane_dimension: 0, loss_ratio: Vec::new(), standard_deviation: f64::NAN }
    }
}

impl Protocol for RandomCut {
    const OFFERS: &'static [Offer] = &[Offer {
        name: "cut",
        title: "Training in random planes",
        hint: "Trains in random planes of growing dimension through the start, and compares the accuracy with that of \
               training in the whole space.",
        on_network: &[
            ("plane_dimensions", "5,15,50,150"),
            ("trials", "2"),
            ("steps", "150"),
            ("radii", "0.3,1,3"),
            ("radius_dimension", "50"),
        ],
        on_wedges: Some(&[]),
    }];

    const TITLE_ON_WEDGES: Option<&'static str> = Some("Training in random planes");

    fn on_networks() -> Self {
        Self {
            plane_dimensions: vec![10, 30, 100, 200, 500, 1000, 2000],
            trials: 3,
            steps: 800,
            ..Self::default()
        }
    }

    fn check(&self, wedges: Option<&WedgesSpecification>) -> Result<(), UnsuitableSetting> {
        let Some(wedges) = wedges else {
            return self.check_on_networks();
        };
        let refuse = |field, advice: String| Err(UnsuitableSetting { field, advice });
        if wedges.short_dimension() == 0 {
            return refuse(
                "wedge_dimension",
                "wedges of as many dimensions as the space make every point a solution; choose a wedge_dimension below \
                 dimension"
                    .to_owned(),
            );
        }
        if self.solver == Solver::Exact && wedges.thickness > 0.0 {
            return refuse(
                "thickness",
                "the solver exact needs wedges of thickness 0; choose thickness 0, or the solver adam"
                    .to_owned(),
            );
        }
        match self.plane_dimensions.iter().find(|&&dimension| dimension > wedges.dimension) {
            Some(dimension) => refuse(
                "plane_dimensions",
                format!(
                    "a plane of {dimension} dimensions does not fit into a space of {0}; give numbers from 0 to {0}",
                    wedges.dimension
                ),
            ),
            None => Ok(()),
        }
    }

    /// Adam with a rate that decays to zero.
    fn descent_on_wedges() -> DescentSpecification {
        DescentSpecification {
            epochs: 3000,
            learning_rate: 0.2,
            optimizer: Optimizer::Adam,
            schedule: Schedule::CosineCyclic,
            ..DescentSpecification::for_wedges()
        }
    }

    const UNUSED_ON_WEDGES: &'static [&'static str] =
        &["radii", "radius_dimension", "steps", "plane_learning_rate"];

    fn computes_on_host(&self) -> bool {
        self.solver == Solver::Exact
    }

    fn passes(&self, landscape: &impl Landscape, descent: &DescentSpecification) -> f64 {
        networks::passes(self, landscape, descent)
    }

    fn passes_on_wedges(
        &self,
        landscape: &impl Landscape,
        _wedges: &Wedges,
        descent: &DescentSpecification,
    ) -> f64 {
        let steps =
            descent.step_of_epoch(descent.epochs as f64, landscape.examples(crate::points::Split::Train));
        let batch = descent.batch_size.min(landscape.examples(crate::points::Split::Train));
        let planes = ((self.plane_dimensions.len() + 1) * self.trials) as f64;
        let train = landscape.examples(crate::points::Split::Train) as f64;
        planes
            * match self.solver {
                Solver::Adam => Work::Gradient((steps * batch) as f64).passes() + 2.0 * train,
                Solver::Exact => 1.0,
            }
    }

    /// Descends in every plane.
    async fn run<L: Landscape>(
        &self,
        landscape: &L,
        descent: &DescentSpecification,
        seed: u64,
        observer: &mut impl Observer,
    ) -> Result<Findings, ExperimentError> {
        networks::run(self, landscape, descent, seed, observer).await
    }

    async fn run_on_wedges<L: Landscape>(
        &self,
        landscape: &L,
        wedges: &Wedges,
        descent: &DescentSpecification,
        seed: u64,
        observer: &mut impl Observer,
    ) -> Result<Findings, ExperimentError> {
        let count = self.plane_dimensions.len();
        let seeds = trial_seeds(seed, (count + 1) * self.trials);
        let mut loss_ratio = Vec::with_capacity(count);
        for (&dimension, seeds) in self.plane_dimensions.iter().zip(seeds.chunks(self.trials)) {
            observer.note(Note::Stage(format!("descending in planes of {dimension} dimensions")));
            let places: Vec<_> = seeds.iter().map(|&seed| (seed, seed)).collect();
            loss_ratio
                .push(self.loss_ratios(landscape, wedges, dimension, &places, descent, observer).await?);
        }
        let redrawn =
            self.redraw(landscape, wedges, descent, &seeds[count * self.trials..], observer).await?;
        let mut claims = Vec::new();
        claims.extend(claims::threshold(self, wedges.specification(), &loss_ratio));
        claims.extend(claims::single_wedge(self, wedges, &loss_ratio, seed, observer).await?);
        claims.extend(claims::upper_bound(self, wedges.specification(), &loss_ratio));
        Ok(Findings {
            numbers: RandomCutNumbers::OnWedges(self.numbers(loss_ratio, redrawn, wedges)).into(),
            claims,
            final_measurements: None,
            optimum: None,
        })
    }
}

impl RandomCut {
    fn check_on_networks(&self) -> Result<(), UnsuitableSetting> {
        let refuse = |field, advice: String| Err(UnsuitableSetting { field, advice });
        if self.solver == Solver::Exact {
            return refuse(
                "solver",
                "the solver exact is for wedges only; choose the solver adam".to_owned(),
            );
        }
        match self.plane_dimensions.iter().find(|&&dimension| dimension > MOST_DIMENSIONS_ON_NETWORKS) {
            Some(dimension) => refuse(
                "plane_dimensions",
                format!(
                    "a plane of {dimension} dimensions does not fit in memory; give numbers from 0 to \
                     {MOST_DIMENSIONS_ON_NETWORKS}"
                ),
            ),
            None => Ok(()),
        }
    }

    /// Several planes through one point, with the dimension nearest to half the threshold, or else the middle one.
    async fn redraw<L: Landscape>(
        &self,
        landscape: &L,
        wedges: &Wedges,
        descent: &DescentSpecification,
        seeds: &[u64],
        observer: &mut impl Observer,
    ) -> Result<Redrawn, ExperimentError> {
        let wanted = wedges.specification().short_dimension() / 2;
        let middle = self.plane_dimensions[self.plane_dimensions.len() / 2];
        let plane_dimension = self
            .plane_dimensions
            .iter()
            .copied()
            .min_by_key(|&dimension| dimension.abs_diff(wanted))
            .unwrap_or(middle);
        observer.note(Note::Stage("drawing other planes through one point".to_owned()));
        let places: Vec<_> = seeds.iter().map(|&seed| (seeds[0], seed)).collect();
        let loss_ratio =
            self.loss_ratios(landscape, wedges, plane_dimension, &places, descent, observer).await?;
        Ok(Redrawn { plane_dimension, standard_deviation: standard_deviation(&loss_ratio), loss_ratio })
    }

    /// The loss ratios in planes with these seeds, of the origin and of the axes. As many are drawn at a time as fit in
    /// memory.
    async fn loss_ratios<L: Landscape>(
        &self,
        landscape: &L,
        wedges: &Wedges,
        dimension: usize,
        seeds: &[(u64, u64)],
        descent: &DescentSpecification,
        observer: &mut impl Observer,
    ) -> Result<Vec<f64>, ExperimentError> {
        let numbers = landscape.dimension().saturating_mul(dimension + 1);
        let together = (NUMBERS_AT_ONCE / numbers.max(1)).max(1);
        let mut ratios = Vec::with_capacity(seeds.len());
        for seeds in seeds.chunks(together) {
            let mut planes = Vec::with_capacity(seeds.len());
            for &(origin, axes) in seeds {
                planes.push(Plane::random(landscape, dimension, self.radius, origin, axes).await?);
            }
            ratios.extend(self.solver.loss_ratios(landscape, wedges, &planes, descent, observer).await?);
        }
        Ok(ratios)
    }

    fn numbers(&self, loss_ratio: Vec<Vec<f64>>, redrawn: Redrawn, wedges: &Wedges) -> CutNumbers {
        let each = |value: &dyn Fn(&[f64]) -> f64| loss_ratio.iter().map(|ratios| value(ratios)).collect();
        let short_dimension = wedges.specification().short_dimension();
        let left = |&dimension: &usize| (1.0 - dimension as f64 / short_dimension as f64).max(0.0);
        let law = |power: f64| -> Vec<f64> {
            self.plane_dimensions.iter().map(|dimension| libm::pow(left(dimension), power)).collect()
        };
        CutNumbers {
            plane_dimension: self.plane_dimensions.clone(),
            mean_loss_ratio: each(&mean),
            low_loss_ratio: each(&|ratios| quantile(ratios, 0.1)),
            high_loss_ratio: each(&|ratios| quantile(ratios, 0.9)),
            success: each(&|ratios| {
                ratios.iter().filter(|&&ratio| ratio < self.solver.success()).count() as f64
                    / ratios.len() as f64
            }),
            short_dimension: Some(short_dimension),
            single_wedge_law: law(0.5),
            all_wedges_law: law(1.5),
            redrawn,
            loss_ratio,
        }
    }
}
