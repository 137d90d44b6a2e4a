//! Loss and gradient against the reference in double precision.

use crate::network::scene::{COLOUR, GREY_ODD, IMAGES, Scene};
use crate::reference;
use burn::tensor::Device;
use pollster::block_on;
use wedgelab::data::ImageShape;
use wedgelab::landscape::{Landscape, measure};
use wedgelab::network::Activation;
use wedgelab::observer::Unobserved;
use wedgelab::points::{Minibatch, PendingLosses, Points, Split};
use wedgelab::step::Gradient;

/// Loss and gradient of a network, the latter in all parameters.
fn check(name: &str, activation: Activation, image: ImageShape) {
    let scene = Scene::new(name, activation, image, &Device::flex());
    let parameters = scene.landscape.dimension();
    check_in(name, &scene, 2e-5, &(0..parameters).collect::<Vec<_>>());
}

/// Loss and gradient of a network with many parameters, the latter in all biases and scales and some weights. Each error
/// is below this share of the largest derivative.
fn check_in_some(name: &str, activation: Activation, image: ImageShape, tolerance: f64) {
    let scene = Scene::new(name, activation, image, &Device::flex());
    let layout = scene.shape.layout();
    let short = layout.blocks().iter().filter(|block| block.shape.len() == 1);
    let indices = short.flat_map(|block| block.range.clone()).chain((0..layout.parameters()).step_by(29));
    check_in(name, &scene, tolerance, &indices.collect::<Vec<_>>());
}

fn check_in(name: &str, scene: &Scene, tolerance: f64, indices: &[usize]) {
    let parameters = scene.parameters(3);
    let point = scene.point(&parameters);
    let batch = Minibatch { examples: (0..IMAGES as u32).collect(), noise: 0 };
    let (losses, gradient) = scene.landscape.loss_and_gradient(&point, &batch).unwrap();
    let loss = block_on(PendingLosses::read(vec![losses])).unwrap()[0][0];
    let gradient = block_on(gradient.read()).unwrap();

    let expected = reference::loss(&scene.shape, &parameters, &scene.images, &scene.labels);
    assert!((loss - expected).abs() < 1e-5, "{name}: loss {loss}, expected {expected}");
    let measured = block_on(measure(&scene.landscape, &point, Split::Train, &mut Unobserved)).unwrap()[0];
    assert!((measured.loss - expected).abs() < 1e-5, "{name}: measured {measured:?}, expected {expected}");

    let wanted = indices.iter().copied();
    let expected = reference::derivatives(&scene.shape, &parameters, &scene.images, &scene.labels, wanted);
    let largest = expected.iter().fold(0.0_f64, |largest, value| largest.max(value.abs()));
    for (&index, expected) in indices.iter().zip(&expected) {
        let value = gradient.point(0)[index];
        let error = (value - expected).abs() / largest;
        assert!(error < tolerance, "{name}: parameter {index}: {value}, expected {expected}");
    }
}

#[test]
fn convolutional_networks_match_the_reference() {
    check("cnn-4-3", Activation::Relu, COLOUR);
    check("cnn-4-3", Activation::Tanh, COLOUR);
    check("cnn-2", Activation::Tanh, GREY_ODD);
    check("cnn-3-2-2", Activation::Relu, COLOUR);
}

#[test]
fn fully_connected_networks_match_the_reference() {
    check("mlp-7-5", Activation::Tanh, GREY_ODD);
    check("mlp-6", Activation::Relu, GREY_ODD);
    check("mlp", Activation::Relu, GREY_ODD);
}

#[test]
fn residual_networks_match_the_reference() {
    check_in_some("resnet-8-16", Activation::Tanh, COLOUR, 1e-4);
    check_in_some("resnet-16-16-8", Activation::Tanh, GREY_ODD, 1e-4);
    check_in_some("resnet-8-16-24", Activation::Relu, GREY_ODD, 1e-4);
}

#[test]
fn a_batch_of_points_is_each_point_alone() {
    let scene = Scene::new("cnn-3", Activation::Relu, COLOUR, &Device::flex());
    let points: Vec<_> = (1..4).map(|seed| scene.point(&scene.parameters(seed))).collect();
    let batch = Minibatch { examples: vec![5, 0, 0, 3], noise: 1 };
    let together = scene.landscape.loss_and_gradient(&Points::stack(&points), &batch).unwrap();
    let together =
        (block_on(PendingLosses::read(vec![together.0])).unwrap(), block_on(together.1.read()).unwrap());
    for (index, point) in points.iter().enumerate() {
        let (losses, gradient) = scene.landscape.loss_and_gradient(point, &batch).unwrap();
        assert_eq!(together.0[0][index], block_on(PendingLosses::read(vec![losses])).unwrap()[0][0]);
        assert_eq!(together.1.point(index), block_on(gradient.read()).unwrap().point(0));
    }
}

#[test]
fn accuracy_is_the_share_of_right_answers() {
    let scene = Scene::new("mlp", Activation::Relu, GREY_ODD, &Device::flex());
    // With all weights zero and one bias high, the answer is that bias's class for every image.
    for class in 0..4 {
        let mut parameters = vec![0.0; scene.landscape.dimension()];
        let biases = parameters.len() - 4;
        parameters[biases + class] = 1.0;
        let point = scene.point(&parameters);
        let measured = block_on(measure(&scene.landscape, &point, Split::Test, &mut Unobserved)).unwrap()[0];
        let share = scene.labels.iter().filter(|&&label| usize::from(label) == class).count() as f64;
        assert_eq!(measured.accuracy, Some(share / IMAGES as f64));
    }
}
