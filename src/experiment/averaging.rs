//! Why the mean of several solutions is sometimes a solution and sometimes not (section 4.5 and figure 6 of the paper).
//!
//! On the wedges, a point is kicked off its optimum, as by a high learning rate, and descends again; this is repeated.
//! As long as all these snapshots return to one wedge, which is flat, their mean lies on it. After a large enough kick
//! they end on different wedges, each with zero loss, and their mean has a high loss.
//!
//! A network is driven off its optimum by the learning rate itself, as in the paper: it rises to a maximum, falls to
//! zero, and again, and a snapshot is taken whenever it is at zero.

mod cycle_claims;
mod cycle_numbers;
mod cycles;
mod numbers;

pub use cycle_numbers::{CycleNumbers, EveryRepetition, PolylineNumbers};
pub use numbers::AveragingNumbers;

use super::from_json::from_json;
use super::training::train_passes;
use super::{
    Claim, ExperimentError, Findings, Offer, Protocol, UnsuitableSetting, check_wedges_suffice,
    different_optima,
};
use crate::descent::{DescentSpecification, Plan, descend};
use crate::landscape::wedges::{Family, WedgesSpecification};
use crate::landscape::{Landscape, Wedges, measure};
use crate::numerics::length;
use crate::numerics::random::{Purpose, stream, trial_seeds, unit_vector};
use crate::numerics::statistics::{STANDARD_ERRORS, mean, smallest_coordinates_share, standard_error};
use crate::observer::{Note, Observer, Work};
use crate::points::{HostPoints, Points, Split};
use crate::settings::settings;
use crate::step::{Optimizer, Subspace};
use serde::Serialize;

settings! {
    /// The settings of the experiment.
    #[serde(deny_unknown_fields)]
    pub struct Averaging {
        /// On wedges: lengths of the kicks off the optimum
        kicks: Vec<f64> = [0.1, 0.3, 1.0, 1.5, 2.0, 3.0, 5.0, 10.0], list(real(0.0 to 1_000.0) up to 100),
            "distances of the optimum from the origin";
        /// On networks: learning rates at which the cycles begin
        maximum_rates: Vec<f64> = [0.001, 0.002, 0.004, 0.008, 0.012, 0.02],
            list(above(0.0 to 1_000.0) up to 100);
        /// On networks: epochs of a cycle
        cycle_epochs: usize = 5, whole(1 to 10_000), "epochs";
        /// On networks: optimizer in the cycles, independent of the one that found the optima
        cycle_optimizer: Optimizer = Optimizer::Adam, name("optimizer");
        /// Snapshots that are averaged
        snapshots: usize = 5, whole(2 to 100), "snapshots";
        /// Repetitions, each from another optimum
        repetitions: usize = 8, whole(2 to 1_000), "repetitions";
    }
}

/// What is plotted on the wedges: one entry for each kick.
#[derive(Debug, Clone, Serialize)]
pub struct KickNumbers {
    /// The length of the kick, as a share of the optimum's distance from the origin.
    pub kick: Vec<f64>,
    /// The mean loss of single snapshots.
    pub snapshot_loss: Vec<f64>,
    /// The loss of the mean of the snapshots: `[kick][repetition]`.
    pub loss_of_mean: Vec<Vec<f64>>,
    /// Its mean over the repetitions.
    pub mean_loss_of_mean: Vec<f64>,
    /// The share of the snapshots that ended on another wedge than their optimum's.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub changed: Vec<f64>,
    /// The loss of the mean of as many optima on different wedges, one per repetition.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub centroid_loss: Vec<f64>,
    /// Its formula, if one is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub centroid_law: Option<f64>,
}

from_json! {
    KickNumbers:
    needs [kick, snapshot_loss, mean_loss_of_mean],
    may lack [loss_of_mean, changed, centroid_loss, centroid_law]
}

/// What was found after one kick of one optimum.
struct Kicked {
    snapshot_loss: f64,
    loss_of_mean: f64,
    changed: f64,
    /// Whether all snapshots are on one wedge.
    is_one_wedge: bool,
}

