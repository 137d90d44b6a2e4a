//! Loss and gradient of a network in double precision by the chain rule, loop by loop.

use crate::reference;
use wedgelab::network::{Activation, Architecture, NetworkShape};

/// The result of the reference.
pub struct Found {
    pub loss: f64,
    pub gradient: Vec<f64>,
    /// How close the closest decision (of a pool between its two largest, of a ReLU around zero) was to the other
    /// outcome: if it is closer than single precision resolves, gradients cannot be compared.
    pub margin: f64,
}

/// A convolution block's numbers in the forward pass: `[channel][row][column]`, flattened.
struct Block {
    input: Vec<f64>,
    channels: usize,
    height: usize,
    width: usize,
    outputs: usize,
    /// For every pooled number: the value, and where in the convolution's result its window's largest lies.
    values: Vec<f64>,
    winners: Vec<usize>,
}

fn slope(activation: Activation, value: f64) -> f64 {
    match activation {
        Activation::Relu => f64::from(u8::from(value > 0.0)),
        Activation::Tanh => 1.0 - value * value,
    }
}

fn activate(activation: Activation, sum: f64) -> f64 {
    match activation {
        Activation::Relu => sum.max(0.0),
        Activation::Tanh => sum.tanh(),
    }
}

/// The pixel that a result depends on through a tap of a 3×3 kernel, if it is inside.
fn seen(place: usize, tap: usize, height: usize, width: usize) -> Option<usize> {
    let row = (place / width + tap / 3).checked_sub(1).filter(|&row| row < height)?;
    let column = (place % width + tap % 3).checked_sub(1).filter(|&column| column < width)?;
    Some(row * width + column)
}

impl Block {
    fn forward(
        (input, channels, height, width): (Vec<f64>, usize, usize, usize),
        kernel: &[f64],
        bias: &[f64],
        activation: Activation,
        margin: &mut f64,
    ) -> Self {
        let plane = height * width;
        let outputs = bias.len();
        let mut sums = vec![0.0; outputs * plane];
        for output in 0..outputs {
            for place in 0..plane {
                let mut sum = bias[output];
                for channel in 0..channels {
                    for tap in 0..9 {
                        if let Some(pixel) = seen(place, tap, height, width) {
                            sum += kernel[(output * channels + channel) * 9 + tap]
                                * input[channel * plane + pixel];
                        }
                    }
                }
                sums[output * plane + place] = sum;
            }
        }
        let (mut values, mut winners) = (Vec::new(), Vec::new());
        for output in 0..outputs {
            for row in 0..height / 2 {
                for column in 0..width / 2 {
                    let first = output * plane + 2 * row * width + 2 * column;
                    let mut window = [first, first + 1, first + width, first + width + 1];
                    window.sort_by(|&a, &b| sums[b].total_cmp(&sums[a]));
                    let (largest, second) = (sums[window[0]], sums[window[1]]);
                    let flat = activation == Activation::Relu && largest < 0.0;
                    *margin = margin.min(if flat { f64::INFINITY } else { largest - second });
                    if activation == Activation::Relu {
                        *margin = margin.min(largest.abs());
                    }
                    values.push(activate(activation, largest));
                    winners.push(window[0]);
                }
            }
        }
        Self { input, channels, height, width, outputs, values, winners }
    }

    /// Adds to the gradients of kernel and bias, and returns the gradient of the input.
    fn back(
        &self,
        upstream: &[f64],
        weights: &[f64],
        gradient: (&mut [f64], &mut [f64]),
        activation: Activation,
    ) -> Vec<f64> {
        let plane = self.height * self.width;
        let (kernel, bias) = gradient;
        let mut below = vec![0.0; self.input.len()];
        for (index, upstream) in upstream.iter().enumerate() {
            let value = upstream * slope(activation, self.values[index]);
            let (output, place) = (self.winners[index] / plane, self.winners[index] % plane);
            bias[output] += value;
            for channel in 0..self.channels {
                for tap in 0..9 {
                    if let Some(pixel) = seen(place, tap, self.height, self.width) {
                        let weight = (output * self.channels + channel) * 9 + tap;
                        kernel[weight] += value * self.input[channel * plane + pixel];
                        below[channel * plane + pixel] += value * weights[weight];
                    }
                }
            }
        }
        below
    }
}

