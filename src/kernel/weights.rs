//! θ in the order in which the kernels read it, and gradients in θ's order again.

use super::plan::{Block, Layer, Plan};
use super::winograd::{PATCH, transform_weights};
use crate::simd::{Kernel, Numbers, Vector};

/// The weights of a network as kernels read them.
#[derive(Debug, Default)]
pub(super) struct Weights {
    pub(super) blocks: Vec<BlockWeights>,
    pub(super) layers: Vec<LayerNumbers>,
}

/// The weights of a convolution.
#[derive(Debug)]
pub(super) struct BlockWeights {
    /// Tap by tap, or product by product: input channels × output channels.
    pub(super) forward: Numbers,
    /// One output channel after another: taps × input channels.
    pub(super) backward: Numbers,
    pub(super) bias: Numbers,
    taps: Numbers,
}

/// The weights of a linear layer, or their gradient.
#[derive(Debug, Clone)]
pub(super) struct LayerNumbers {
    /// One output after another.
    pub(super) matrix: Numbers,
    pub(super) bias: Numbers,
}

impl LayerNumbers {
    fn zeros(layer: &Layer) -> Self {
        Self {
            matrix: Numbers::zeros(layer.outputs * layer.input_stride),
            bias: Numbers::zeros(layer.output_stride),
        }
    }
}

impl Weights {
    /// Buffers for the weights of a network.
    pub(super) fn zeros(plan: &Plan) -> Self {
        let block = |block: &Block| BlockWeights {
            forward: Numbers::zeros(block.forward_length()),
            backward: Numbers::zeros(block.backward_length()),
            bias: Numbers::zeros(block.output_stride),
            taps: Numbers::zeros(9 * block.inputs * block.output_stride),
        };
        Self {
            blocks: plan.blocks.iter().map(block).collect(),
            layers: plan.layers.iter().map(LayerNumbers::zeros).collect(),
        }
    }
}

/// Copies the weights from θ.
pub(super) struct TakeWeights<'a> {
    pub(super) plan: &'a Plan,
    pub(super) parameters: &'a [f32],
    pub(super) weights: &'a mut Weights,
}

impl Kernel for TakeWeights<'_> {
    #[inline(always)]
    fn run<V: Vector>(self) {
        let Self { plan, parameters, weights } = self;
        for (block, weights) in plan.blocks.iter().zip(&mut weights.blocks) {
            weights.bias[..block.outputs].copy_from_slice(&parameters[block.bias.clone()]);
            take_taps(block, &parameters[block.kernel.clone()], weights);
            if block.is_winograd() {
                transform::<V>(block, weights);
            } else {
                weights.forward.copy_from_slice(&weights.taps);
            }
        }
        for (layer, weights) in plan.layers.iter().zip(&mut weights.layers) {
            weights.bias[..layer.outputs].copy_from_slice(&parameters[layer.bias.clone()]);
            let rows = parameters[layer.weight.clone()].chunks_exact(layer.places.len());
            for (row, packed) in rows.zip(weights.matrix.chunks_exact_mut(layer.input_stride)) {
                for (&weight, &place) in row.iter().zip(&layer.places) {
                    packed[place as usize] = weight;
                }
            }
        }
    }
}

/// `[out][in][tap]` as `[tap][in][out]` and `[out][tap][in]`.
#[inline(always)]
fn take_taps(block: &Block, kernel: &[f32], weights: &mut BlockWeights) {
    let (taps, backward) = (&mut weights.taps, &mut weights.backward);
    for (output, channels) in kernel.chunks_exact(9 * block.inputs).enumerate() {
        for (input, kernel) in channels.chunks_exact(9).enumerate() {
            for (tap, &weight) in kernel.iter().enumerate() {
                taps[(tap * block.inputs + input) * block.output_stride + output] = weight;
                backward[(output * 9 + tap) * block.input_stride + input] = weight;
            }
        }
    }
}

