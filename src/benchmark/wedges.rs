//! The toy: all wedges along the axes, a tenth of whose directions are short.

use super::BenchmarkError;
use super::stretches::{Rates, rates};
use crate::descent::{Optimizer, Plan, Plane, Schedule, Subspace, descend};
use crate::landscape::wedges::{Family, WedgesSpecification};
use crate::landscape::{HostPoints, Landscape, Minibatch, Wedges};
use crate::observer::Unobserved;
use crate::random::{Purpose, stream, unit_vector};
use std::hint::black_box;
use web_time::Instant;

/// What is timed at one point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Task {
    /// The distance to the nearest wedge.
    Loss,
    /// The distance and its gradient.
    Gradient,
    /// The nearest point of the nearest wedge.
    Projection,
}

impl Task {
    pub(super) const ALL: [Self; 3] = [Self::Loss, Self::Gradient, Self::Projection];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Loss => "loss",
            Self::Gradient => "gradient",
            Self::Projection => "projection",
        }
    }

    /// Points a second.
    pub(super) async fn rates(self, dimension: usize, seconds: f64) -> Result<Rates, BenchmarkError> {
        let wedges = wedges(dimension)?;
        let point = wedges.start(0);
        let batch = Minibatch { examples: vec![0], noise: 0 };
        rates(seconds, async |times| {
            for _ in 0..times {
                match self {
                    Self::Loss => {
                        black_box(wedges.distance(point.point(0)));
                    }
                    Self::Gradient => {
                        black_box(wedges.loss_and_gradient(&point, &batch)?);
                    }
                    Self::Projection => {
                        black_box(wedges.nearest(point.point(0)).project(point.point(0)));
                    }
                }
            }
            Ok(())
        })
        .await
    }
}

fn wedges(dimension: usize) -> Result<Wedges, BenchmarkError> {
    let wedge_dimension = dimension * 9 / 10;
    let specification =
        WedgesSpecification { dimension, wedge_dimension, family: Family::All, ..Default::default() };
    Ok(Wedges::new(&specification, 0)?)
}

/// The random cut's name: D, s, d and trials.
pub(super) const RANDOM_CUT: &str = "wedges-all/random-cut/1000/100/100/64";
const DIMENSION: usize = 1_000;
const PLANE_DIMENSION: usize = 100;
const TRIALS: u64 = 64;
const STEPS: usize = 1_000;
const LEARNING_RATE: f64 = 0.05;

/// Seconds that all trials' descents take. Their planes are drawn before.
pub(super) async fn random_cut(seconds: f64) -> Result<Rates, BenchmarkError> {
    let wedges = wedges(DIMENSION)?;
    let plane = |seed| {
        let mut generator = stream(seed, Purpose::Directions);
        let axes: Vec<f64> =
            (0..PLANE_DIMENSION).flat_map(|_| unit_vector(&mut generator, DIMENSION)).collect();
        let axes =
            HostPoints::from_fn(PLANE_DIMENSION, DIMENSION, |axis, place| axes[axis * DIMENSION + place]);
        Plane::spanned_by(&axes, wedges.start(seed))
    };
    let planes: Vec<_> = (0..TRIALS).map(plane).collect();
    let plan = Plan {
        optimizer: Optimizer::Adam,
        learning_rate: LEARNING_RATE,
        schedule: Schedule::CosineCyclic,
        cycles: 1,
        steps: STEPS,
        batch_size: 1,
        seed: 0,
    };
    let mut taken = Vec::new();
    let began = Instant::now();
    while taken.is_empty() || began.elapsed().as_secs_f64() < seconds {
        let origins = HostPoints::from_fn(planes.len(), PLANE_DIMENSION, |_, _| 0.0);
        let planes = Subspace::Planes(planes.clone());
        let start = Instant::now();
        black_box(descend(&wedges, origins, planes, plan, &mut Unobserved).await?);
        taken.push(start.elapsed().as_secs_f64());
    }
    Ok(Rates::of_seconds(&taken))
}