/// Loss and gradient of the mean cross-entropy over images.
pub fn loss_and_gradient(
    shape: &NetworkShape,
    parameters: &[f64],
    images: &[Vec<f64>],
    labels: &[u8],
) -> Found {
    let layout = shape.layout();
    let ranges: Vec<_> = layout.blocks().iter().map(|block| block.range.clone()).collect();
    let mut found = Found { loss: 0.0, gradient: vec![0.0; parameters.len()], margin: f64::INFINITY };
    let (convolutions, activation) = match &shape.architecture {
        Architecture::Cnn { channels } => (channels.len(), shape.activation),
        Architecture::Mlp { .. } => (0, shape.activation),
        Architecture::Resnet { .. } => panic!("it has no kernels"),
    };
    for (image, &label) in images.iter().zip(labels) {
        let mut maps = (image.clone(), shape.image.channels, shape.image.height, shape.image.width);
        let mut blocks = Vec::new();
        for block in 0..convolutions {
            let (kernel, bias) = (&ranges[2 * block], &ranges[2 * block + 1]);
            let (kernel, bias) = (&parameters[kernel.clone()], &parameters[bias.clone()]);
            let block = Block::forward(maps, kernel, bias, activation, &mut found.margin);
            maps = (block.values.clone(), block.outputs, block.height / 2, block.width / 2);
            blocks.push(block);
        }
        let mut inputs = vec![maps.0];
        for layer in convolutions..ranges.len() / 2 {
            let (weights, bias) = (&ranges[2 * layer], &ranges[2 * layer + 1]);
            let input = &inputs[inputs.len() - 1];
            let rows = parameters[weights.clone()].chunks_exact(input.len());
            let sums = rows.zip(&parameters[bias.clone()]).map(|(row, bias)| {
                bias + row.iter().zip(input).map(|(weight, value)| weight * value).sum::<f64>()
            });
            let is_last = layer + 1 == ranges.len() / 2;
            let values: Vec<f64> = match is_last {
                true => sums.collect(),
                false => sums
                    .map(|sum| {
                        if activation == Activation::Relu {
                            found.margin = found.margin.min(sum.abs());
                        }
                        activate(activation, sum)
                    })
                    .collect(),
            };
            inputs.push(values);
        }
        let logits = inputs.pop().unwrap();
        let highest = logits.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let sum: f64 = logits.iter().map(|logit| (logit - highest).exp()).sum();
        found.loss += (sum.ln() + highest - logits[usize::from(label)]) / images.len() as f64;
        let mut upstream: Vec<f64> = logits
            .iter()
            .enumerate()
            .map(|(class, logit)| {
                let wanted = f64::from(u8::from(class == usize::from(label)));
                ((logit - highest).exp() / sum - wanted) / images.len() as f64
            })
            .collect();
        for layer in (convolutions..ranges.len() / 2).rev() {
            let input = inputs.pop().unwrap();
            let mut below = vec![0.0; input.len()];
            for (output, value) in upstream.iter().enumerate() {
                found.gradient[ranges[2 * layer + 1].start + output] += value;
                let begin = ranges[2 * layer].start + output * input.len();
                for (place, input) in input.iter().enumerate() {
                    found.gradient[begin + place] += value * input;
                    below[place] += value * parameters[begin + place];
                }
            }
            if layer > convolutions {
                below.iter_mut().zip(&input).for_each(|(value, &input)| *value *= slope(activation, input));
            }
            upstream = below;
        }
        for (block, numbers) in blocks.iter().enumerate().rev() {
            let weights = &parameters[ranges[2 * block].clone()];
            let (before, from_bias) = found.gradient.split_at_mut(ranges[2 * block + 1].start);
            let kernel = &mut before[ranges[2 * block].clone()];
            upstream = numbers.back(&upstream, weights, (kernel, from_bias), activation);
        }
    }
    found
}

#[test]
fn the_chain_rule_is_what_finite_differences_say() {
    use crate::kernels::scene::{Scene, shape};
    for (name, image) in [("cnn-3-2", (2, 7, 5)), ("mlp-5-4", (1, 3, 3)), ("mlp", (1, 2, 2))] {
        for activation in [Activation::Relu, Activation::Tanh] {
            let scene = Scene::new(shape(name, activation, image, 4), 3);
            let found = scene.expected();
            let differences =
                reference::gradient(&scene.shape, &scene.parameters, &scene.images, &scene.labels);
            let loss = reference::loss(&scene.shape, &scene.parameters, &scene.images, &scene.labels);
            assert!((found.loss - loss).abs() < 1e-12, "{name}: {} and {loss}", found.loss);
            for (exact, difference) in found.gradient.iter().zip(&differences) {
                assert!((exact - difference).abs() < 1e-8, "{name}: {exact} and {difference}");
            }
        }
    }
}
