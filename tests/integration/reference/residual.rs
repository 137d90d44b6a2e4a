//! A residual network in double precision. It finds its weights by their names, not by their order.

use super::{Maps, activate, linear};
use wedgelab::network::{Layout, NetworkShape};

const GROUPS: usize = 8;

/// The weights of a network, by name.
struct Weights<'a> {
    layout: &'a Layout,
    parameters: &'a [f64],
}

impl<'a> Weights<'a> {
    fn named(&self, name: &str) -> &'a [f64] {
        let block = self.layout.blocks().iter().find(|block| block.name == name).expect(name);
        &self.parameters[block.range.clone()]
    }

    /// A convolution, and its normalisation.
    fn normalised(&self, input: &Maps, convolution: &str, normalisation: &str, stride: usize) -> Maps {
        let scale = self.named(&format!("{normalisation}.weight"));
        let bias = self.named(&format!("{normalisation}.bias"));
        let kernel = self.named(&format!("{convolution}.weight"));
        normalise(convolve(input, kernel, scale.len(), stride), scale, bias)
    }
}

pub fn logits(
    shape: &NetworkShape,
    widths: &[usize],
    layout: &Layout,
    parameters: &[f64],
    image: &[f64],
) -> Vec<f64> {
    let weights = Weights { layout, parameters };
    let activated = |mut maps: Maps| {
        maps.values.iter_mut().for_each(|value| *value = activate(shape.activation, *value));
        maps
    };
    let image = Maps {
        channels: shape.image.channels,
        height: shape.image.height,
        width: shape.image.width,
        values: image.to_vec(),
    };
    let mut maps = activated(weights.normalised(&image, "stem.conv", "stem.norm", 1));
    for (block, &width) in widths.iter().enumerate() {
        let name = |layer: &str| format!("blocks.{block}.{layer}");
        let stride = if width == maps.channels { 1 } else { 2 };
        let inner = activated(weights.normalised(&maps, &name("conv1"), &name("norm1"), stride));
        let mut outer = weights.normalised(&inner, &name("conv2"), &name("norm2"), 1);
        let shortcut = match stride {
            1 => maps,
            _ => weights.normalised(&maps, &name("shortcut.conv"), &name("shortcut.norm"), stride),
        };
        outer.values.iter_mut().zip(&shortcut.values).for_each(|(value, more)| *value += more);
        maps = activated(outer);
    }
    let pixels = maps.height * maps.width;
    let means: Vec<f64> =
        maps.values.chunks_exact(pixels).map(|map| map.iter().sum::<f64>() / pixels as f64).collect();
    linear(&means, weights.named("head.weight"), weights.named("head.bias"))
}

fn convolve(input: &Maps, kernel: &[f64], outputs: usize, stride: usize) -> Maps {
    let taps = kernel.len() / outputs / input.channels;
    let side = taps.isqrt();
    let border = (side / 2) as isize;
    let (height, width) = (input.height.div_ceil(stride), input.width.div_ceil(stride));
    let mut values = Vec::new();
    for output in 0..outputs {
        for row in 0..height {
            for column in 0..width {
                let mut sum = 0.0;
                for channel in 0..input.channels {
                    for tap in 0..taps {
                        let down = (row * stride + tap / side) as isize - border;
                        let right = (column * stride + tap % side) as isize - border;
                        let weight = kernel[(output * input.channels + channel) * taps + tap];
                        sum += weight * input.at(channel, down, right);
                    }
                }
                values.push(sum);
            }
        }
    }
    Maps { channels: outputs, height, width, values }
}

fn normalise(mut maps: Maps, scale: &[f64], bias: &[f64]) -> Maps {
    let pixels = maps.height * maps.width;
    let together = maps.channels / GROUPS * pixels;
    for group in maps.values.chunks_exact_mut(together) {
        let mean = group.iter().sum::<f64>() / together as f64;
        let variance = group.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / together as f64;
        group.iter_mut().for_each(|value| *value = (*value - mean) / (variance + 1e-5).sqrt());
    }
    for (map, (scale, bias)) in maps.values.chunks_exact_mut(pixels).zip(scale.iter().zip(bias)) {
        map.iter_mut().for_each(|value| *value = scale * *value + bias);
    }
    maps
}
