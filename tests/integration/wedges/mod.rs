//! The toy landscape against mathematical properties, in both precisions.

mod descents;
mod distances;
mod expectations;
mod families;
mod gradients;
mod measuring;
mod specifications;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use wedgelab::landscape::Wedges;
use wedgelab::landscape::wedges::{Family, Objective, WedgesSpecification};
use wedgelab::numerics::Real;
use wedgelab::numerics::random::{Purpose, standard_normal, stream};
use wedgelab::points::Minibatch;

/// A number type, and its tolerance for exact results relative to the largest number involved.
trait Precision: Real {
    const TOLERANCE: f64;
}

impl Precision for f32 {
    const TOLERANCE: f64 = 3e-6;
}

impl Precision for f64 {
    const TOLERANCE: f64 = 1e-13;
}

/// Runs every test twice: with `f32` points and with `f64` points.
macro_rules! in_both_precisions {
    ($(fn $name:ident<$kind:ident>() $body:block)*) => {$(
        mod $name {
            use super::*;

            fn check<$kind: Precision>() $body

            #[test]
            fn in_f32() {
                check::<f32>();
            }

            #[test]
            fn in_f64() {
                check::<f64>();
            }
        }
    )*};
}
pub(crate) use in_both_precisions;

const FAMILIES: [Family; 3] = [Family::All, Family::AxisAligned, Family::Oriented];

fn specification(dimension: usize, wedge_dimension: usize, family: Family) -> WedgesSpecification {
    WedgesSpecification { dimension, wedge_dimension, family, wedges: 3, ..Default::default() }
}

fn wedges<T: Real>(specification: WedgesSpecification, seed: u64) -> Wedges<T> {
    Wedges::new(&specification, seed).unwrap()
}

/// The toy is the same for every minibatch; this is one.
fn any_batch() -> Minibatch {
    Minibatch { examples: vec![0], noise: 0 }
}

/// A point with normal coordinates of the given scale.
fn normal_point<T: Real>(dimension: usize, scale: f64, seed: u64) -> Vec<T> {
    let coordinates = standard_normal(&mut stream(seed, Purpose::Directions), dimension);
    coordinates.into_iter().map(|coordinate| T::of(scale * coordinate)).collect()
}

fn rounded<T: Real>(point: &[f64]) -> Vec<T> {
    point.iter().map(|&coordinate| T::of(coordinate)).collect()
}

fn norm<T: Real>(vector: &[T]) -> f64 {
    vector.iter().map(|value| value.wide().powi(2)).sum::<f64>().sqrt()
}

fn difference<T: Real>(left: &[T], right: &[T]) -> Vec<f64> {
    left.iter().zip(right).map(|(a, b)| a.wide() - b.wide()).collect()
}

#[track_caller]
fn assert_close(measured: f64, expected: f64, tolerance: f64) {
    assert!((measured - expected).abs() <= tolerance, "{measured} is not {expected} ± {tolerance}");
}

/// The same cases in every run, and nothing written to disk.
fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, rng_seed: RngSeed::Fixed(1), ..Default::default() }
}

/// The dimension of the points and unions that properties are tested on.
const DIMENSION: usize = 8;

/// A point whose coordinates are often zero and often equal in size.
fn any_point() -> impl Strategy<Value = Vec<f64>> {
    let coordinate = prop_oneof![3 => -10.0..10.0_f64, 1 => Just(0.0), 2 => (-2..=2_i32).prop_map(f64::from)];
    prop::collection::vec(coordinate, DIMENSION)
}

/// Any union of wedges in the dimension of [`any_point`].
fn any_specification() -> impl Strategy<Value = WedgesSpecification> {
    let family = prop::sample::select(FAMILIES.to_vec());
    let thickness = prop_oneof![Just(0.0), 0.0..4.0_f64];
    let objective = prop_oneof![Just(Objective::HalfSquare), Just(Objective::Distance)];
    (0..=DIMENSION, family, 1..=5_usize, thickness, objective).prop_map(
        |(wedge_dimension, family, wedges, thickness, objective)| WedgesSpecification {
            dimension: DIMENSION,
            wedge_dimension,
            family,
            wedges,
            thickness,
            objective,
        },
    )
}
