//! L2 and dropout change what training minimises, and no measurement.

use crate::network::scene::{COLOUR, GREY_ODD, IMAGES, Scene};
use burn::tensor::Device;
use pollster::block_on;
use wedgelab::landscape::{Landscape, Regularisation, measure};
use wedgelab::network::Activation;
use wedgelab::observer::Unobserved;
use wedgelab::points::{HostPoints, Minibatch, PendingLosses, Points, Split};
use wedgelab::step::Gradient;

fn gradient_and_loss(scene: &Scene, noise: u64) -> (Vec<f64>, f64, f64) {
    let point = scene.point(&scene.parameters(1));
    let batch = Minibatch { examples: (0..IMAGES as u32).collect(), noise };
    let (losses, gradient) = scene.landscape.loss_and_gradient(&point, &batch).unwrap();
    let loss = block_on(PendingLosses::read(vec![losses])).unwrap()[0][0];
    let gradient = block_on(gradient.read()).unwrap().into_values();
    let measured =
        block_on(measure(&scene.landscape, &point, Split::Train, &mut Unobserved)).unwrap()[0].loss;
    (gradient, loss, measured)
}

fn scene(l2: f64, dropout: f64) -> Scene {
    let regularisation = Regularisation { l2, dropout };
    Scene::regularised("cnn-4-3", Activation::Tanh, COLOUR, regularisation, &Device::flex())
}

#[test]
fn l2_adds_twice_its_coefficient_times_the_parameters_to_the_gradient_alone() {
    let plain = scene(0.0, 0.0);
    let (without, loss, measured) = gradient_and_loss(&plain, 0);
    let (with, same_loss, same_measured) = gradient_and_loss(&scene(0.05, 0.0), 0);
    assert_eq!((loss, measured), (same_loss, same_measured));
    for ((with, without), parameter) in with.iter().zip(&without).zip(plain.parameters(1)) {
        assert!((with - without - 0.1 * parameter).abs() < 1e-6);
    }
}

#[test]
fn dropout_follows_its_seed_and_never_touches_a_measurement() {
    let (_, plain_loss, plain_measured) = gradient_and_loss(&scene(0.0, 0.0), 0);
    let dropping = scene(0.0, 0.5);
    let (gradient, loss, measured) = gradient_and_loss(&dropping, 7);
    let (same_gradient, same_loss, _) = gradient_and_loss(&dropping, 7);
    let (_, other_loss, _) = gradient_and_loss(&dropping, 8);
    assert_eq!((gradient, loss), (same_gradient, same_loss));
    assert_ne!(loss, other_loss);
    assert_ne!(loss, plain_loss);
    assert_eq!(measured, plain_measured);
}

#[test]
fn dropout_silences_the_same_units_on_every_device() {
    for (name, image) in
        [("cnn-4-3", COLOUR), ("cnn-16", COLOUR), ("cnn-3-2", GREY_ODD), ("mlp-9-5", GREY_ODD)]
    {
        let regularisation = Regularisation { l2: 0.0, dropout: 0.4 };
        let scene = Scene::regularised(name, Activation::Tanh, image, regularisation, &Device::flex());
        let (expected, loss, _) = gradient_and_loss(&scene, 5);
        let batch = Minibatch { examples: (0..IMAGES as u32).collect(), noise: 5 };
        let host = scene.on_host();
        let point = host.points(&HostPoints::single(scene.parameters(1)));
        let (losses, gradient) = host.loss_and_gradient(&point, &batch).unwrap();
        assert!((losses[0] - loss).abs() < 1e-5, "{name}: {} and {loss}", losses[0]);
        let largest = expected.iter().fold(0.0_f64, |largest, value| largest.max(value.abs()));
        for (value, expected) in gradient.point(0).iter().zip(&expected) {
            assert!((f64::from(*value) - expected).abs() < 1e-5 * largest, "{name}: {value} and {expected}");
        }
    }
}
