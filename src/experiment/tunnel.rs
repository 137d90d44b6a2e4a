//! A tunnel of low loss between two optima (section 4.2 of the paper, figure 3).
//!
//! The straight line from one optimum to the other is cut into pieces. At every cut a descent starts that may not move
//! along the line: it stays in the hyperplane normal to it. The points that are found are joined by straight pieces. Their
//! deviations from the line fall into two groups: those of the first half point to one wedge, those of the second half to
//! the other.

mod claims;
pub(super) mod path;

use super::training::train_passes;
use super::{
    ExperimentError, Findings, Protocol, UnsuitableSetting, check_wedges_suffice, different_optima,
    named_numbers,
};
use crate::descent::DescentSpecification;
use crate::landscape::wedges::WedgesSpecification;
use crate::landscape::{HostPoints, Landscape, Points, Split};
use crate::linear_algebra::dot;
use crate::observer::{Note, Observer, Work};
use crate::random::trial_seeds;
use crate::range::Range;
use crate::setting::Setting;
use path::{Measured, dig, dig_again, exact_path, length_of, measure};
use serde::{Deserialize, Serialize};

/// The settings of the experiment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tunnel {
    /// How many points of the line descend, the ends not counted: 1 to 1,000.
    pub points: usize,
    /// How often a descent is made again in the middle of every piece of the tunnel: 0 to 6.
    pub refine: usize,
    /// How many places of every piece the loss is measured at: 1 to 1,000.
    pub samples: usize,
    /// How many pairs of optima the claims are measured over: 1 to 1,000. On a network there is one pair.
    pub pairs: usize,
}

impl Default for Tunnel {
    fn default() -> Self {
        Self { points: 15, refine: 0, samples: 20, pairs: 8 }
    }
}

/// What is plotted, of the first pair.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TunnelNumbers {
    /// Along the straight line.
    pub straight: Along,
    /// Along the tunnel, the pieces between its points included; positions are counted in pieces.
    pub tunnel: Along,
    /// Along the way over the crossing of both wedges, where the landscape has wedges along the axes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exact: Option<Along>,
    /// Of the points that descended first: their positions on the line.
    pub point_position: Vec<f64>,
    /// The cosines between their deviations from the line: `[point][point]`.
    #[serde(deserialize_with = "crate::null_number::rows")]
    pub cosine: Vec<Vec<f64>>,
    /// The highest loss of the tunnel above its higher end, unrefined and after every refinement.
    #[serde(deserialize_with = "crate::null_number::numbers")]
    pub barrier: Vec<f64>,
    /// That of the straight line.
    #[serde(deserialize_with = "crate::null_number::number")]
    pub straight_barrier: f64,
    /// The length of the tunnel over that of the straight line, unrefined and after every refinement.
    #[serde(deserialize_with = "crate::null_number::numbers")]
    pub length_ratio: Vec<f64>,
    /// The same of the way over the crossing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exact_length_ratio: Option<f64>,
    /// (2√p + √(2(1 − p)))/√2, the law for that on random wedges.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exact_length_ratio_law: Option<f64>,
}

/// A loss along a path.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Along {
    /// From 0 at the first optimum to 1 at the second.
    pub position: Vec<f64>,
    /// The loss there.
    #[serde(deserialize_with = "crate::null_number::numbers")]
    pub loss: Vec<f64>,
    /// The accuracy there, where there is one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accuracy: Vec<f64>,
}

impl Along {
    /// The highest loss above the higher end.
    pub fn barrier(&self) -> f64 {
        let highest = self.loss.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let ends = self.loss.first().copied().unwrap_or(0.0).max(self.loss.last().copied().unwrap_or(0.0));
        highest - ends
    }
}

/// All that is found between two optima.
struct Dug {
    optima: HostPoints<f64>,
    /// The points of the unrefined tunnel, both optima included.
    path: HostPoints<f64>,
    straight: Along,
    levels: Vec<Measured>,
    exact: Option<(Along, f64)>,
    cosine: Vec<Vec<f64>>,
}

