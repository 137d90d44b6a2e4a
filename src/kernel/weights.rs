//! θ in the order in which kernels read it, and gradients back in θ's order.

use super::instructions::Kernel;
use super::numbers::Numbers;
use super::plan::{Block, Layer, Plan};
use super::vector::Vector;
use super::winograd::{PATCH, transform_weights};

/// The weights of a network as kernels read them.
#[derive(Debug, Default)]
pub(super) struct Weights {
    pub(super) blocks: Vec<BlockWeights>,
    pub(super) layers: Vec<LayerNumbers>,
}

/// Those of a convolution.
#[derive(Debug)]
pub(super) struct BlockWeights {
    /// Tap after tap, or product after product: channels in × channels out.
    pub(super) forward: Numbers,
    /// Channel out after channel out: taps × channels in.
    pub(super) backward: Numbers,
    pub(super) bias: Numbers,
    taps: Numbers,
}

/// Weights, or their gradient, of a linear layer.
#[derive(Debug, Clone)]
pub(super) struct LayerNumbers {
    /// Output after output.
    pub(super) matrix: Numbers,
    pub(super) bias: Numbers,
}

impl LayerNumbers {
    fn noughts(layer: &Layer) -> Self {
        Self {
            matrix: Numbers::noughts(layer.outputs * layer.input_stride),
            bias: Numbers::noughts(layer.output_stride),
        }
    }
}

impl Weights {
    /// Room for the weights of a network.
    pub(super) fn noughts(plan: &Plan) -> Self {
        let block = |block: &Block| BlockWeights {
            forward: Numbers::noughts(block.forward_length()),
            backward: Numbers::noughts(block.backward_length()),
            bias: Numbers::noughts(block.output_stride),
            taps: Numbers::noughts(9 * block.inputs * block.output_stride),
        };
        Self {
            blocks: plan.blocks.iter().map(block).collect(),
            layers: plan.layers.iter().map(LayerNumbers::noughts).collect(),
        }
    }
}

/// Takes the weights out of θ.
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

/// G g Gᵀ of every pair of channels.
#[inline(always)]
fn transform<V: Vector>(block: &Block, weights: &mut BlockWeights) {
    let pairs = block.inputs * block.output_stride;
    let (taps, forward) = (weights.taps.padded_ptr(), weights.forward.padded_mut_ptr());
    for pair in (0..pairs).step_by(V::LANES) {
        let mut middle = [[V::zero(); PATCH]; 3];
        // SAFETY: there are nine taps and 36 products of every pair, and pairs are whole vectors.
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
    /// Channel out after channel out: three runs of three pixels' channels.
    pub(super) kernels: Vec<Numbers>,
    pub(super) biases: Vec<Numbers>,
    pub(super) layers: Vec<LayerNumbers>,
}

impl Gradient {
    /// Room for the gradient of a network.
    pub(super) fn noughts(plan: &Plan) -> Self {
        Self {
            kernels: plan.blocks.iter().map(|block| Numbers::noughts(block.gradient_length())).collect(),
            biases: plan.blocks.iter().map(|block| Numbers::noughts(block.output_stride)).collect(),
            layers: plan.layers.iter().map(LayerNumbers::noughts).collect(),
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

    /// Zero again.
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
