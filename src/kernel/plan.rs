//! Where everything in a network lies while its kernels run: sizes and distances, computed once.

use crate::network::{Activation, Architecture, NetworkShape};
use std::ops::Range;

use super::NoKernels;
use super::winograd::{PATCH, PRODUCTS, TILE};

/// A network laid out for vectors of one width.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    pub(super) activation: Activation,
    /// Convolution blocks in order; empty for a network of linear layers.
    pub(super) blocks: Vec<Block>,
    /// Linear layers in order; the last one gives the logits.
    pub(super) layers: Vec<Layer>,
    /// θ's length.
    pub(super) parameters: usize,
    /// Units of the largest hidden layer, for one image.
    pub(super) most_hidden_units: usize,
    /// Numbers in a stored line of an image.
    pub(super) line: usize,
    /// Whether an image is stored pixel by pixel or plane by plane.
    pub(super) order: Order,
}

/// The order in which the numbers of an image are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// Pixel by pixel: what convolutions need.
    ChannelsLast,
    /// Plane by plane, the order of θ.
    ChannelsFirst,
}

/// A 3×3 convolution, activation and 2×2 pool.
///
/// The input lies in a buffer with a border of zeros, pixel by pixel, the channels of a pixel next to each other.
#[derive(Debug, Clone)]
pub(super) struct Block {
    /// Input channels, and the distance between pixels in the buffer.
    pub(super) inputs: usize,
    pub(super) input_stride: usize,
    /// Output channels, and the distance between pixels, in whole vectors.
    pub(super) outputs: usize,
    pub(super) output_stride: usize,
    /// Size of the convolution's results.
    pub(super) height: usize,
    pub(super) width: usize,
    /// Size after pooling, which drops an odd last row or column.
    pub(super) pooled_height: usize,
    pub(super) pooled_width: usize,
    /// The length of three adjacent pixels, in whole vectors.
    pub(super) run: usize,
    /// Where weights and biases lie in θ.
    pub(super) kernel: Range<usize>,
    pub(super) bias: Range<usize>,
    lanes: usize,
}

impl Block {
    /// Tiles of Winograd's convolution that cover the pooled area.
    pub(super) fn tiles_down(&self) -> usize {
        (2 * self.pooled_height).div_ceil(TILE)
    }

    pub(super) fn tiles_across(&self) -> usize {
        (2 * self.pooled_width).div_ceil(TILE)
    }

    /// Pixels in a row of the buffer.
    fn columns(&self) -> usize {
        TILE * self.tiles_across() + PATCH - TILE
    }

    /// Distance between rows of the buffer.
    pub(super) fn input_row(&self) -> usize {
        self.columns() * self.input_stride
    }

    /// Numbers in the buffer.
    pub(super) fn input_length(&self) -> usize {
        (TILE * self.tiles_down() + PATCH - TILE) * self.input_row()
    }

    /// Where in the buffer the image begins, inside the border.
    pub(super) fn input_start(&self) -> usize {
        self.input_row() + self.input_stride
    }

    /// Distance between rows of the convolution's results.
    pub(super) fn result_row(&self) -> usize {
        TILE * self.tiles_across() * self.output_stride
    }

    /// Numbers of the convolution's results.
    pub(super) fn result_length(&self) -> usize {
        TILE * self.tiles_down() * self.result_row()
    }

    /// Pixels after pooling.
    pub(super) fn pooled(&self) -> usize {
        self.pooled_height * self.pooled_width
    }

    /// Whether there are enough channels for Winograd's method.
    pub(super) fn is_winograd(&self) -> bool {
        self.input_stride.is_multiple_of(self.lanes)
    }

    /// The length of the weights for the forward pass.
    pub(super) fn forward_length(&self) -> usize {
        let pairs = self.inputs * self.output_stride;
        if self.is_winograd() { PRODUCTS * pairs } else { 9 * pairs }
    }

    /// The length of the weights for the backward pass.
    pub(super) fn backward_length(&self) -> usize {
        self.outputs * 9 * self.input_stride
    }

    /// The length of the weights' gradient: three runs for each output channel.
    pub(super) fn gradient_length(&self) -> usize {
        self.outputs * 3 * self.run
    }
}

/// A linear layer.
#[derive(Debug, Clone)]
pub(super) struct Layer {
    /// Inputs, in whole vectors.
    pub(super) input_stride: usize,
    pub(super) outputs: usize,
    /// Outputs, in whole vectors.
    pub(super) output_stride: usize,
    /// Where each input of θ's order lies among the inputs.
    pub(super) places: Vec<u32>,
    pub(super) weight: Range<usize>,
    pub(super) bias: Range<usize>,
}

impl Plan {
    /// The plan of a network for vectors of `lanes` lanes.
    ///
    /// # Errors
    /// When no kernel computes such a network.
    pub(super) fn new(shape: &NetworkShape, lanes: usize) -> Result<Self, NoKernels> {
        let layout = shape.layout();
        let mut ranges = layout.blocks().iter().map(|block| block.range.clone());
        let mut next = || (ranges.next().unwrap_or_default(), ranges.next().unwrap_or_default());
        let image = shape.image;
        let mut blocks = Vec::new();
        let mut layers = Vec::new();
        let whole = |count: usize| count.next_multiple_of(lanes);
        let (line, order, mut places, mut stride);
        match &shape.architecture {
            Architecture::Cnn { channels } => {
                let (mut inputs, mut input_stride) = (image.channels, image.channels);
                let (mut height, mut width) = (image.height, image.width);
                for &outputs in channels {
                    let (kernel, bias) = next();
                    blocks.push(Block {
                        inputs,
                        input_stride,
                        outputs,
                        output_stride: whole(outputs),
                        height,
                        width,
                        pooled_height: height / 2,
                        pooled_width: width / 2,
                        run: whole(3 * input_stride),
                        kernel,
                        bias,
                        lanes,
                    });
                    (inputs, input_stride, height, width) = (outputs, whole(outputs), height / 2, width / 2);
                }
                (line, order) = (image.width * image.channels, Order::ChannelsLast);
                let pixels = height * width;
                places = (0..inputs * pixels)
                    .map(|column| ((column % pixels) * input_stride + column / pixels) as u32)
                    .collect();
                stride = pixels * input_stride;
            }
            Architecture::Mlp { hidden } => {
                (line, order) = (image.values(), Order::ChannelsFirst);
                places = (0..line as u32).collect();
                stride = whole(line);
                for &outputs in hidden {
                    let (weight, bias) = next();
                    let output_stride = whole(outputs);
                    layers.push(Layer { input_stride: stride, outputs, output_stride, places, weight, bias });
                    places = (0..outputs as u32).collect();
                    stride = output_stride;
                }
            }
            Architecture::Resnet { .. } => {
                return Err(NoKernels { network: shape.architecture.to_string() });
            }
        }
        let (weight, bias) = next();
        let outputs = shape.classes;
        let output_stride = whole(outputs);
        layers.push(Layer { input_stride: stride, outputs, output_stride, places, weight, bias });
        Ok(Self {
            activation: shape.activation,
            blocks,
            layers,
            parameters: layout.parameters(),
            most_hidden_units: shape.hidden_units().into_iter().max().unwrap_or(0),
            line,
            order,
        })
    }

    /// Images that go through the linear layers together: all of a part without convolutions, and one at a time after
    /// convolutions, which process one image after the other.
    pub(super) fn rows(&self, images: usize) -> usize {
        if self.blocks.is_empty() { images } else { 1 }
    }
}
