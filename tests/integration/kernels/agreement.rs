//! Every set of instructions against the reference, on shapes of all kinds.

use crate::kernels::scene::{Scene, shape};
use pollster::block_on;
use proptest::prelude::*;
use wedgelab::landscape::{Landscape, Regularisation, measure};
use wedgelab::network::{Activation, NetworkShape};
use wedgelab::observer::Unobserved;
use wedgelab::points::Split;
use wedgelab::simd::Instructions;

/// Errors are fractions of each tensor's largest entry.
fn check(shape: NetworkShape, images: usize) {
    let scene = Scene::new(shape, images);
    let expected = scene.expected();
    let widest = scene.shape.layout().blocks().iter().map(|block| block.shape[0]).max().unwrap();
    let tolerance = if widest > 64 { 5e-5 } else { 1e-5 };
    for instructions in Instructions::available() {
        let (loss, gradient) = scene.computed(instructions);
        let shape = &scene.shape;
        let error = (loss / expected.loss - 1.0).abs();
        assert!(error < tolerance, "{instructions}, {shape:?}: loss {loss}, not {}", expected.loss);
        for block in shape.layout().blocks() {
            let exact = &expected.gradient[block.range.clone()];
            let largest = exact.iter().fold(0.0_f64, |largest, value| largest.max(value.abs()));
            for (value, exact) in gradient[block.range.clone()].iter().zip(exact) {
                // A network whose units are all dead has no gradient at all.
                let error = (f64::from(*value) - exact).abs() / if largest > 0.0 { largest } else { 1.0 };
                let name = &block.name;
                assert!(error < tolerance, "{instructions}, {shape:?}, {name}: {value}, not {exact}");
            }
        }
        let landscape = scene.landscape(instructions, Regularisation::default());
        let measured =
            block_on(measure(&landscape, &scene.point(), Split::Test, &mut Unobserved)).unwrap()[0];
        assert!((measured.loss / expected.loss - 1.0).abs() < tolerance, "{instructions}: {measured:?}");
        let predicted = block_on(landscape.predict(&scene.point(), Split::Test, &mut Unobserved)).unwrap();
        let predicted = predicted[0].measurement();
        assert!((predicted.loss / measured.loss - 1.0).abs() < tolerance, "{instructions}: {predicted:?}");
        assert_eq!(predicted.accuracy, measured.accuracy);
    }
}

#[test]
fn the_papers_network_matches_the_reference() {
    for activation in [Activation::Relu, Activation::Tanh] {
        check(shape("simple-cnn", activation, (3, 32, 32), 10), 2);
        check(shape("simple-cnn", activation, (1, 28, 28), 10), 1);
    }
    check(shape("simple-cnn", Activation::Relu, (3, 32, 32), 100), 1);
}

#[test]
fn other_widths_and_depths_match_the_reference() {
    for name in ["cnn-4-8-8", "cnn-8-16-16", "cnn-1", "cnn-5-3-2-7", "cnn-33-20", "cnn-17"] {
        check(shape(name, Activation::Relu, (3, 16, 16), 10), 2);
    }
    check(shape("cnn-80-72", Activation::Tanh, (3, 8, 8), 10), 2);
}

#[test]
fn networks_of_linear_layers_match_the_reference() {
    for (name, image) in [("mlp-64-64", (1, 28, 28)), ("mlp-100-7-33", (3, 5, 4)), ("mlp", (1, 20, 1))] {
        check(shape(name, Activation::Relu, image, 10), 7);
        check(shape(name, Activation::Tanh, image, 3), 70);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_small_network_matches_the_reference(
        channels in prop::collection::vec(1_usize..20, 1..4),
        planes in 1_usize..5,
        height in 8_usize..14,
        width in 8_usize..14,
        classes in 2_usize..20,
        images in 1_usize..4,
        is_tanh: bool,
    ) {
        let name: String = channels.iter().map(|channels| format!("-{channels}")).collect();
        let activation = if is_tanh { Activation::Tanh } else { Activation::Relu };
        check(shape(&format!("cnn{name}"), activation, (planes, height, width), classes), images);
    }
}
