//! Images through a network, forward and backward.

use super::activate::{Activate, Relu, Silenced, Tanh};
use super::convolution::{Place, activate_results, convolve, pool};
use super::convolution_gradient::{WayBack, go_back};
use super::examples::Examples;
use super::plan::Plan;
use super::product::{ADD, ANY_DISTANCE, Left, REPLACE, Right, Target, multiply, multiply_by_rows};
use super::space::Space;
use super::weights::Weights;
use crate::network::{Activation, DropoutMask};
use crate::simd::{Kernel, Vector};

/// Summed loss and correct answers of some images and, if `training` is given, the gradient.
pub(super) struct Pass<'a> {
    pub(super) plan: &'a Plan,
    pub(super) weights: &'a Weights,
    pub(super) examples: &'a Examples,
    /// Which examples.
    pub(super) indices: Indices<'a>,
    pub(super) training: Option<Training<'a>>,
    /// Where the probability of every class of every image is written, if requested: image by image.
    pub(super) probabilities: Option<&'a mut [f32]>,
    pub(super) space: &'a mut Space,
}

/// Some examples of a split.
#[derive(Clone, Copy)]
pub(super) enum Indices<'a> {
    /// The first example, and how many there are from it on.
    From(usize, usize),
    /// These examples.
    Listed(&'a [u32]),
}

impl Indices<'_> {
    fn count(self) -> usize {
        match self {
            Self::From(_, count) => count,
            Self::Listed(indices) => indices.len(),
        }
    }

    fn get(self, place: usize) -> usize {
        match self {
            Self::From(first, _) => first + place,
            Self::Listed(indices) => indices[place] as usize,
        }
    }
}

/// What is needed to compute a gradient.
#[derive(Clone, Copy)]
pub(super) struct Training<'a> {
    /// The factor of every example's loss: one over their number.
    pub(super) share: f32,
    /// The position of the first example in its minibatch, which dropout depends on.
    pub(super) first: usize,
    /// The dropout mask, if there is dropout.
    pub(super) dropout: Option<&'a DropoutMask>,
}

impl<'a> Training<'a> {
    /// The dropout mask, and the position in the minibatch of an image of this part.
    fn dropout_of(self, image: usize) -> Option<(&'a DropoutMask, usize)> {
        Some((self.dropout?, self.first + image))
    }
}

impl Kernel for Pass<'_> {
    #[inline(always)]
    fn run<V: Vector>(self) {
        match self.plan.activation {
            Activation::Relu => self.run_with::<V, Relu>(Relu),
            Activation::Tanh => self.run_with::<V, Tanh>(Tanh),
        }
    }
}

