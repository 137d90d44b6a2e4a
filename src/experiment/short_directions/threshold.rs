//! The smallest dimension of a random plane that solves the equations of one wedge, or of several at once.

use super::{JointNumbers, PerturbedNumbers, ShortDirections};
use crate::experiment::{Claim, ExperimentError};
use crate::landscape::wedges::{Family, ShortDirections as Directions, Wedge, WedgesSpecification};
use crate::landscape::{HostPoints, LandscapeError, Points, Wedges};
use crate::linear_algebra::{OrthonormalBasis, dot};
use crate::observer::{Note, Observer, Work};
use crate::random::{Purpose, stream, unit_vector};
use crate::statistics::STANDARD_ERRORS;

/// What is left of a distance counts as nothing below this share of it. With one dimension too few about 1/√s is left.
const NOUGHT: f64 = 1e-9;

/// Directions that are asked to be nought: those of one wedge, or of several together.
enum Equations<'a> {
    /// Coordinates, each once.
    Axes(Vec<u32>),
    /// Components along directions of any orientation.
    Directions(Vec<&'a [f64]>),
}

impl<'a> Equations<'a> {
    fn of(wedges: &[Wedge<'a>]) -> Self {
        let (mut along_axes, mut rows) = (Vec::new(), Vec::new());
        for wedge in wedges {
            match wedge.short_directions() {
                Directions::Axes(axes) => along_axes.extend_from_slice(axes),
                Directions::Basis(basis) => rows.extend(basis.iter()),
            }
        }
        along_axes.sort_unstable();
        along_axes.dedup();
        match rows.is_empty() {
            true => Self::Axes(along_axes),
            false => Self::Directions(rows),
        }
    }

    fn components(&self, point: &[f64]) -> Vec<f64> {
        match self {
            Self::Axes(axes) => axes.iter().map(|&axis| point[axis as usize]).collect(),
            Self::Directions(rows) => rows.iter().map(|row| dot(row, point)).collect(),
        }
    }
}

/// Trials on one landscape, each from a seed of its own.
pub(super) struct Trials<'a, 'b> {
    pub(super) wedges: &'a Wedges,
    pub(super) seeds: &'b mut std::vec::IntoIter<u64>,
}

impl Trials<'_, '_> {
    /// All planes of the experiment.
    ///
    /// # Errors
    /// When the work is cancelled.
    pub(super) async fn all(
        mut self,
        settings: &ShortDirections,
        optima: &HostPoints<f64>,
        observer: &mut impl Observer,
    ) -> Result<(PerturbedNumbers, JointNumbers), ExperimentError> {
        observer.note(Note::Stage("cutting with random planes beside an optimum".to_owned()));
        let mut thresholds = Vec::with_capacity(settings.trials);
        let mut first = Vec::new();
        for trial in 0..settings.trials {
            let ratios = self.beside(optima.point(0), settings.perturbation, observer).await?;
            thresholds.push(ratios.len() - 1);
            if trial == 0 {
                first = ratios;
            }
        }
        let perturbed = PerturbedNumbers {
            short_directions: thresholds,
            plane_dimension: (0..first.len()).collect(),
            loss_ratio: first,
        };
        let (mut short_directions, mut single_wedge) = (Vec::new(), Vec::new());
        for &m in &settings.m {
            observer
                .note(Note::Stage(format!("cutting with random planes in the middle of {} optima", m + 1)));
            let corners = optima.rows(0..m + 1);
            let share = HostPoints::from_fn(1, m + 1, |_, _| 1.0 / (m + 1) as f64);
            let middle = share.times(&corners);
            let wedges: Vec<Wedge<'_>> = corners.iter().map(|corner| self.wedges.nearest(corner)).collect();
            let jointly = Equations::of(&wedges);
            short_directions.push(self.threshold(&jointly, middle.point(0), observer).await?.len() - 1);
            // Near the middle itself no equation of one wedge need be open; beside it all are.
            single_wedge.push(self.beside(middle.point(0), settings.perturbation, observer).await?.len() - 1);
        }
        let expected =
            settings.m.iter().map(|&m| expected_union(self.wedges.specification(), m + 1).mean).collect();
        Ok((perturbed, JointNumbers { m: settings.m.clone(), short_directions, expected, single_wedge }))
    }