impl Protocol for Averaging {
    const OFFERS: &'static [Offer] = &[Offer {
        name: "averaging",
        title: "Averages of snapshots",
        hint: "Trains one network, continues with cyclic learning rates, once for each of several maximum rates, and \
               compares the snapshots with the mean of their weights and with the mean of their predictions.",
        on_network: &[
            ("maximum_rates", "0.001,0.01,0.03"),
            ("snapshots", "3"),
            ("cycle_epochs", "2"),
            ("repetitions", "2"),
        ],
        on_wedges: Some(&[]),
    }];

    const TITLE_ON_WEDGES: Option<&'static str> = Some("Averages of snapshots");

    fn check(&self, wedges: Option<&WedgesSpecification>) -> Result<(), UnsuitableSetting> {
        check_wedges_suffice(wedges, self.snapshots)
    }

    const UNUSED_ON_WEDGES: &'static [&'static str] = &["maximum_rates", "cycle_epochs", "cycle_optimizer"];

    const UNUSED_ON_NETWORKS: &'static [&'static str] = &["kicks"];

    fn passes(&self, landscape: &impl Landscape, descent: &DescentSpecification) -> f64 {
        self.passes_of_cycles(landscape, descent)
    }

    fn passes_on_wedges(
        &self,
        landscape: &impl Landscape,
        _wedges: &Wedges,
        descent: &DescentSpecification,
    ) -> f64 {
        let examples = landscape.examples(Split::Train);
        let steps = descent.step_of_epoch(descent.epochs as f64, examples) * descent.batch_size.min(examples);
        let points = (self.kicks.len() * self.snapshots) as f64;
        self.repetitions as f64
            * ((1 + self.snapshots) as f64 * train_passes(landscape, descent)
                + Work::Gradient(points * steps as f64).passes()
                + Work::Evaluation((points + self.kicks.len() as f64) * examples as f64).passes())
    }

    /// Takes snapshots at the ends of cycles of the learning rate, and averages them.
    async fn run<L: Landscape>(
        &self,
        landscape: &L,
        descent: &DescentSpecification,
        seed: u64,
        observer: &mut impl Observer,
    ) -> Result<Findings, ExperimentError> {
        self.run_cycles(landscape, descent, seed, observer).await
    }

    /// Kicks points off their optima, lets them descend again, and averages.
    async fn run_on_wedges<L: Landscape>(
        &self,
        landscape: &L,
        wedges: &Wedges,
        descent: &DescentSpecification,
        seed: u64,
        observer: &mut impl Observer,
    ) -> Result<Findings, ExperimentError> {
        self.run_kicks(landscape, wedges, descent, seed, observer).await
    }
}

impl Averaging {
    async fn run_kicks<L: Landscape>(
        &self,
        landscape: &L,
        wedges: &Wedges,
        descent: &DescentSpecification,
        seed: u64,
        observer: &mut impl Observer,
    ) -> Result<Findings, ExperimentError> {
        let mut kicked: Vec<Vec<Kicked>> = self.kicks.iter().map(|_| Vec::new()).collect();
        let mut centroid_loss = Vec::new();
        let later = trial_seeds(seed, self.repetitions - 1);
        for seed in std::iter::once(seed).chain(later) {
            let optimum = different_optima(landscape, Some(wedges), descent, seed, 1, observer).await?;
            let plan = descent.plan(landscape.examples(Split::Train), seed);
            for (&kick, kicked) in self.kicks.iter().zip(&mut kicked) {
                observer.note(Note::Stage(format!("descending again after kicks of {kick}")));
                kicked.push(self.kick(landscape, wedges, &optimum, kick, plan, observer).await?);
            }
            let optima =
                different_optima(landscape, Some(wedges), descent, seed, self.snapshots, observer).await?;
            let centre = mean_of(&optima);
            centroid_loss.push(measure(landscape, &centre, Split::Measured, observer).await?[0].loss);
        }
        let claims = self.claims(wedges, &kicked, &centroid_loss);
        let numbers = self.numbers(wedges, &kicked, centroid_loss);
        let numbers = AveragingNumbers::OnWedges(numbers).into();
        Ok(Findings { numbers, claims, final_measurements: None, optimum: None })
    }

    async fn kick<L: Landscape>(
        &self,
        landscape: &L,
        wedges: &Wedges,
        optimum: &L::Points,
        kick: f64,
        plan: Plan,
        observer: &mut impl Observer,
    ) -> Result<Kicked, ExperimentError> {
        let host = optimum.read().await?;
        let length = kick * length(host.point(0));
        // The same directions for every length of the kick.
        let mut generator = stream(plan.seed, Purpose::Directions);
        let kicks: Vec<_> = (0..self.snapshots)
            .map(|_| HostPoints::single(unit_vector(&mut generator, landscape.dimension())).scale(length))
            .collect();
        let start = landscape.points(&HostPoints::stack(&kicks)).add(1.0, optimum);
        let snapshots = descend(landscape, start, Subspace::Full, plan, observer).await?.points;
        let losses: Vec<f64> = measure(landscape, &snapshots, Split::Measured, observer)
            .await?
            .iter()
            .map(|measurement| measurement.loss)
            .collect();
        let centre = mean_of(&snapshots);
        let loss_of_mean = measure(landscape, &centre, Split::Measured, observer).await?[0].loss;
        let (changed, is_one_wedge) = compare(wedges, &host, &snapshots.read().await?);
        Ok(Kicked { snapshot_loss: mean(&losses), loss_of_mean, changed, is_one_wedge })
    }

