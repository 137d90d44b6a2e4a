//! Benchmarks of the wedges: all wedges along the axes, with a tenth of the directions short.

use super::BenchmarkError;
use super::stretches::{Rates, rates};
use crate::descent::{Descent, Plan, Schedule, descend};
use crate::landscape::wedges::{Family, WedgesSpecification};
use crate::landscape::{Landscape, Wedges};
use crate::numerics::random::{Purpose, stream, unit_vector};
use crate::observer::Unobserved;
use crate::points::{HostPoints, Minibatch};
use crate::step::{Gradient, Optimizer, Plane, Subspace};
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

    /// Points per second.
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

/// Dimensions of the plane in which one point's steps are timed: few, so that it fits in memory for any D.
const FEW_DIMENSIONS: usize = 4;

/// Steps per second of one point in a random plane.
pub(super) async fn cut(dimension: usize, seconds: f64) -> Result<Rates, BenchmarkError> {
    let wedges = wedges(dimension)?;
    let plane = Subspace::Planes(vec![plane(&wedges, FEW_DIMENSIONS, 0)]);
    let start = HostPoints::from_fn(1, FEW_DIMENSIONS, |_, _| 0.0);
    let plan = Plan { schedule: Schedule::Constant, steps: usize::MAX, ..plan() };
    let mut descent = Descent::begin(&wedges, start, plane, plan, &mut Unobserved)?;
    rates(seconds, async |times| {
        let step = descent.steps_taken() + times;
        Ok(descent.run_to(step, &mut Unobserved).await?)
    })
    .await
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

fn plane(wedges: &Wedges, dimension: usize, seed: u64) -> Plane<HostPoints> {
    let mut generator = stream(seed, Purpose::Directions);
    let mut axes = (0..dimension).flat_map(|_| unit_vector(&mut generator, wedges.dimension()));
    let axes = HostPoints::from_fn(dimension, wedges.dimension(), |_, _| axes.next().unwrap_or_default());
    Plane::spanned_by(&axes, wedges.start(seed))
}

fn plan() -> Plan {
    Plan {
        optimizer: Optimizer::Adam,
        learning_rate: LEARNING_RATE,
        schedule: Schedule::CosineCyclic,
        cycles: 1,
        steps: STEPS,
        batch_size: 1,
        seed: 0,
    }
}

/// Seconds for the descents of all trials, without drawing their planes.
pub(super) async fn random_cut(seconds: f64) -> Result<Rates, BenchmarkError> {
    let wedges = wedges(DIMENSION)?;
    let planes: Vec<_> = (0..TRIALS).map(|seed| plane(&wedges, PLANE_DIMENSION, seed)).collect();
    let mut taken = Vec::new();
    let began = Instant::now();
    while taken.is_empty() || began.elapsed().as_secs_f64() < seconds {
        let origins = HostPoints::from_fn(planes.len(), PLANE_DIMENSION, |_, _| 0.0);
        let planes = Subspace::Planes(planes.clone());
        let start = Instant::now();
        black_box(descend(&wedges, origins, planes, plan(), &mut Unobserved).await?);
        taken.push(start.elapsed().as_secs_f64());
    }
    Ok(Rates::of_seconds(&taken))
}