impl Pass<'_> {
    #[inline(always)]
    fn run_with<V: Vector, A: Activate>(mut self, activation: A) {
        (self.space.loss, self.space.right, self.space.live_results) = (0.0, 0, 0);
        if self.training.is_some() {
            self.space.gradient.clear();
        }
        let count = self.indices.count();
        let rows = self.plan.rows(count);
        let mut image = 0;
        while image < count {
            self.read(image, rows);
            if !self.plan.blocks.is_empty() {
                self.convolutions_forward::<V, A>(activation, image);
            }
            self.layers_forward::<V, A>(activation, image, rows);
            self.score(image, rows);
            if self.training.is_some() {
                self.layers_back::<V>(rows);
                if !self.plan.blocks.is_empty() {
                    self.convolutions_back::<V>();
                }
            }
            image += rows;
        }
    }

    /// Copies images to the network's input.
    #[inline(always)]
    fn read(&mut self, image: usize, rows: usize) {
        let Self { plan, examples, indices, space, .. } = self;
        if let (Some(block), Some(target)) = (plan.blocks.first(), space.blocks.first_mut()) {
            let target = &mut target.input[block.input_start()..];
            examples.write(indices.get(image), target, block.input_row());
            return;
        }
        let stride = plan.layers[0].input_stride;
        for (row, target) in space.values[0].chunks_exact_mut(stride).take(rows).enumerate() {
            examples.write(indices.get(image + row), target, stride);
        }
    }

    /// All convolution blocks. The output of the last one is the input of the first linear layer.
    #[inline(always)]
    fn convolutions_forward<V: Vector, A: Activate>(&mut self, activation: A, image: usize) {
        let Self { plan, weights, training, space, .. } = self;
        let dropout = training.and_then(|training| training.dropout_of(image));
        for (index, (block, weights)) in plan.blocks.iter().zip(&weights.blocks).enumerate() {
            let (these, later) = space.blocks.split_at_mut(index + 1);
            let this = &mut these[index];
            let place = match (later.first_mut(), plan.blocks.get(index + 1)) {
                (Some(next), Some(block)) => {
                    // SAFETY: the image begins inside the buffer.
                    let at = unsafe { next.input.padded_mut_ptr().add(block.input_start()) };
                    Place { at, row: block.input_row() }
                }
                _ => Place {
                    at: space.values[0].padded_mut_ptr(),
                    row: block.pooled_width * block.output_stride,
                },
            };
            let results = space.results.padded_mut_ptr();
            let (bias, record) = (weights.bias.padded_ptr(), this.record());
            // SAFETY: all memory was made by the same plan, which names the lengths.
            unsafe {
                convolve::<V>(
                    block,
                    weights.forward.padded_ptr(),
                    this.input.padded_ptr(),
                    results,
                    space.tiles.padded_mut_ptr(),
                    space.products.padded_mut_ptr(),
                );
                match dropout {
                    None => pool::<V, A>(block, activation, results, bias, place, record),
                    Some((dropout, image)) => {
                        activate_results::<V, A>(block, activation, results, bias);
                        let noise = &mut space.noise[..block.outputs * block.height * block.width];
                        dropout.draw(index, image, noise);
                        silence(block, dropout, noise, &mut space.results);
                        // The biases are already included.
                        space.pixel.fill(0.0);
                        let silenced = Silenced { activation, kept: dropout.kept() };
                        let (results, nothing) = (space.results.padded_ptr(), space.pixel.padded_ptr());
                        pool::<V, Silenced<A>>(block, silenced, results, nothing, place, record);
                    }
                }
            }
        }
    }

    /// All linear layers, for some rows.
    #[inline(always)]
    fn layers_forward<V: Vector, A: Activate>(&mut self, activation: A, image: usize, rows: usize) {
        let Self { plan, weights, training, space, .. } = self;
        let dropout = training.and_then(|training| training.dropout_of(image));
        for (index, (layer, weights)) in plan.layers.iter().zip(&weights.layers).enumerate() {
            let (inputs, outputs) = space.values.split_at_mut(index + 1);
            let (input, output) = (&inputs[index], &mut outputs[0]);
            let left = Right { at: input.padded_ptr(), row: layer.input_stride };
            let right = Right { at: weights.matrix.padded_ptr(), row: layer.input_stride };
            let target = Target {
                at: output.padded_mut_ptr(),
                row: layer.output_stride,
                rows,
                columns: layer.outputs,
            };
            // SAFETY: all memory was made by the same plan, which names the lengths.
            unsafe { multiply_by_rows::<V>(left, right, layer.input_stride, target) };
            let lines = output.chunks_exact_mut(layer.output_stride).take(rows);
            let Some(slopes) = space.slopes.get_mut(index) else {
                lines.for_each(|line| {
                    line.iter_mut().zip(&*weights.bias).for_each(|(sum, bias)| *sum += bias)
                });
                continue;
            };
            for (line, slopes) in lines.zip(slopes.chunks_exact_mut(layer.output_stride)) {
                let mut place = 0;
                while place < layer.output_stride {
                    // SAFETY: a line and the biases are whole vectors of this length.
                    unsafe {
                        let at = line.as_mut_ptr().add(place);
                        let value =
                            activation.value(V::load(at).add(V::load(weights.bias.padded_ptr().add(place))));
                        value.store(at);
                        activation.slope(value).store(slopes.as_mut_ptr().add(place));
                    }
                    place += V::LANES;
                }
            }
            if let Some((dropout, image)) = dropout {
                let lines = output.chunks_exact_mut(layer.output_stride).take(rows);
                for (row, (line, slopes)) in
                    lines.zip(slopes.chunks_exact_mut(layer.output_stride)).enumerate()
                {
                    let noise = &mut space.noise[..layer.outputs];
                    dropout.draw(index, image + row, noise);
                    for ((value, slope), &mut bits) in line.iter_mut().zip(slopes).zip(noise) {
                        *value *= dropout.factor(bits);
                        *slope *= dropout.factor(bits);
                    }
                }
            }
        }
    }

    /// Cross-entropy and correct answers; in training also the gradient at the logits.
    #[inline(always)]
    fn score(&mut self, image: usize, rows: usize) {
        let Self { plan, examples, indices, training, probabilities, space, .. } = self;
        let last = plan.layers.len();
        let (classes, stride) = (plan.layers[last - 1].outputs, plan.layers[last - 1].output_stride);
        for row in 0..rows {
            let logits = &space.values[last][row * stride..][..classes];
            let upstream = &mut space.upstream[last][row * stride..][..classes];
            let label = examples.label(indices.get(image + row));
            let mut best = 0;
            for class in 1..classes {
                if logits[class] > logits[best] {
                    best = class;
                }
            }
            let highest = logits[best];
            let mut sum = 0.0;
            for (gradient, logit) in upstream.iter_mut().zip(logits) {
                *gradient = (logit - highest).exp();
                sum += *gradient;
            }
            space.loss += f64::from(sum.ln() - (logits[label] - highest));
            space.right += usize::from(best == label);
            if let Some(probabilities) = probabilities {
                let places = probabilities[(image + row) * classes..][..classes].iter_mut();
                places.zip(upstream.iter()).for_each(|(place, value)| *place = value / sum);
            }
            if let Some(Training { share, .. }) = *training {
                upstream.iter_mut().for_each(|gradient| *gradient *= share / sum);
                upstream[label] -= share;
            }
        }
    }

    /// The backward pass through all linear layers.
    #[inline(always)]
    fn layers_back<V: Vector>(&mut self, rows: usize) {
        let Self { plan, weights, space, .. } = self;
        for (index, (layer, weights)) in plan.layers.iter().zip(&weights.layers).enumerate().rev() {
            let (below, above) = space.upstream.split_at_mut(index + 1);
            let (below, upstream) = (&mut below[index], &above[0]);
            let gradient = &mut space.gradient.layers[index];
            let stride = layer.output_stride;
            for line in upstream.chunks_exact(stride).take(rows) {
                gradient.bias.iter_mut().zip(line).for_each(|(sum, value)| *sum += value);
            }
            let by_output = Left {
                at: upstream.padded_ptr(),
                row: 1,
                step: stride,
                length: rows,
                segment: 0,
                segments: 1,
            };
            let inputs = Right { at: space.values[index].padded_ptr(), row: layer.input_stride };
            let of_weights = Target {
                at: gradient.matrix.padded_mut_ptr(),
                row: layer.input_stride,
                rows: layer.outputs,
                columns: layer.input_stride,
            };
            // SAFETY: all memory was made by the same plan, which names the lengths.
            unsafe { multiply::<V, ADD, 1>(by_output, inputs, of_weights) };
            if index == 0 && plan.blocks.is_empty() {
                return;
            }
            let by_row = Left { row: stride, step: 1, length: layer.outputs, ..by_output };
            let matrix = Right { at: weights.matrix.padded_ptr(), row: layer.input_stride };
            let row = layer.input_stride;
            let of_inputs = Target { at: below.padded_mut_ptr(), row, rows, columns: row };
            // SAFETY: as above.
            unsafe { multiply::<V, REPLACE, ANY_DISTANCE>(by_row, matrix, of_inputs) };
            if index > 0 {
                let slopes = space.slopes[index - 1].iter();
                below.iter_mut().zip(slopes).for_each(|(gradient, slope)| *gradient *= slope);
            }
        }
    }

    /// The backward pass through all convolution blocks.
    #[inline(always)]
    fn convolutions_back<V: Vector>(&mut self) {
        let Self { plan, weights, space, .. } = self;
        for (index, (block, weights)) in plan.blocks.iter().zip(&weights.blocks).enumerate().rev() {
            let (upstream, upstream_row) = match (plan.blocks.get(index + 1), space.blocks.get(index + 1)) {
                (Some(next), Some(space)) => {
                    // SAFETY: the image begins inside the buffer.
                    let at = unsafe { space.below.padded_ptr().add(next.input_start()) };
                    (at, next.input_row())
                }
                _ => (space.upstream[0].padded_ptr(), block.pooled_width * block.output_stride),
            };
            let this = &mut space.blocks[index];
            let record = this.record();
            let below = (index > 0).then(|| this.below.padded_mut_ptr());
            let way = WayBack {
                upstream,
                upstream_row,
                slopes: record.slopes,
                winners: record.winners,
                input: this.input.padded_ptr(),
                weights: weights.backward.padded_ptr(),
                kernel_gradient: space.gradient.kernels[index].padded_mut_ptr(),
                bias_gradient: space.gradient.biases[index].padded_mut_ptr(),
                entries: space.entries.as_mut_ptr(),
                lengths: space.lengths.as_mut_ptr(),
                pixel: space.pixel.padded_mut_ptr(),
                live: space.live.as_mut_ptr(),
            };
            // SAFETY: all memory was made by the same plan, which names the lengths.
            unsafe { go_back::<V>(block, way, below) };
            space.live_results +=
                space.lengths[..block.outputs].iter().map(|&length| u64::from(length)).sum::<u64>();
        }
    }
}

/// Silences some of a block's activated results, depending on the random bits of its units.
#[inline(always)]
fn silence(block: &super::plan::Block, dropout: &DropoutMask, noise: &[u16], results: &mut [f32]) {
    let columns = 2 * block.pooled_width;
    for row in 0..2 * block.pooled_height {
        let noise = &noise[row * block.width * block.outputs..][..columns * block.outputs];
        let line = &mut results[row * block.result_row()..][..columns * block.output_stride];
        // If pixels follow each other without gaps, they form one long loop.
        let (pixel, units) = match block.outputs == block.output_stride {
            true => (line.len(), noise.len()),
            false => (block.output_stride, block.outputs),
        };
        for (values, noise) in line.chunks_exact_mut(pixel).zip(noise.chunks_exact(units)) {
            for (value, &bits) in values.iter_mut().zip(noise) {
                *value *= dropout.factor(bits);
            }
        }
    }
}