    fn numbers(&self, wedges: &Wedges, kicked: &[Vec<Kicked>], centroid_loss: Vec<f64>) -> KickNumbers {
        let each = |value: fn(&Kicked) -> f64| -> Vec<Vec<f64>> {
            kicked.iter().map(|repetitions| repetitions.iter().map(value).collect()).collect()
        };
        let means = |rows: Vec<Vec<f64>>| rows.iter().map(|row| mean(row)).collect::<Vec<f64>>();
        let loss_of_mean = each(|kicked| kicked.loss_of_mean);
        KickNumbers {
            kick: self.kicks.clone(),
            snapshot_loss: means(each(|kicked| kicked.snapshot_loss)),
            mean_loss_of_mean: means(loss_of_mean.clone()),
            loss_of_mean,
            changed: means(each(|kicked| kicked.changed)),
            centroid_loss,
            centroid_law: law(wedges.specification(), self.snapshots).map(|law| law.0),
        }
    }

    fn claims(&self, wedges: &Wedges, kicked: &[Vec<Kicked>], centroid_loss: &[f64]) -> Vec<Claim> {
        let specification = wedges.specification();
        let size = (specification.dimension as f64).sqrt();
        let largest = self.kicks.iter().copied().fold(1.0, f64::max);
        let mut claims = Vec::new();
        let same = kicked.iter().flatten().filter(|kicked| kicked.is_one_wedge);
        if let Some(highest) = same.map(|kicked| kicked.loss_of_mean).reduce(f64::max) {
            claims.push(Claim::equal(
                "same-wedge",
                "the mean of snapshots that came back to one wedge is on it",
                highest,
                0.0,
                1e-5 * size * largest,
            ));
        }
        if let Some((expected, allowance)) = law(specification, self.snapshots) {
            let formula = match specification.family {
                Family::All => "√(D g(p) / (m + 1))",
                Family::AxisAligned | Family::Oriented => "√m/(m + 1) · √(D p (1 − p))",
            };
            claims.push(Claim::equal(
                "centroid",
                &format!(
                    "the mean of m + 1 = {} optima on different wedges has a loss of about {formula}, or less, \
                     because the nearest of all wedges counts",
                    self.snapshots
                ),
                mean(centroid_loss),
                expected,
                STANDARD_ERRORS * standard_error(centroid_loss) + allowance,
            ));
        }
        claims
    }
}

/// The mean of all points.
fn mean_of<P: Points>(points: &P) -> P {
    let count = points.count();
    points.place(&HostPoints::from_fn(1, count, |_, _| 1.0 / count as f64)).times(points)
}

/// The share of snapshots on another wedge than the optimum's, and whether all are on one.
fn compare(wedges: &Wedges, optimum: &HostPoints<f64>, snapshots: &HostPoints<f64>) -> (f64, bool) {
    let home = wedges.nearest(optimum.point(0));
    let first = wedges.nearest(snapshots.point(0));
    let (mut changed, mut is_one) = (0, true);
    for snapshot in snapshots.iter() {
        let wedge = wedges.nearest(snapshot);
        changed += usize::from(wedge != home);
        is_one &= wedge == first;
    }
    (changed as f64 / snapshots.count() as f64, is_one)
}

/// The loss of the mean of `count` optima on different wedges in many dimensions, and how far it may be off in few
/// dimensions. `None` if no formula is known.
fn law(wedges: &WedgesSpecification, count: usize) -> Option<(f64, f64)> {
    let (dimension, short, share) =
        (wedges.dimension as f64, wedges.short_dimension() as f64, wedges.short_share());
    if wedges.thickness > 0.0 || short < 1.0 || share >= 1.0 {
        return None;
    }
    let count = count as f64;
    match wedges.family {
        // A law for few short directions; at a share of three tenths it is off by a tenth.
        Family::All if share <= 0.3 && short >= 10.0 => {
            let expected = (dimension * smallest_coordinates_share(share) / count).sqrt();
            Some((expected, expected * (0.12 + 2.0 / short)))
        }
        Family::All => None,
        Family::AxisAligned | Family::Oriented => {
            let expected = (count - 1.0).sqrt() / count * (dimension * share * (1.0 - share)).sqrt();
            // The nearest of K wedges determines the loss, and their distances have a relative spread of
            // 1/√(2 s (1 − p)).
            let smallest = (2.0 * libm::log((wedges.wedges as f64).max(2.0))).sqrt();
            let effective = short * (1.0 - share);
            Some((expected, expected * (smallest / (2.0 * effective).sqrt() + 2.0 / effective)))
        }
    }
}
