//! A long step computed in parts gives the same result as in one call.

use crate::network::scene::{COLOUR, IMAGES, Scene};
use burn::tensor::Device;
use pollster::block_on;
use wedgelab::descent::{DescentSpecification, descend};
use wedgelab::landscape::{Landscape, Regularisation};
use wedgelab::network::Activation;
use wedgelab::observer::Unobserved;
use wedgelab::points::{HostPoints, Points};
use wedgelab::step::{Gradient, Optimizer, Subspace};

/// Where three points end after some steps, and the losses before each step.
fn descended(multiplications: u64, at_once: usize) -> (Vec<f64>, Vec<f64>) {
    let regularisation = Regularisation { l2: 0.01, dropout: 0.0 };
    let device = Device::flex();
    let scene =
        Scene::in_parts("cnn-4-3", Activation::Tanh, COLOUR, regularisation, multiplications, &device);
    assert_eq!(scene.landscape.gradients_at_once(), at_once);
    let start: Vec<f64> = (1..=3).flat_map(|seed| scene.parameters(seed)).collect();
    let start = scene.landscape.points(&HostPoints::new(scene.landscape.dimension(), start).unwrap());
    let settings = DescentSpecification {
        epochs: 5,
        batch_size: IMAGES,
        optimizer: Optimizer::Momentum,
        learning_rate: 0.05,
        ..DescentSpecification::for_networks()
    };
    let plan = settings.plan(IMAGES, 1);
    let ended = block_on(descend(&scene.landscape, start, Subspace::Full, plan, &mut Unobserved)).unwrap();
    (block_on(ended.points.read()).unwrap().into_values(), ended.history.concat())
}

#[test]
fn in_parts_as_in_one_go() {
    let scene = Scene::new("cnn-4-3", Activation::Tanh, COLOUR, &Device::flex());
    let gradient = 3 * scene.shape.multiplications();
    let (points, losses) = descended(u64::MAX, usize::MAX / gradient);
    assert_eq!(losses.len(), 15);
    // One example, two, a part of six that does not divide them, one point, two points.
    for at_once in [1, 2, 4, 6, 13] {
        let (others, other_losses) = descended((at_once * gradient) as u64, at_once);
        let near = |(one, other): (&f64, &f64)| (one - other).abs() < 2e-6;
        assert!(points.iter().zip(&others).all(near), "{at_once}");
        assert!(losses.iter().zip(&other_losses).all(near), "{at_once}");
    }
}
