//! The network's function: logits from θ and images, on any Burn device.

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
                let count = images.dims()[0];
                let image = self.shape.image;
                let mut activations = images.reshape([count, image.channels, image.height, image.width]);
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
        };
        weights.linear(features)
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
}

/// The cross-entropy of every example, in nats: `−log softmax(logits)[label]`, `[examples]`.
pub fn cross_entropy(logits: Tensor<2>, labels: Tensor<1, Int>) -> Tensor<1> {
    let examples = labels.dims()[0];
    log_softmax(logits, 1).gather(1, labels.reshape([examples, 1])).reshape([examples]).neg()
}
