//! Loss and gradient of a network on a CPU, by custom kernels: several times as fast as a general library.
//!
//! In networks with convolutions each image goes forward and backward through the whole network before the next one, so
//! that everything stays in the nearest caches. Convolutions after the first use Winograd's method; the backward pass
//! touches only what the pools let through. Images are divided into parts whose gradients are summed in order, so the
//! result does not depend on the number of threads.
#![allow(
    clippy::needless_range_loop,
    reason = "kernels count rows, columns and lanes of several things at once; loops over constants are unrolled"
)]

mod activate;
mod convolution;
mod convolution_gradient;
mod examples;
#[cfg(test)]
mod memory_tests;
mod no_kernels;
mod pass;
mod plan;
mod product;
mod space;
mod weights;
mod winograd;

pub use examples::Examples;
pub use no_kernels::NoKernels;

use crate::data::{DataError, Dataset, Normalisation};
use crate::network::{Architecture, DropoutMask, NetworkShape};
use crate::platform::parallel;
use crate::simd::Instructions;
use pass::{Indices, Pass, Training};
use plan::Plan;
use space::Space;
use std::sync::{Mutex, PoisonError};
use weights::{TakeWeights, Weights};

/// The most parts that examples are divided into.
const PARTS: usize = 16;
/// The number of parts that a minibatch is divided into if the network is large,
const FEWEST_PARTS: usize = 4;
/// ... because every part has its own gradient, and all of them together may not have more numbers than this.
const GRADIENT_NUMBERS: usize = 1 << 21;
/// The fewest images in a part: fewer are not worth handing to another thread.
const SMALLEST_PART: usize = 4;
/// The most images in a part: memory for this many is allocated.
const LARGEST_PART: usize = 64;
/// Parts that are processed at the same time: memory for this many is allocated.
const PARTS_AT_ONCE: usize = 64;

/// A network's loss and gradient on this processor.
#[derive(Debug)]
pub struct NetworkKernel {
    plan: Plan,
    instructions: Instructions,
    /// Buffers from earlier calls, kept for reuse.
    spaces: Mutex<Vec<Space>>,
    weights: Mutex<Vec<Weights>>,
}

/// Loss and correct answers, summed over examples.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Score {
    /// Summed cross-entropy in nats.
    pub loss: f64,
    /// How many examples are classified correctly.
    pub right: usize,
}

/// What is computed at one point besides the gradient, summed over examples.
struct Sum {
    loss: f64,
    live_results: u64,
}

/// A part of a minibatch, at one of the points.
struct Part<'a> {
    point: usize,
    first: usize,
    examples: &'a [u32],
    space: Space,
}

impl NetworkKernel {
    /// Whether kernels compute networks of this architecture, at any width and on images of any shape.
    pub const fn supports(architecture: &Architecture) -> bool {
        matches!(architecture, Architecture::Cnn { .. } | Architecture::Mlp { .. })
    }

    /// The kernels of a network with these instructions, or with portable ones if these are unavailable.
    ///
    /// # Errors
    /// When no kernel computes such a network; see [`NetworkKernel::supports`].
    pub fn new(shape: &NetworkShape, instructions: Instructions) -> Result<Self, NoKernels> {
        let instructions = if instructions.is_available() { instructions } else { Instructions::Portable };
        Ok(Self {
            plan: Plan::new(shape, instructions.lanes())?,
            instructions,
            spaces: Mutex::default(),
            weights: Mutex::default(),
        })
    }

    /// The instructions in use.
    pub fn instructions(&self) -> Instructions {
        self.instructions
    }

    /// Puts a data set into the order in which the kernels read it.
    ///
    /// # Errors
    /// When the normalisation and the images have different numbers of channels.
    pub fn examples(&self, data: &Dataset, normalisation: &Normalisation) -> Result<Examples, DataError> {
        Examples::new(&self.plan, data, normalisation)
    }

    /// Mean loss over some examples at every point, and its gradient: `points` and `gradients` hold one θ after the
    /// other.
    pub fn loss_and_gradient(
        &self,
        points: &[f32],
        examples: &Examples,
        indices: &[u32],
        dropout: Option<&DropoutMask>,
        gradients: &mut [f32],
    ) -> Vec<f64> {
        let sums = self.gradients(points, examples, indices, dropout, gradients);
        sums.into_iter().map(|sum| sum.loss / indices.len() as f64).collect()
    }

    fn gradients(
        &self,
        points: &[f32],
        examples: &Examples,
        indices: &[u32],
        dropout: Option<&DropoutMask>,
        gradients: &mut [f32],
    ) -> Vec<Sum> {
        let parts = (GRADIENT_NUMBERS / self.plan.parameters.max(1)).clamp(FEWEST_PARTS, PARTS);
        // Even loads on two, four and more cores.
        let size = indices.len().div_ceil(1 << parts.ilog2()).clamp(SMALLEST_PART, LARGEST_PART);
        let together = (PARTS_AT_ONCE / indices.len().div_ceil(size).max(1)).max(1);
        let mut sums = Vec::with_capacity(points.len() / self.plan.parameters);
        let length = self.plan.parameters * together;
        for (points, gradients) in points.chunks(length).zip(gradients.chunks_mut(length)) {
            sums.extend(self.gradients_together(points, examples, indices, size, dropout, gradients));
        }
        sums
    }

