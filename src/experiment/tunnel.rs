//! A tunnel of low loss between two optima (section 4.2 of the paper, figure 3).
//!
//! The straight line from one optimum to the other is cut into pieces. At every cut a descent starts that stays in the
//! hyperplane normal to the line. Straight pieces join the points that are found. Their deviations from the line fall
//! into two groups: those of the first half point to one wedge, those of the second half to the other.

mod claims;
mod network_claims;
mod pairs;
pub(super) mod path;

pub use pairs::Pairs;

use super::from_json::from_json;
use super::protocol::shared_entry_points;
use super::training::train_passes;
use super::{
    Agreement, ExperimentError, Findings, Offer, Protocol, UnsuitableSetting, check_wedges_suffice,
    different_optima, seeds_of_repetitions,
};
use crate::descent::DescentSpecification;
use crate::landscape::wedges::WedgesSpecification;
use crate::landscape::{Landscape, Wedges};
use crate::numerics::{dot, length};
use crate::observer::{Note, Observer, Work};
use crate::points::{HostPoints, Points, Split, Sweep};
use crate::settings::settings;
use path::{Measured, Path, dig, dig_again, exact_path, high_pieces, length_of, measure, reach_along};
use serde::Serialize;

settings! {
    /// The settings of the experiment.
    #[derive(Copy, Eq)]
    #[serde(deny_unknown_fields)]
    pub struct Tunnel {
        /// Points of the straight line that descend, not counting the ends
        points: usize = 15, whole(1 to 1_000), "points";
        /// Rounds in which points in the middle of the pieces of the tunnel descend: on wedges in every piece, on
        /// networks only where the loss stays high
        refine: usize = 0, whole(0 to 6), "rounds";
        /// Points of every piece at which the loss is measured
        samples: usize = 20, whole(1 to 1_000), "points";
        /// Pairs of optima that the claims are measured on; 0 for 8 on wedges and 1 on networks
        pairs: usize = 0, whole(0 to 1_000), "pairs";
        /// Steps of the descents across the line; 0 for as many as the descents to the optima have
        steps: usize = 0, whole(0 to 1_000_000), "steps";
    }
}

/// The default number of pairs of optima on the wedges.
const PAIRS_ON_WEDGES: usize = 8;
/// On a network, a piece is high if it exceeds its ends by more than this share of the straight line's barrier.
const HIGH_PIECE: f64 = 0.1;

/// What is plotted of the first pair.
#[derive(Debug, Clone, Serialize)]
pub struct TunnelNumbers {
    /// Along the straight line.
    pub straight: Along,
    /// Along the tunnel, including the pieces between its points; positions are counted in pieces.
    pub tunnel: Along,
    /// Along the path over the crossing of both wedges, if the landscape has wedges along the axes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exact: Option<Along>,
    /// The positions on the line of the points of the unrefined tunnel.
    pub point_position: Vec<f64>,
    /// The cosines between their deviations from the line: `[point][point]`.
    pub cosine: Vec<Vec<f64>>,
    /// The highest loss of the tunnel above its higher end, unrefined and after every refinement.
    pub barrier: Vec<f64>,
    /// That of the straight line.
    pub straight_barrier: f64,
    /// The length of the tunnel over that of the straight line, unrefined and after every refinement.
    pub length_ratio: Vec<f64>,
    /// The same for the path over the crossing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exact_length_ratio: Option<f64>,
    /// (2√p + √(2(1 − p)))/√2, the law for that on random wedges.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exact_length_ratio_law: Option<f64>,
    /// On networks: how far the points of the unrefined tunnel moved.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub deviation_length: Vec<f64>,
    /// On networks: how far from their hyperplanes they are; zero but for rounding.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub hyperplane_distance: Vec<f64>,
    /// On networks: the agreement of labels with those at the ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agreement: Option<Agreements>,
    /// On networks: all pairs of optima together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pairs: Option<Pairs>,
}

from_json! {
    TunnelNumbers:
    needs [straight, tunnel, cosine],
    may lack [
        exact, point_position, barrier, straight_barrier, length_ratio, exact_length_ratio,
        exact_length_ratio_law, deviation_length, hyperplane_distance, agreement, pairs,
    ]
}

/// The agreement of labels with those at the ends: at the points of the unrefined tunnel, and at the same positions of
/// the line.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Agreements {
    /// From 0 at the first optimum to 1 at the second.
    pub position: Vec<f64>,
    /// Along the tunnel.
    pub tunnel: Agreement,
    /// Along the straight line.
    pub straight: Agreement,
}

from_json!(Agreements: needs [position, tunnel, straight]);

/// A loss along a path.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Along {
    /// From 0 at the first optimum to 1 at the second.
    pub position: Vec<f64>,
    /// The loss there.
    pub loss: Vec<f64>,
    /// The accuracy there, if there are classes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub accuracy: Vec<f64>,
}

from_json!(Along: needs [position, loss], may lack [accuracy]);

