//! The residual network against PyTorch: `tests/pytorch/residual_network.py` computed the expected numbers with PyTorch
//! 2.15, from parameters and images that the same formulas give here.

use burn::tensor::Device;
use pollster::block_on;
use wedgelab::data::{Dataset, ImageShape, Normalisation};
use wedgelab::landscape::{DeviceNetwork, Landscape, Portions, Regularisation, measure};
use wedgelab::network::{Activation, NetworkShape, ParameterKind};
use wedgelab::observer::Unobserved;
use wedgelab::points::{HostPoints, Minibatch, PendingLosses, Points, Split};
use wedgelab::step::Gradient;

const IMAGES: usize = 20;
/// Of the loss, and of the gradient as a share of its length.
const TOLERANCE: f64 = 1e-4;

/// What PyTorch finds.
struct Expected {
    parameters: usize,
    loss: f64,
    right: usize,
    gradient_length: f64,
    /// The gradient's product with the numbers that θ is made from.
    gradient_product: f64,
}

/// A number that looks random, from 0 to `modulus` - 1.
fn spread(place: usize, square: usize, factor: usize, offset: usize, modulus: usize) -> usize {
    (place * place * square + place * factor + offset) % modulus
}

/// The number from -0.5 to 0.5 that a parameter is made from.
fn even(place: usize) -> f64 {
    spread(place, 31, 7919, 7, 10007) as f64 / 10007.0 - 0.5
}

fn parameters(shape: &NetworkShape) -> Vec<f32> {
    let layout = shape.layout();
    let blocks = layout.blocks().iter().flat_map(|block| {
        let inputs = block.shape[1..].iter().product::<usize>() as f64;
        block.range.clone().map(move |place| match block.kind {
            ParameterKind::Weight => even(place) * (2.0 * (3.0 / inputs).sqrt()),
            ParameterKind::Scale => even(place) * 0.4 + 1.0,
            ParameterKind::Bias => even(place) * 0.4,
        })
    });
    blocks.map(|number| number as f32).collect()
}

fn check(name: &str, activation: Activation, image: ImageShape, classes: usize, expected: &Expected) {
    let pixels = (0..IMAGES * image.values()).map(|place| spread(place, 17, 131, 3, 251) as u8).collect();
    let labels = (0..IMAGES).map(|image| ((image * 7 + 2) % classes) as u8).collect();
    let names = (0..classes).map(|class| class.to_string()).collect();
    let data = Dataset::new("formula", pixels, labels, image, names).unwrap();
    let normalisation =
        Normalisation { mean: vec![0.5; image.channels], standard_deviation: vec![0.25; image.channels] };
    let shape = NetworkShape::new(&name.parse().unwrap(), activation, 1.0, image, classes).unwrap();
    let theta = parameters(&shape);
    assert_eq!(theta.len(), expected.parameters);
    let plain = Regularisation::default();
    let landscape =
        DeviceNetwork::new(shape, &data, &data, &normalisation, plain, Portions::CPU, &Device::flex())
            .unwrap();
    let point = landscape.points(&HostPoints::single(theta).convert());
    let measured = block_on(measure(&landscape, &point, Split::Test, &mut Unobserved)).unwrap()[0];
    assert!((measured.loss - expected.loss).abs() < TOLERANCE, "{name}: {measured:?}");
    assert_eq!(measured.accuracy, Some(expected.right as f64 / IMAGES as f64), "{name}");

    let batch = Minibatch { examples: (0..IMAGES as u32).collect(), noise: 0 };
    let (losses, gradient) = landscape.loss_and_gradient(&point, &batch).unwrap();
    let loss = block_on(PendingLosses::read(vec![losses])).unwrap()[0][0];
    assert!((loss - expected.loss).abs() < TOLERANCE, "{name}: {loss}");
    let gradient = block_on(gradient.read()).unwrap().into_values();
    let length = gradient.iter().map(|value| value * value).sum::<f64>().sqrt();
    let product: f64 = gradient.iter().enumerate().map(|(place, value)| value * even(place)).sum();
    let tolerance = TOLERANCE * expected.gradient_length;
    assert!((length - expected.gradient_length).abs() < tolerance, "{name}: {length}");
    assert!((product - expected.gradient_product).abs() < tolerance, "{name}: {product}");
}

#[test]
fn a_residual_network_is_the_documented_module_of_pytorch() {
    let colour = ImageShape { channels: 3, height: 32, width: 32 };
    let expected = Expected {
        parameters: 78_042,
        loss: 2.564943790435791,
        right: 2,
        gradient_length: 3.1069421211772377,
        gradient_product: 1.0736241379730385,
    };
    check("resnet-16-32-64", Activation::Relu, colour, 10, &expected);
    let grey = ImageShape { channels: 1, height: 7, width: 5 };
    let expected = Expected {
        parameters: 11_460,
        loss: 1.4330813884735107,
        right: 5,
        gradient_length: 0.9340863133077056,
        gradient_product: 0.12991527410233017,
    };
    check("resnet-16-16-8", Activation::Tanh, grey, 4, &expected);
}