    /// [`Trials::threshold`] of the nearest wedge from a random point at the distance `perturbation` · √D.
    async fn beside(
        &mut self,
        point: &[f64],
        perturbation: f64,
        observer: &mut impl Observer,
    ) -> Result<Vec<f64>, ExperimentError> {
        let dimension = point.len();
        let generator = &mut stream(self.seed(), Purpose::Start);
        let distance = perturbation * (dimension as f64).sqrt();
        let away = unit_vector(generator, dimension);
        let perturbed: Vec<f64> =
            point.iter().zip(away).map(|(value, step)| value + distance * step).collect();
        let equations = Equations::of(&[self.wedges.nearest(&perturbed)]);
        self.threshold(&equations, &perturbed, observer).await
    }

    /// What is left of the equations' right sides in the best point of a random plane through `point` of 0, 1, 2, …
    /// dimensions, over what there was at first; up to the first plane that leaves nothing.
    async fn threshold(
        &mut self,
        equations: &Equations<'_>,
        point: &[f64],
        observer: &mut impl Observer,
    ) -> Result<Vec<f64>, ExperimentError> {
        let generator = &mut stream(self.seed(), Purpose::Directions);
        let mut rest = equations.components(point);
        let initial = dot(&rest, &rest).sqrt();
        let mut basis = OrthonormalBasis::default();
        let mut ratios = vec![if initial > 0.0 { 1.0 } else { 0.0 }];
        while ratios.last().is_some_and(|&ratio| ratio > NOUGHT) && ratios.len() <= point.len() {
            let direction = equations.components(&unit_vector(generator, point.len()));
            let (_, new) = basis.add(&direction);
            if let Some(latest) = basis.vectors().last().filter(|_| new > 0.0) {
                let along = dot(latest, &rest);
                rest.iter_mut().zip(latest).for_each(|(value, basis)| *value -= along * basis);
            }
            ratios.push(dot(&rest, &rest).sqrt() / initial);
            observer.rest(Work::Evaluation(1.0)).await.map_err(LandscapeError::from)?;
        }
        Ok(ratios)
    }

