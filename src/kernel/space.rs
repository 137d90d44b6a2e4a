//! The memory that a part of a batch is worked through in: taken once, used again for every part.

use super::convolution::{PoolRecord, products_length, tiles_length};
use super::convolution_gradient::WORD;
use super::numbers::Numbers;
use super::plan::{Block, Plan};
use super::weights::Gradient;

/// Room for everything on the way forward and back of some images.
#[derive(Debug)]
pub(super) struct Space {
    pub(super) gradient: Gradient,
    pub(super) blocks: Vec<BlockSpace>,
    /// What goes into each linear layer, for all rows; at last the logits.
    pub(super) values: Vec<Numbers>,
    /// Slopes of the hidden layers' activations.
    pub(super) slopes: Vec<Numbers>,
    /// Gradients at the same numbers as `values`.
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
    /// Summed over the images of the part: cross-entropy in nats, and right answers.
    pub(super) loss: f64,
    pub(super) right: usize,
    /// Pooled results that have a gradient, summed over images and blocks.
    pub(super) live_results: u64,
    rows: usize,
}

/// Room for a convolution block.
#[derive(Debug)]
pub(super) struct BlockSpace {
    /// What comes in, inside a border of noughts.
    pub(super) input: Numbers,
    /// The gradient there.
    pub(super) below: Numbers,
    slopes: Numbers,
    winners: Numbers,
}

impl BlockSpace {
    fn new(block: &Block) -> Self {
        let pooled = block.pooled() * block.output_stride;
        Self {
            input: Numbers::noughts(block.input_length()),
            below: Numbers::noughts(block.input_length()),
            slopes: Numbers::noughts(pooled),
            winners: Numbers::noughts(pooled),
        }
    }

    /// Where the pool leaves its record.
    pub(super) fn record(&mut self) -> PoolRecord {
        PoolRecord { slopes: self.slopes.padded_mut_ptr(), winners: self.winners.padded_mut_ptr() }
    }
}

impl Space {
    /// Room for parts of up to so many images.
    pub(super) fn new(plan: &Plan, images: usize) -> Self {
        let rows = plan.rows(images);
        let largest = |length: &dyn Fn(&Block) -> usize| plan.blocks.iter().map(length).max().unwrap_or(0);
        let inputs = plan.layers.iter().map(|layer| rows * layer.input_stride);
        let logits = plan.layers.last().map(|layer| rows * layer.output_stride);
        let values: Vec<_> = inputs.chain(logits).map(Numbers::noughts).collect();
        let hidden = plan.layers.iter().rev().skip(1).rev();
        Self {
            gradient: Gradient::noughts(plan),
            blocks: plan.blocks.iter().map(BlockSpace::new).collect(),
            upstream: values.clone(),
            values,
            slopes: hidden.map(|layer| Numbers::noughts(rows * layer.output_stride)).collect(),
            results: Numbers::noughts(largest(&Block::result_length)),
            tiles: Numbers::noughts(largest(&tiles_length)),
            products: Numbers::noughts(largest(&products_length)),
            entries: vec![0; largest(&|block| block.outputs * block.pooled())],
            lengths: vec![0; largest(&|block| block.outputs)],
            pixel: Numbers::noughts(largest(&|block| block.output_stride)),
            live: vec![0; largest(&|block| 4 * block.output_stride.div_ceil(WORD))],
            noise: vec![0; plan.most_hidden_units],
            loss: 0.0,
            right: 0,
            live_results: 0,
            rows,
        }
    }

    /// Whether parts of so many images fit.
    pub(super) fn fits(&self, plan: &Plan, images: usize) -> bool {
        plan.rows(images) <= self.rows
    }
}
