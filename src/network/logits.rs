//! The network's function: logits from θ and images, on any Burn device.

use super::residual::{self, EPSILON, GROUPS};
use super::{Activation, Architecture, Dropout, Layout, NetworkShape};
use burn::tensor::activation::{log_softmax, relu, tanh};
use burn::tensor::module::{conv2d, max_pool2d};
use burn::tensor::ops::{ConvOptions, MaxPoolOptions};
use burn::tensor::{Int, Tensor};

/// A network ready for evaluation: its shape and where its weights lie in θ.
#[derive(Debug, Clone)]
pub struct Logits {
    shape: NetworkShape,
    layout: Layout,
}

impl Logits {
    /// The function of a network of this shape.
    pub fn new(shape: NetworkShape) -> Self {
        let layout = shape.layout();
        Self { shape, layout }
    }

    /// Where each weight lies in θ.
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// The network's shape.
    pub fn shape(&self) -> &NetworkShape {
        &self.shape
    }

    /// Logits `[images, classes]` from θ `[parameters]` and images `[images, channels · height · width]`.
    ///
    /// Dropout acts after every hidden layer's activation; it is used only in training.
    pub fn evaluate(&self, parameters: &Tensor<1>, images: Tensor<2>, mut dropout: Dropout<'_>) -> Tensor<2> {
        let mut weights = Weights { layout: &self.layout, parameters, next: 0 };
        let features = match &self.shape.architecture {
            Architecture::Cnn { channels } => {
                let mut activations = self.as_maps(images);
                for _ in channels {
                    let (kernel, bias) = (weights.take::<4>(), weights.take::<1>());
                    let same_size = ConvOptions::new([1, 1], [1, 1], [1, 1], 1);
                    activations = conv2d(activations, kernel, Some(bias), same_size);
                    activations = dropout.apply_to_images(self.activate(activations));
                    activations = max_pool2d(activations, MaxPoolOptions::new([2, 2]));
                }
                activations.flatten(1, 3)
            }
            Architecture::Mlp { hidden } => {
                let mut activations = images;
                for _ in hidden {
                    activations = dropout.apply(self.activate(weights.linear(activations)));
                }
                activations
            }
            Architecture::Resnet { widths } => {
                let maps = self.as_maps(images);
                mean_over_pixels(self.residual(widths, maps, &mut weights, &mut dropout))
            }
        };
        weights.linear(features)
    }

    /// The images `[images, channels · height · width]` as maps `[images, channels, height, width]`.
    fn as_maps(&self, images: Tensor<2>) -> Tensor<4> {
        let (count, image) = (images.dims()[0], self.shape.image);
        images.reshape([count, image.channels, image.height, image.width])
    }

    /// The output of the last residual block, `[images, channels, height, width]`.
    fn residual(
        &self,
        widths: &[usize],
        mut maps: Tensor<4>,
        weights: &mut Weights<'_>,
        dropout: &mut Dropout<'_>,
    ) -> Tensor<4> {
        let mut activated = |maps: Tensor<4>| dropout.apply_to_images(self.activate(maps));
        if !widths.is_empty() {
            maps = activated(weights.normalised_convolution(maps, 1));
        }
        for block in residual::blocks(widths, self.shape.image) {
            let inner = activated(weights.normalised_convolution(maps.clone(), block.stride()));
            let outer = weights.normalised_convolution(inner, 1);
            let shortcut = match block.changes_width() {
                true => weights.normalised_convolution(maps, block.stride()),
                false => maps,
            };
            maps = activated(outer + shortcut);
        }
        maps
    }

    fn activate<const D: usize>(&self, activations: Tensor<D>) -> Tensor<D> {
        match self.shape.activation {
            Activation::Relu => relu(activations),
            Activation::Tanh => tanh(activations),
        }
    }
}

/// Takes one weight tensor after another from θ.
struct Weights<'a> {
    layout: &'a Layout,
    parameters: &'a Tensor<1>,
    next: usize,
}

impl Weights<'_> {
    fn take<const D: usize>(&mut self) -> Tensor<D> {
        let block = &self.layout.blocks()[self.next];
        self.next += 1;
        let shape: [usize; D] = std::array::from_fn(|axis| block.shape[axis]);
        self.parameters.clone().slice([block.range.clone()]).reshape(shape)
    }

    fn linear(&mut self, inputs: Tensor<2>) -> Tensor<2> {
        let (weight, bias) = (self.take::<2>(), self.take::<1>());
        inputs.matmul(weight.transpose()) + bias.unsqueeze()
    }

    /// A convolution of maps `[images, channels, height, width]` without biases, zero-padded, and its normalisation.
    fn normalised_convolution(&mut self, maps: Tensor<4>, stride: usize) -> Tensor<4> {
        let kernel = self.take::<4>();
        let border = kernel.dims()[2] / 2;
        let options = ConvOptions::new([stride; 2], [border; 2], [1, 1], 1);
        let (scale, bias) = (self.take::<1>(), self.take::<1>());
        normalised_in_groups(conv2d(maps, kernel, None, options), scale, bias)
    }
}

/// Maps `[images, channels, height, width]` with mean 0 and variance 1 in each group of channels of each image, then
/// scaled and shifted channel by channel.
fn normalised_in_groups(maps: Tensor<4>, scale: Tensor<1>, bias: Tensor<1>) -> Tensor<4> {
    let shape = maps.dims();
    let [count, channels, height, width] = shape;
    let groups = maps.reshape([count, GROUPS, channels / GROUPS * height * width]);
    let centred = groups.clone() - groups.mean_dim(2);
    let variance = centred.clone().square().mean_dim(2);
    let normalised = (centred / variance.add_scalar(EPSILON).sqrt()).reshape(shape);
    let of_channels = [1, channels, 1, 1];
    normalised * scale.reshape(of_channels) + bias.reshape(of_channels)
}

/// The mean of each channel `[images, channels]` of maps `[images, channels, height, width]`.
fn mean_over_pixels(maps: Tensor<4>) -> Tensor<2> {
    let [count, channels, height, width] = maps.dims();
    maps.reshape([count, channels, height * width]).mean_dim(2).reshape([count, channels])
}

/// The cross-entropy of every example, in nats: `−log softmax(logits)[label]`, `[examples]`.
pub fn cross_entropy(logits: Tensor<2>, labels: Tensor<1, Int>) -> Tensor<1> {
    let examples = labels.dims()[0];
    log_softmax(logits, 1).gather(1, labels.reshape([examples, 1])).reshape([examples]).neg()
}
