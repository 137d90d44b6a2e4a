//! Random wedges along the axes: each is given by its short axes, a random subset.

use crate::landscape::wedges::specification::{WedgesError, WedgesSpecification, room};
use crate::numerics::random::{Purpose, stream};
use rand::seq::SliceRandom;

/// The short axes of K wedges, one wedge after another.
#[derive(Debug, Clone)]
pub(super) struct AxisAligned {
    short_dimension: usize,
    axes: Vec<u32>,
}

impl AxisAligned {
    /// K independent subsets of s axes, all equally likely.
    pub(super) fn random(specification: &WedgesSpecification, seed: u64) -> Result<Self, WedgesError> {
        let short_dimension = specification.short_dimension();
        let mut generator = stream(seed, Purpose::Wedges);
        let mut axes = room(specification.wedges * short_dimension)?;
        // A shuffle of any order is as random as a shuffle of the first one, so it need not be reset.
        let mut order: Vec<u32> = (0_u32..).take(specification.dimension).collect();
        for _ in 0..specification.wedges {
            let (subset, _) = order.partial_shuffle(&mut generator, short_dimension);
            let first = axes.len();
            axes.extend_from_slice(subset);
            axes[first..].sort_unstable();
        }
        Ok(Self { short_dimension, axes })
    }

    /// The short axes of one wedge, in ascending order.
    pub(super) fn axes(&self, number: usize) -> &[u32] {
        &self.axes[number * self.short_dimension..(number + 1) * self.short_dimension]
    }
}