impl Along {
    /// The highest loss above the higher end.
    pub fn barrier(&self) -> f64 {
        let (first, last) = self.ends();
        self.highest() - first.max(last)
    }

    /// The highest loss above the mean of the ends.
    pub fn excess(&self) -> f64 {
        let (first, last) = self.ends();
        self.highest() - 0.5 * (first + last)
    }

    fn highest(&self) -> f64 {
        self.loss.iter().copied().fold(f64::NEG_INFINITY, f64::max)
    }

    fn ends(&self) -> (f64, f64) {
        (self.loss.first().copied().unwrap_or(0.0), self.loss.last().copied().unwrap_or(0.0))
    }
}

/// Everything found between two optima.
struct Dug {
    optima: HostPoints<f64>,
    /// The points of the unrefined tunnel, including both optima.
    path: HostPoints<f64>,
    straight: Along,
    levels: Vec<Measured>,
    exact: Option<(Along, f64)>,
    cosine: Vec<Vec<f64>>,
    deviation_length: Vec<f64>,
    hyperplane_distance: Vec<f64>,
    agreement: Option<Agreements>,
}

impl Protocol for Tunnel {
    const OFFERS: &'static [Offer] = &[Offer {
        name: "tunnel",
        title: "Tunnel between two networks",
        hint: "Trains two networks, descends inside hyperplanes across the straight line between them to find a path of \
               low loss, and compares the directions of these descents by their cosines.",
        on_network: &[("points", "7"), ("steps", "200"), ("samples", "5"), ("pairs", "1")],
        on_wedges: Some(Offer::SIXTEEN_WEDGES),
    }];

    const TITLE_ON_WEDGES: Option<&'static str> = Some("Tunnel between two optima");

    fn check(&self, wedges: Option<&WedgesSpecification>) -> Result<(), UnsuitableSetting> {
        check_wedges_suffice(wedges, 2)
    }

    fn descent_on_wedges() -> DescentSpecification {
        DescentSpecification { epochs: 120, ..DescentSpecification::for_wedges() }
    }

    shared_entry_points!(find_tunnels, passes_of);
}

impl Tunnel {
    async fn find_tunnels<L: Landscape>(
        &self,
        landscape: &L,
        wedges: Option<&Wedges>,
        descent: &DescentSpecification,
        seed: u64,
        observer: &mut impl Observer,
    ) -> Result<Findings, ExperimentError> {
        let pairs = self.pairs_of(wedges.is_some());
        let mut found = Vec::with_capacity(pairs);
        for seed in seeds_of_repetitions(wedges, seed, pairs) {
            found.push(self.dig_one(landscape, wedges, descent, seed, observer).await?);
        }
        let (claims, pairs) = match wedges {
            Some(wedges) => (claims::of(self, wedges, &found), None),
            None => {
                let pairs = Pairs::of(&found);
                (network_claims::of(&pairs), Some(pairs))
            }
        };
        let numbers = TunnelNumbers { pairs, ..self.numbers(found.swap_remove(0), wedges) };
        Ok(Findings { numbers: numbers.into(), claims, final_measurements: None, optimum: None })
    }

    fn passes_of(
        &self,
        landscape: &impl Landscape,
        wedges: Option<&Wedges>,
        descent: &DescentSpecification,
    ) -> f64 {
        let examples = landscape.examples(Split::Train);
        let plan = descent.plan_of_steps(self.steps, examples, 0);
        let gradients = (plan.steps * plan.batch_size.min(examples)) as f64;
        let level = |level: usize| ((self.points + 1) << level) as f64;
        let descents: f64 =
            (1..=self.refine).map(|number| level(number - 1)).sum::<f64>() + self.points as f64;
        let measured = ((0..=self.refine).map(level).sum::<f64>() + level(0)) * self.samples as f64;
        let predicted = if wedges.is_some() { 0 } else { 2 * (self.points + 2) };
        let evaluations = (measured + predicted as f64) * landscape.examples(Split::Measured) as f64;
        self.pairs_of(wedges.is_some()) as f64
            * (2.0 * train_passes(landscape, descent)
                + Work::Gradient(descents * gradients).passes()
                + Work::Evaluation(evaluations).passes())
    }

    fn pairs_of(&self, is_on_wedges: bool) -> usize {
        match (self.pairs, is_on_wedges) {
            (0, true) => PAIRS_ON_WEDGES,
            (0, false) => 1,
            (pairs, _) => pairs,
        }
    }