impl Protocol for Tunnel {
    const SETTINGS: &'static [Setting] = &[
        Setting::number("points", Range::Whole(1, 1_000)),
        Setting::number("refine", Range::Whole(0, 6)),
        Setting::number("samples", Range::Whole(1, 1_000)),
        Setting::number("pairs", Range::Whole(1, 1_000)),
    ];

    fn check(&self, wedges: Option<&WedgesSpecification>) -> Result<(), UnsuitableSetting> {
        check_wedges_suffice(wedges, 2)
    }

    fn descent_on_wedges() -> DescentSpecification {
        DescentSpecification { epochs: 120, ..DescentSpecification::for_wedges() }
    }

    fn passes(&self, landscape: &impl Landscape, descent: &DescentSpecification) -> f64 {
        let examples = landscape.examples(Split::Train);
        let steps = descent.step_of_epoch(descent.epochs as f64, examples) * descent.batch_size.min(examples);
        let pairs = if landscape.as_wedges().is_some() { self.pairs } else { 1 };
        let level = |level: usize| ((self.points + 1) << level) as f64;
        let descents: f64 =
            (1..=self.refine).map(|number| level(number - 1)).sum::<f64>() + self.points as f64;
        let measured: f64 = (0..=self.refine).map(level).sum::<f64>() + level(0);
        pairs as f64
            * (2.0 * train_passes(landscape, descent)
                + Work::Gradient(descents * steps as f64).passes()
                + Work::Evaluation(measured * (self.samples * examples) as f64).passes())
    }

    /// Finds the optima, digs, and measures.
    async fn run<L: Landscape>(
        &self,
        landscape: &L,
        descent: &DescentSpecification,
        seed: u64,
        observer: &mut impl Observer,
    ) -> Result<Findings, ExperimentError> {
        let pairs = if landscape.as_wedges().is_some() { self.pairs } else { 1 };
        let mut found = Vec::with_capacity(pairs);
        let later = trial_seeds(seed, pairs.saturating_sub(1));
        for seed in std::iter::once(seed).chain(later) {
            found.push(self.dig_one(landscape, descent, seed, observer).await?);
        }
        let claims = match landscape.as_wedges() {
            Some(wedges) => claims::of(self, wedges, &found),
            None => Vec::new(),
        };
        let first = found.swap_remove(0);
        Ok(Findings {
            numbers: named_numbers(&self.numbers(first, landscape)),
            claims,
            final_measurements: None,
            optimum: None,
        })
    }
}

impl Tunnel {
    async fn dig_one<L: Landscape>(
        &self,
        landscape: &L,
        descent: &DescentSpecification,
        seed: u64,
        observer: &mut impl Observer,
    ) -> Result<Dug, ExperimentError> {
        let optima = different_optima(landscape, descent, seed, 2, observer).await?;
        let ends = optima.read().await?;
        observer.note(Note::Stage("measuring the straight line".to_owned()));
        let straight = measure(landscape, &optima, (self.points + 1) * self.samples, observer).await?.along;
        observer.note(Note::Stage("descending across the line".to_owned()));
        let plan = descent.plan(landscape.examples(Split::Train), seed);
        let (mut path, deviations) = dig(landscape, &optima, self.points, plan, observer).await?;
        let mut levels = vec![measure(landscape, &path, self.samples, observer).await?];
        let unrefined = path.read().await?;
        for level in 1..=self.refine {
            observer.note(Note::Stage(format!("refinement {level} of {}", self.refine)));
            path = dig_again(landscape, &path, plan, observer).await?;
            levels.push(measure(landscape, &path, self.samples, observer).await?);
        }
        let exact = match landscape.as_wedges().and_then(|wedges| exact_path(wedges, &ends)) {
            Some(corners) => {
                let samples = ((self.points + 1) * self.samples).div_ceil(3);
                let measured = measure(landscape, &landscape.points(&corners), samples, observer).await?;
                Some((measured.along, length_of(&corners)))
            }
            None => None,
        };
        Ok(Dug { optima: ends, path: unrefined, straight, levels, exact, cosine: cosines(&deviations) })
    }

    fn numbers(&self, dug: Dug, landscape: &impl Landscape) -> TunnelNumbers {
        let straight_length = length_of(&dug.optima);
        let law = landscape.as_wedges().filter(|_| dug.exact.is_some()).map(|wedges| {
            let share = wedges.specification().short_share();
            (2.0 * share.sqrt() + (2.0 * (1.0 - share)).sqrt()) / std::f64::consts::SQRT_2
        });
        let pieces = (self.points + 1) as f64;
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
        }
    }
}

/// All cosines between vectors. With a vector of no length there is none.
fn cosines(vectors: &HostPoints<f64>) -> Vec<Vec<f64>> {
    let lengths: Vec<f64> = vectors.iter().map(|vector| dot(vector, vector).sqrt()).collect();
    let cosine = |left: usize, right: usize| {
        let product = dot(vectors.point(left), vectors.point(right));
        product / (lengths[left] * lengths[right])
    };
    let count = lengths.len();
    (0..count).map(|left| (0..count).map(|right| cosine(left, right)).collect()).collect()
}
