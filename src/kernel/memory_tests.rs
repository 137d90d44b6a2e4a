//! Forward and backward passes of small networks by the portable kernels: few enough numbers for Miri
//! (`make check-memory`), every kind of layer, and channels that end inside a vector or exactly with one.

use super::NetworkKernel;
use crate::data::{Dataset, ImageShape, Normalisation};
use crate::network::{Activation, DropoutMask, NetworkShape, xavier_uniform};
use crate::simd::Instructions;

fn images(shape: ImageShape, count: usize) -> Dataset {
    let pixels = (0..count * shape.values()).map(|place| (place * 37 % 256) as u8).collect();
    let labels = (0..count).map(|image| (image % 3) as u8).collect();
    let classes = ["a", "b", "c"].map(str::to_owned).to_vec();
    Dataset::new("images", pixels, labels, shape, classes).unwrap()
}

/// Checks that loss, gradient, score and probabilities at one point agree with each other.
fn check(architecture: &str, activation: Activation, image: ImageShape, dropout: f64) {
    let shape = NetworkShape::new(&architecture.parse().unwrap(), activation, 1.0, image, 3).unwrap();
    let data = images(image, 3);
    let kernel = NetworkKernel::new(&shape, Instructions::Portable).unwrap();
    let examples = kernel.examples(&data, &Normalisation::of(&data)).unwrap();
    let point = xavier_uniform(&shape.layout(), 1);
    let indices = [2, 0, 1];
    let mask = (dropout > 0.0).then(|| DropoutMask::new(&shape, indices.len(), dropout, 7));
    let mut gradient = vec![0.0; point.len()];
    let loss = kernel.loss_and_gradient(&point, &examples, &indices, mask.as_ref(), &mut gradient)[0];
    assert!(loss.is_finite() && gradient.iter().all(|value| value.is_finite()), "{architecture}");
    assert!(gradient.iter().any(|value| *value != 0.0), "{architecture}");
    let score = kernel.score(&point, &examples, 0, 3)[0];
    let probabilities = &kernel.probabilities(&point, &examples, 0, 3)[0];
    let of_truth = probabilities.chunks(3).zip(data.labels());
    let entropy: f64 = of_truth.map(|(all, &truth)| -f64::from(all[usize::from(truth)]).ln()).sum();
    assert!((score.loss - entropy).abs() < 1e-4, "{architecture}");
    if mask.is_none() {
        assert!((score.loss / 3.0 - loss).abs() < 1e-4, "{architecture}");
    }
}

#[test]
fn networks_of_convolutions_stay_within_their_memory() {
    let grey = ImageShape { channels: 1, height: 8, width: 9 };
    let colour = ImageShape { channels: 3, height: 4, width: 6 };
    check("cnn-3-5", Activation::Relu, grey, 0.0);
    check("cnn-4-8", Activation::Tanh, grey, 0.25);
    check("cnn-5", Activation::Relu, colour, 0.25);
}

#[test]
fn networks_of_linear_layers_stay_within_their_memory() {
    let image = ImageShape { channels: 1, height: 3, width: 3 };
    check("mlp", Activation::Relu, image, 0.0);
    check("mlp-5-4", Activation::Tanh, image, 0.25);
}
