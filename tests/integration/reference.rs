//! A network in double precision, written as simply as possible: the oracle for everything faster.

mod residual;

use wedgelab::network::{Activation, Architecture, Layout, NetworkShape};

/// Feature maps: `[channel][row][column]`, flattened.
struct Maps {
    channels: usize,
    height: usize,
    width: usize,
    values: Vec<f64>,
}

impl Maps {
    fn at(&self, channel: usize, row: isize, column: isize) -> f64 {
        let inside = (0..self.height as isize).contains(&row) && (0..self.width as isize).contains(&column);
        if !inside {
            return 0.0;
        }
        self.values[(channel * self.height + row as usize) * self.width + column as usize]
    }
}

/// The mean cross-entropy over images, in nats.
pub fn loss(shape: &NetworkShape, parameters: &[f64], images: &[Vec<f64>], labels: &[u8]) -> f64 {
    let layout = shape.layout();
    let total: f64 = images
        .iter()
        .zip(labels)
        .map(|(image, &label)| {
            let logits = logits(shape, &layout, parameters, image);
            let highest = logits.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let sum: f64 = logits.iter().map(|logit| (logit - highest).exp()).sum();
            sum.ln() + highest - logits[usize::from(label)]
        })
        .sum();
    total / images.len() as f64
}

/// The gradient of [`loss`] by central differences.
pub fn gradient(shape: &NetworkShape, parameters: &[f64], images: &[Vec<f64>], labels: &[u8]) -> Vec<f64> {
    derivatives(shape, parameters, images, labels, 0..parameters.len())
}

/// The derivatives of [`loss`] in these parameters, by central differences.
pub fn derivatives(
    shape: &NetworkShape,
    parameters: &[f64],
    images: &[Vec<f64>],
    labels: &[u8],
    indices: impl IntoIterator<Item = usize>,
) -> Vec<f64> {
    const STEP: f64 = 1e-5;
    let mut parameters = parameters.to_vec();
    indices
        .into_iter()
        .map(|index| {
            let centre = parameters[index];
            parameters[index] = centre + STEP;
            let above = loss(shape, &parameters, images, labels);
            parameters[index] = centre - STEP;
            let below = loss(shape, &parameters, images, labels);
            parameters[index] = centre;
            (above - below) / (2.0 * STEP)
        })
        .collect()
}

fn logits(shape: &NetworkShape, layout: &Layout, parameters: &[f64], image: &[f64]) -> Vec<f64> {
    if let Architecture::Resnet { widths } = &shape.architecture {
        return residual::logits(shape, widths, layout, parameters, image);
    }
    let mut blocks = layout.blocks().iter().map(|block| &parameters[block.range.clone()]);
    let mut next = || (blocks.next().unwrap(), blocks.next().unwrap());
    let features = match &shape.architecture {
        Architecture::Cnn { channels } => {
            let mut maps = Maps {
                channels: shape.image.channels,
                height: shape.image.height,
                width: shape.image.width,
                values: image.to_vec(),
            };
            for &outputs in channels {
                let (kernel, bias) = next();
                maps = pool(&convolve(&maps, kernel, bias, outputs, shape.activation));
            }
            maps.values
        }
        Architecture::Mlp { hidden } => {
            let mut features = image.to_vec();
            for _ in hidden {
                let (weight, bias) = next();
                features = linear(&features, weight, bias);
                features.iter_mut().for_each(|feature| *feature = activate(shape.activation, *feature));
            }
            features
        }
        Architecture::Resnet { .. } => unreachable!("computed above"),
    };
    let (weight, bias) = next();
    linear(&features, weight, bias)
}

fn convolve(input: &Maps, kernel: &[f64], bias: &[f64], outputs: usize, activation: Activation) -> Maps {
    let mut values = Vec::new();
    for output in 0..outputs {
        for row in 0..input.height as isize {
            for column in 0..input.width as isize {
                let mut sum = bias[output];
                for channel in 0..input.channels {
                    for tap in 0..9_usize {
                        let (down, right) = ((tap / 3) as isize - 1, (tap % 3) as isize - 1);
                        let weight = kernel[(output * input.channels + channel) * 9 + tap];
                        sum += weight * input.at(channel, row + down, column + right);
                    }
                }
                values.push(activate(activation, sum));
            }
        }
    }
    Maps { channels: outputs, height: input.height, width: input.width, values }
}

fn pool(input: &Maps) -> Maps {
    let (height, width) = (input.height / 2, input.width / 2);
    let mut values = Vec::new();
    for channel in 0..input.channels {
        for row in 0..height as isize {
            for column in 0..width as isize {
                let window = [(0, 0), (0, 1), (1, 0), (1, 1)];
                let highest = window
                    .iter()
                    .map(|(down, right)| input.at(channel, 2 * row + down, 2 * column + right))
                    .fold(f64::NEG_INFINITY, f64::max);
                values.push(highest);
            }
        }
    }
    Maps { channels: input.channels, height, width, values }
}

fn linear(features: &[f64], weight: &[f64], bias: &[f64]) -> Vec<f64> {
    weight
        .chunks_exact(features.len())
        .zip(bias)
        .map(|(row, bias)| bias + row.iter().zip(features).map(|(a, b)| a * b).sum::<f64>())
        .collect()
}

fn activate(activation: Activation, value: f64) -> f64 {
    match activation {
        Activation::Relu => value.max(0.0),
        Activation::Tanh => value.tanh(),
    }
}