    async fn dig_one<L: Landscape>(
        &self,
        landscape: &L,
        wedges: Option<&Wedges>,
        descent: &DescentSpecification,
        seed: u64,
        observer: &mut impl Observer,
    ) -> Result<Dug, ExperimentError> {
        let optima = different_optima(landscape, wedges, descent, seed, 2, observer).await?;
        let ends = optima.read().await?;
        observer.note(Note::Stage("measuring the straight line".to_owned()));
        let line = Path::even(optima.clone());
        let straight = measure(landscape, &line, (self.points + 1) * self.samples, observer).await?.along;
        observer.note(Note::Stage("descending across the line".to_owned()));
        let plan = descent.plan_of_steps(self.steps, landscape.examples(Split::Train), seed);
        let (points, deviations) = dig(landscape, &optima, self.points, plan, observer).await?;
        let mut path = Path::even(points);
        let mut levels = vec![measure(landscape, &path, self.samples, observer).await?];
        let unrefined = path.points.read().await?;
        let agreement = agreements(landscape, &optima, &path, observer).await?;
        for level in 1..=self.refine {
            let pieces = match wedges {
                Some(_) => (0..path.points.count() - 1).collect(),
                None => {
                    let losses = &levels[level - 1].along.loss;
                    high_pieces(losses, self.samples, HIGH_PIECE * straight.barrier())
                }
            };
            if pieces.is_empty() {
                break;
            }
            observer.note(Note::Stage(format!("refinement {level} of {}", self.refine)));
            path = dig_again(landscape, &path, &pieces, plan, observer).await?;
            levels.push(measure(landscape, &path, self.samples, observer).await?);
        }
        let exact = match wedges.and_then(|wedges| exact_path(wedges, &ends)) {
            Some(corners) => {
                let samples = ((self.points + 1) * self.samples).div_ceil(3);
                let corner_points = Path::even(landscape.points(&corners));
                let measured = measure(landscape, &corner_points, samples, observer).await?;
                Some((measured.along, length_of(&corners)))
            }
            None => None,
        };
        Ok(Dug {
            path: unrefined,
            straight,
            levels,
            exact,
            cosine: cosines(&deviations),
            deviation_length: deviations.iter().map(length).collect(),
            hyperplane_distance: reach_along(&deviations, ends.point(0), ends.point(1)),
            agreement,
            optima: ends,
        })
    }

    fn numbers(&self, dug: Dug, wedges: Option<&Wedges>) -> TunnelNumbers {
        let straight_length = length_of(&dug.optima);
        let law = wedges.filter(|_| dug.exact.is_some()).map(|wedges| {
            let share = wedges.specification().short_share();
            (2.0 * share.sqrt() + (2.0 * (1.0 - share)).sqrt()) / std::f64::consts::SQRT_2
        });
        let pieces = (self.points + 1) as f64;
        let on_network = |values: Vec<f64>| if wedges.is_none() { values } else { Vec::new() };
        TunnelNumbers {
            straight_barrier: dug.straight.barrier(),
            straight: dug.straight,
            barrier: dug.levels.iter().map(|level| level.along.barrier()).collect(),
            length_ratio: dug.levels.iter().map(|level| level.length / straight_length).collect(),
            tunnel: dug.levels.into_iter().next_back().map(|level| level.along).unwrap_or_default(),
            exact_length_ratio: dug.exact.as_ref().map(|(_, length)| length / straight_length),
            exact_length_ratio_law: law,
            exact: dug.exact.map(|(along, _)| along),
            point_position: (1..=self.points).map(|point| point as f64 / pieces).collect(),
            cosine: dug.cosine,
            deviation_length: on_network(dug.deviation_length),
            hyperplane_distance: on_network(dug.hyperplane_distance),
            agreement: dug.agreement,
            pairs: None,
        }
    }
}

/// The agreement of labels at the points of a path between two optima, and at the same positions of the straight line;
/// `None` if the landscape has no classes.
async fn agreements<L: Landscape>(
    landscape: &L,
    optima: &L::Points,
    path: &Path<L::Points>,
    observer: &mut impl Observer,
) -> Result<Option<Agreements>, ExperimentError> {
    let Path { points, positions } = path;
    let count = points.count();
    let alone = |row: usize, column: usize| if row == column { 1.0 } else { 0.0 };
    let way = Sweep::new(points.clone(), HostPoints::from_fn(count, count, alone));
    let line = Sweep::line(&optima.rows(0..1), &optima.rows(1..2), positions);
    let tunnel = Agreement::along(landscape, &way, observer).await?;
    let straight = Agreement::along(landscape, &line, observer).await?;
    let position = positions.clone();
    Ok(tunnel.zip(straight).map(|(tunnel, straight)| Agreements { position, tunnel, straight }))
}

/// All cosines between vectors; NaN for a vector of length zero.
fn cosines(vectors: &HostPoints<f64>) -> Vec<Vec<f64>> {
    // Lengths are rounded before they are multiplied: `numerics::cosine` would give other last bits.
    let lengths: Vec<f64> = vectors.iter().map(length).collect();
    let cosine = |left: usize, right: usize| {
        let product = dot(vectors.point(left), vectors.point(right));
        product / (lengths[left] * lengths[right])
    };
    let count = lengths.len();
    (0..count).map(|left| (0..count).map(|right| cosine(left, right)).collect()).collect()
}