    fn seed(&mut self) -> u64 {
        // As many were drawn as there are trials.
        self.seeds.next().unwrap_or_default()
    }
}

/// How many short directions several wedges have together.
pub(super) struct Union {
    pub(super) mean: f64,
    pub(super) standard_deviation: f64,
}

/// The chance that a normal number is more than four standard deviations from its mean.
const CHANCE_BEYOND: f64 = 6.3e-5;
/// A count of so large a variance is as good as normal.
const LARGE_VARIANCE: f64 = 100.0;

impl Union {
    /// Four standard deviations, or where only a few directions are missed or met twice, as many as are as rare: those
    /// come one by one, as Poisson's numbers do.
    fn tolerance(&self) -> f64 {
        let variance = self.standard_deviation.powi(2);
        let normal = STANDARD_ERRORS * self.standard_deviation;
        if variance > LARGE_VARIANCE {
            return normal;
        }
        let (mut count, mut chance) = (0.0, libm::exp(-variance));
        let mut up_to = chance;
        while 1.0 - up_to > CHANCE_BEYOND {
            count += 1.0;
            chance *= variance / count;
            up_to += chance;
        }
        normal.max(count - variance)
    }
}

/// D(1 − (1 − p)^J) along the axes, where a direction is missed by J random sets of s with a chance of (1 − p)^J; and
/// min(D, Js) for wedges of any orientation, exactly.
pub(super) fn expected_union(wedges: &WedgesSpecification, count: usize) -> Union {
    let (dimension, short) = (wedges.dimension as f64, wedges.short_dimension() as f64);
    if wedges.family == Family::Oriented {
        return Union { mean: dimension.min(count as f64 * short), standard_deviation: 0.0 };
    }
    let missed = libm::pow(1.0 - wedges.short_share(), count as f64);
    let pairs = dimension * (dimension - 1.0);
    let both_missed = if pairs > 0.0 {
        libm::pow((dimension - short) * (dimension - short - 1.0) / pairs, count as f64)
    } else {
        0.0
    };
    let variance = dimension * missed + pairs * both_missed - (dimension * missed).powi(2);
    Union { mean: dimension * (1.0 - missed), standard_deviation: libm::sqrt(variance.max(0.0)) }
}

/// How far the wedges' being different moves the mean: sets that are drawn without repeats miss a direction a little less
/// often. It counts where there are hardly more wedges than are asked for.
fn shift_of_different(wedges: &WedgesSpecification, count: usize) -> f64 {
    let along_axes = WedgesSpecification { family: Family::All, ..*wedges };
    let all = along_axes.most_different_wedges() as f64;
    let missing = all * (1.0 - wedges.short_share());
    let with_repeats = libm::pow(1.0 - wedges.short_share(), count as f64);
    let without: f64 =
        (0..count).map(|drawn| ((missing - drawn as f64) / (all - drawn as f64)).max(0.0)).product();
    wedges.dimension as f64 * (with_repeats - without).abs()
}

/// The joint count at the largest m.
pub(super) fn claim(wedges: &Wedges, joint: &JointNumbers) -> Claim {
    let specification = wedges.specification();
    let largest = (0..joint.m.len()).max_by_key(|&place| joint.m[place]).unwrap_or(0);
    let (m, measured) = (joint.m[largest], joint.short_directions[largest] as f64);
    let union = expected_union(specification, m + 1);
    let (formula, tolerance) = match specification.family {
        Family::Oriented => ("min(D, (m + 1)s)", 0.5),
        Family::All | Family::AxisAligned => {
            ("D(1 − (1 − p)^{m+1})", union.tolerance() + shift_of_different(specification, m + 1) + 1e-6)
        }
    };
    Claim::equal(
        "joint",
        &format!(
            "a random plane through the middle of m + 1 = {} optima meets all their wedges at once from {formula} \
             dimensions on; this is not so of the distance to the nearest wedge alone, which a plane brings to nought \
             from s dimensions on everywhere, in the middle too",
            m + 1
        ),
        measured,
        union.mean,
        tolerance,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn axis_aligned(dimension: usize, short_dimension: usize) -> WedgesSpecification {
        WedgesSpecification { dimension, wedge_dimension: dimension - short_dimension, ..Default::default() }
    }

    #[test]
    fn unions_of_random_sets_have_the_mean_and_spread_of_all_pairs() {
        // Two sets of 2 out of 4 have 2, 3 or 4 together, with chances of 1/6, 4/6 and 1/6.
        let union = expected_union(&axis_aligned(4, 2), 2);
        assert!((union.mean - 3.0).abs() < 1e-12);
        assert!((union.standard_deviation - (1.0_f64 / 3.0).sqrt()).abs() < 1e-12);
        // Different ones have 3 or 4 together, with chances of 4/5 and 1/5.
        assert!((shift_of_different(&axis_aligned(4, 2), 2) - 0.2).abs() < 1e-12);
        assert!(shift_of_different(&axis_aligned(1000, 100), 6) < 1e-9);
        assert_eq!(expected_union(&axis_aligned(1, 1), 1).mean, 1.0);
    }

    #[test]
    fn rare_misses_are_allowed_for_one_by_one() {
        let tolerance = |variance: f64| Union { mean: 30.0, standard_deviation: variance.sqrt() }.tolerance();
        assert_eq!(tolerance(0.0), 0.0);
        // Three misses of a mean of 0.05 have a chance of 2e-5, two of 1.2e-3.
        assert!((tolerance(0.05) - 1.95).abs() < 1e-12);
        assert_eq!(tolerance(400.0), 80.0);
        assert!((1.0..1.15).contains(&(tolerance(60.0) / (4.0 * 60.0_f64.sqrt()))));
    }

    #[test]
    fn wedges_of_any_orientation_share_no_direction() {
        let oriented = WedgesSpecification { family: Family::Oriented, ..axis_aligned(20, 6) };
        assert_eq!(expected_union(&oriented, 3).mean, 18.0);
        assert_eq!(expected_union(&oriented, 4).mean, 20.0);
    }
}