/// G g Gᵀ for every pair of channels.
#[inline(always)]
fn transform<V: Vector>(block: &Block, weights: &mut BlockWeights) {
    let pairs = block.inputs * block.output_stride;
    let (taps, forward) = (weights.taps.padded_ptr(), weights.forward.padded_mut_ptr());
    for pair in (0..pairs).step_by(V::LANES) {
        let mut middle = [[V::zero(); PATCH]; 3];
        // SAFETY: every pair has nine taps and 36 products, and pairs are whole vectors.
        unsafe {
            for (column, line) in middle.iter_mut().enumerate() {
                let tap = |row: usize| taps.add((row * 3 + column) * pairs + pair);
                *line = transform_weights([V::load(tap(0)), V::load(tap(1)), V::load(tap(2))]);
            }
            for row in 0..PATCH {
                let products = transform_weights([middle[0][row], middle[1][row], middle[2][row]]);
                for (column, product) in products.into_iter().enumerate() {
                    product.store(forward.add((row * PATCH + column) * pairs + pair));
                }
            }
        }
    }
}

/// The gradient of a network's loss, in the kernels' order.
#[derive(Debug)]
pub(super) struct Gradient {
    /// One output channel after another: three runs of three pixels' channels.
    pub(super) kernels: Vec<Numbers>,
    pub(super) biases: Vec<Numbers>,
    pub(super) layers: Vec<LayerNumbers>,
}

impl Gradient {
    /// Buffers for the gradient of a network.
    pub(super) fn zeros(plan: &Plan) -> Self {
        Self {
            kernels: plan.blocks.iter().map(|block| Numbers::zeros(block.gradient_length())).collect(),
            biases: plan.blocks.iter().map(|block| Numbers::zeros(block.output_stride)).collect(),
            layers: plan.layers.iter().map(LayerNumbers::zeros).collect(),
        }
    }

    fn parts_mut(&mut self) -> impl Iterator<Item = &mut Numbers> {
        let layers = self.layers.iter_mut().flat_map(|layer| [&mut layer.matrix, &mut layer.bias]);
        self.kernels.iter_mut().chain(&mut self.biases).chain(layers)
    }

    fn parts(&self) -> impl Iterator<Item = &Numbers> {
        let layers = self.layers.iter().flat_map(|layer| [&layer.matrix, &layer.bias]);
        self.kernels.iter().chain(&self.biases).chain(layers)
    }

    /// Sets everything to zero.
    pub(super) fn clear(&mut self) {
        self.parts_mut().for_each(|part| part.fill(0.0));
    }

    /// Adds another part of the sum.
    pub(super) fn add(&mut self, other: &Self) {
        for (sum, part) in self.parts_mut().zip(other.parts()) {
            sum.iter_mut().zip(part.iter()).for_each(|(sum, value)| *sum += value);
        }
    }

    /// Writes the gradient in θ's order.
    pub(super) fn write(&self, plan: &Plan, gradient: &mut [f32]) {
        for ((block, kernel), bias) in plan.blocks.iter().zip(&self.kernels).zip(&self.biases) {
            gradient[block.bias.clone()].copy_from_slice(&bias[..block.outputs]);
            let target = gradient[block.kernel.clone()].chunks_exact_mut(9 * block.inputs);
            for (target, runs) in target.zip(kernel.chunks_exact(3 * block.run)) {
                for (input, taps) in target.chunks_exact_mut(9).enumerate() {
                    for (tap, value) in taps.iter_mut().enumerate() {
                        *value = runs[(tap / 3) * block.run + (tap % 3) * block.input_stride + input];
                    }
                }
            }
        }
        for (layer, numbers) in plan.layers.iter().zip(&self.layers) {
            gradient[layer.bias.clone()].copy_from_slice(&numbers.bias[..layer.outputs]);
            let target = gradient[layer.weight.clone()].chunks_exact_mut(layer.places.len());
            for (target, row) in target.zip(numbers.matrix.chunks_exact(layer.input_stride)) {
                for (value, &place) in target.iter_mut().zip(&layer.places) {
                    *value = row[place as usize];
                }
            }
        }
    }
}
