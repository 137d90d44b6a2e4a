//! The memory for processing one part of a batch: allocated once and reused for every part.

use super::convolution::{PoolRecord, products_length, tiles_length};
use super::convolution_gradient::WORD;
use super::plan::{Block, Plan};
use super::weights::Gradient;
use crate::simd::Numbers;

/// Buffers for the forward and backward pass of some images.
#[derive(Debug)]
pub(super) struct Space {
    pub(super) gradient: Gradient,
    pub(super) blocks: Vec<BlockSpace>,
    /// The input of each linear layer, for all rows; the last are the logits.
    pub(super) values: Vec<Numbers>,
    /// Slopes of the hidden layers' activations.
    pub(super) slopes: Vec<Numbers>,
    /// Gradients with respect to `values`.
    pub(super) upstream: Vec<Numbers>,
    pub(super) results: Numbers,
    pub(super) tiles: Numbers,
    pub(super) products: Numbers,
    pub(super) entries: Vec<u64>,
    pub(super) lengths: Vec<u32>,
    pub(super) pixel: Numbers,
    pub(super) live: Vec<u64>,
    /// Dropout's random bits for the units of one layer.
    pub(super) noise: Vec<u16>,
    /// Summed over the images of the part: cross-entropy in nats, and correct answers.
    pub(super) loss: f64,
    pub(super) right: usize,
    /// Pooled results that have a gradient, summed over images and blocks.
    pub(super) live_results: u64,
    rows: usize,
}

/// Buffers for a convolution block.
#[derive(Debug)]
pub(super) struct BlockSpace {
    /// The input, inside a border of zeros.
    pub(super) input: Numbers,
    /// The gradient with respect to the input.
    pub(super) below: Numbers,
    slopes: Numbers,
    winners: Numbers,
}

impl BlockSpace {
    fn new(block: &Block) -> Self {
        let pooled = block.pooled() * block.output_stride;
        Self {
            input: Numbers::zeros(block.input_length()),
            below: Numbers::zeros(block.input_length()),
            slopes: Numbers::zeros(pooled),
            winners: Numbers::zeros(pooled),
        }
    }

    /// Where the pool writes its record.
    pub(super) fn record(&mut self) -> PoolRecord {
        PoolRecord { slopes: self.slopes.padded_mut_ptr(), winners: self.winners.padded_mut_ptr() }
    }
}

impl Space {
    /// Buffers for parts of up to `images` images.
    pub(super) fn new(plan: &Plan, images: usize) -> Self {
        let rows = plan.rows(images);
        let largest = |length: &dyn Fn(&Block) -> usize| plan.blocks.iter().map(length).max().unwrap_or(0);
        let inputs = plan.layers.iter().map(|layer| rows * layer.input_stride);
        let logits = plan.layers.last().map(|layer| rows * layer.output_stride);
        let values: Vec<_> = inputs.chain(logits).map(Numbers::zeros).collect();
        let hidden = plan.layers.iter().rev().skip(1).rev();
        Self {
            gradient: Gradient::zeros(plan),
            blocks: plan.blocks.iter().map(BlockSpace::new).collect(),
            upstream: values.clone(),
            values,
            slopes: hidden.map(|layer| Numbers::zeros(rows * layer.output_stride)).collect(),
            results: Numbers::zeros(largest(&Block::result_length)),
            tiles: Numbers::zeros(largest(&tiles_length)),
            products: Numbers::zeros(largest(&products_length)),
            entries: vec![0; largest(&|block| block.outputs * block.pooled())],
            lengths: vec![0; largest(&|block| block.outputs)],
            pixel: Numbers::zeros(largest(&|block| block.output_stride)),
            live: vec![0; largest(&|block| 4 * block.output_stride.div_ceil(WORD))],
            noise: vec![0; plan.most_hidden_units],
            loss: 0.0,
            right: 0,
            live_results: 0,
            rows,
        }
    }

    /// Whether a part of `images` images fits.
    pub(super) fn fits(&self, plan: &Plan, images: usize) -> bool {
        plan.rows(images) <= self.rows
    }
}