    fn gradients_together(
        &self,
        points: &[f32],
        examples: &Examples,
        indices: &[u32],
        size: usize,
        dropout: Option<&DropoutMask>,
        gradients: &mut [f32],
    ) -> Vec<Sum> {
        let weights = self.take_weights(points);
        let mut parts: Vec<Part<'_>> = Vec::new();
        for point in 0..weights.len() {
            for (part, examples) in indices.chunks(size).enumerate() {
                parts.push(Part { point, first: part * size, examples, space: self.space(size) });
            }
        }
        let share = 1.0 / indices.len() as f32;
        parallel::for_each(&mut parts, |part| {
            self.instructions.run(Pass {
                plan: &self.plan,
                weights: &weights[part.point],
                examples,
                indices: Indices::Listed(part.examples),
                training: Some(Training { share, first: part.first, dropout }),
                probabilities: None,
                space: &mut part.space,
            });
        });
        let mut sums = Vec::with_capacity(weights.len());
        let each = parts.len() / weights.len().max(1);
        for (parts, gradient) in
            parts.chunks_mut(each.max(1)).zip(gradients.chunks_exact_mut(self.plan.parameters))
        {
            let Some((sum, others)) = parts.split_first_mut() else { continue };
            for other in others {
                sum.space.loss += other.space.loss;
                sum.space.live_results += other.space.live_results;
                sum.space.gradient.add(&other.space.gradient);
            }
            sum.space.gradient.write(&self.plan, gradient);
            sums.push(Sum { loss: sum.space.loss, live_results: sum.space.live_results });
        }
        self.give_back(parts.into_iter().map(|part| part.space), weights);
        sums
    }

    /// How many pooled results have a gradient at a point, summed over these examples, and how many there are in all;
    /// `None` without convolutions.
    pub fn live_results(&self, point: &[f32], examples: &Examples, indices: &[u32]) -> Option<(u64, u64)> {
        let each: usize = self.plan.blocks.iter().map(|block| block.outputs * block.pooled()).sum();
        let mut gradient = vec![0.0; point.len()];
        let sums = indices
            .chunks(PARTS * LARGEST_PART)
            .flat_map(|indices| self.gradients(point, examples, indices, None, &mut gradient));
        let live = sums.map(|sum| sum.live_results).sum();
        (each > 0).then_some((live, (each * indices.len()) as u64))
    }

    /// Loss and correct answers at every point, summed over `count` examples from `first` on.
    pub fn score(&self, points: &[f32], examples: &Examples, first: usize, count: usize) -> Vec<Score> {
        let size = count.div_ceil(PARTS).clamp(SMALLEST_PART, LARGEST_PART);
        let parts_of_point = count.div_ceil(size);
        let weights = self.take_weights(points);
        let places: Vec<(usize, usize)> = (0..weights.len())
            .flat_map(|point| (0..parts_of_point).map(move |part| (point, part * size)))
            .collect();
        let mut scores = vec![Score::default(); weights.len()];
        for places in places.chunks(PARTS_AT_ONCE) {
            let mut parts: Vec<_> = places.iter().map(|&place| (place, self.space(size))).collect();
            parallel::for_each(&mut parts, |((point, start), space)| {
                self.instructions.run(Pass {
                    plan: &self.plan,
                    weights: &weights[*point],
                    examples,
                    indices: Indices::From(first + *start, size.min(count - *start)),
                    training: None,
                    probabilities: None,
                    space,
                });
            });
            for ((point, _), space) in &parts {
                scores[*point].loss += space.loss;
                scores[*point].right += space.right;
            }
            self.give_back(parts.into_iter().map(|(_, space)| space), Vec::new());
        }
        self.give_back(std::iter::empty(), weights);
        scores
    }

    /// The probability of every class at every point, for `count` examples from `first` on: one list per point, example
    /// by example.
    pub fn probabilities(
        &self,
        points: &[f32],
        examples: &Examples,
        first: usize,
        count: usize,
    ) -> Vec<Vec<f32>> {
        let classes = self.plan.layers.last().map_or(0, |layer| layer.outputs);
        let weights = self.take_weights(points);
        let mut found = vec![vec![0.0; count * classes]; weights.len()];
        for (weights, found) in weights.iter().zip(&mut found) {
            let parts = found.chunks_mut(LARGEST_PART * classes.max(1)).enumerate();
            let mut parts: Vec<_> =
                parts.map(|(part, found)| (part * LARGEST_PART, found, self.space(LARGEST_PART))).collect();
            parallel::for_each(&mut parts, |(start, found, space)| {
                self.instructions.run(Pass {
                    plan: &self.plan,
                    weights,
                    examples,
                    indices: Indices::From(first + *start, LARGEST_PART.min(count - *start)),
                    training: None,
                    probabilities: Some(found),
                    space,
                });
            });
            self.give_back(parts.into_iter().map(|(_, _, space)| space), Vec::new());
        }
        self.give_back(std::iter::empty(), weights);
        found
    }

    fn take_weights(&self, points: &[f32]) -> Vec<Weights> {
        let mut taken: Vec<_> = points
            .chunks_exact(self.plan.parameters)
            .map(|parameters| {
                let weights = self.weights.lock().unwrap_or_else(PoisonError::into_inner).pop();
                (parameters, weights.unwrap_or_else(|| Weights::zeros(&self.plan)))
            })
            .collect();
        parallel::for_each(&mut taken, |(parameters, weights)| {
            self.instructions.run(TakeWeights { plan: &self.plan, parameters, weights });
        });
        taken.into_iter().map(|(_, weights)| weights).collect()
    }

    fn space(&self, images: usize) -> Space {
        let mut waiting = self.spaces.lock().unwrap_or_else(PoisonError::into_inner);
        let found = waiting.pop().filter(|space| space.fits(&self.plan, images));
        found.unwrap_or_else(|| Space::new(&self.plan, images))
    }

    fn give_back(&self, spaces: impl Iterator<Item = Space>, weights: Vec<Weights>) {
        self.spaces.lock().unwrap_or_else(PoisonError::into_inner).extend(spaces);
        self.weights.lock().unwrap_or_else(PoisonError::into_inner).extend(weights);
    }
}
