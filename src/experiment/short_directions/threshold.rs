//! The smallest dimension of a random plane that solves the equations of one wedge, or of several at once.

use super::{JointNumbers, PerturbedNumbers, ShortDirections};
use crate::experiment::union::{expected_union, shift_of_different};
use crate::experiment::{Claim, ExperimentError};
use crate::landscape::wedges::{Family, ShortDirections as Directions, Wedge};
use crate::landscape::{LandscapeError, Wedges};
use crate::numerics::linear_algebra::OrthonormalBasis;
use crate::numerics::random::{Purpose, stream, unit_vector};
use crate::numerics::{dot, length};
use crate::observer::{Note, Observer, Work};
use crate::points::{HostPoints, Points};

/// A remaining share of a distance below this counts as zero. With one dimension too few about 1/√s remains.
const ZERO: f64 = 1e-9;

/// Components that must be zero: those of one wedge, or of several together.
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

/// Trials on one landscape, each from a different seed.
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
        observer.note(Note::Stage("cutting with random planes near an optimum".to_owned()));
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
            // At the middle itself, the equations of one wedge may already be satisfied; at a distance from it none is.
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

    /// The remaining length of the equations' right sides at the best point of a random plane through `point` of 0, 1,
    /// 2, … dimensions, over the initial one; up to the first plane that leaves zero.
    async fn threshold(
        &mut self,
        equations: &Equations<'_>,
        point: &[f64],
        observer: &mut impl Observer,
    ) -> Result<Vec<f64>, ExperimentError> {
        let generator = &mut stream(self.seed(), Purpose::Directions);
        let mut rest = equations.components(point);
        let initial = length(&rest);
        let mut basis = OrthonormalBasis::default();
        let mut ratios = vec![if initial > 0.0 { 1.0 } else { 0.0 }];
        while ratios.last().is_some_and(|&ratio| ratio > ZERO) && ratios.len() <= point.len() {
            let direction = equations.components(&unit_vector(generator, point.len()));
            let (_, new) = basis.add(&direction);
            if let Some(latest) = basis.vectors().last().filter(|_| new > 0.0) {
                let along = dot(latest, &rest);
                rest.iter_mut().zip(latest).for_each(|(value, basis)| *value -= along * basis);
            }
            ratios.push(length(&rest) / initial);
            observer.rest(Work::Evaluation(1.0)).await.map_err(LandscapeError::from)?;
        }
        Ok(ratios)
    }

    fn seed(&mut self) -> u64 {
        // The iterator holds enough seeds for all trials.
        self.seeds.next().unwrap_or_default()
    }
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
             dimensions on; to meet the nearest wedge alone, s dimensions suffice everywhere, in the middle too",
            m + 1
        ),
        measured,
        union.mean,
        tolerance,
    )
}
