//! Which part of the flat vector θ holds which weight.
//!
//! One fixed order for everything that reads or writes θ: layer by layer, weights before biases, each row-major in
//! PyTorch's shape.

use std::ops::Range;

/// One weight tensor's place in θ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParameterBlock {
    /// Its name in a state dictionary, such as `conv1.weight`.
    pub name: String,
    /// Its shape: `[out, in, 3, 3]` for a convolution, `[out, in]` for a linear layer, `[out]` for a bias.
    pub shape: Vec<usize>,
    /// Where it lies in θ.
    pub range: Range<usize>,
}

/// All weight tensors of a network, in the order in which they lie in θ.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Layout {
    blocks: Vec<ParameterBlock>,
}

impl Layout {
    /// Appends a layer: weights of `shape` (outputs first), then one bias per output.
    pub fn push(&mut self, layer: &str, shape: &[usize]) {
        self.push_block(format!("{layer}.weight"), shape);
        self.push_block(format!("{layer}.bias"), &shape[..1]);
    }

    fn push_block(&mut self, name: String, shape: &[usize]) {
        let start = self.parameters();
        // An overflowing length saturates, and is refused as too large.
        let length = shape.iter().copied().fold(1, usize::saturating_mul);
        let range = start..start.saturating_add(length);
        self.blocks.push(ParameterBlock { name, shape: shape.to_vec(), range });
    }

    /// The weight tensors in order.
    pub fn blocks(&self) -> &[ParameterBlock] {
        &self.blocks
    }

    /// The weights into each unit: for every output of a layer (a channel or a neuron), the range of weights that
    /// compute it. Biases belong to no unit.
    pub fn units(&self) -> Vec<Range<usize>> {
        let mut units = Vec::new();
        for block in self.blocks.iter().filter(|block| block.shape.len() > 1) {
            let each = block.range.len() / block.shape[0].max(1);
            units.extend((0..block.shape[0]).map(|unit| {
                let start = block.range.start + unit * each;
                start..start + each
            }));
        }
        units
    }

    /// The length of θ (D in the paper).
    pub fn parameters(&self) -> usize {
        self.blocks.last().map_or(0, |block| block.range.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_weight_belongs_to_one_unit_and_no_bias_does() {
        let mut layout = Layout::default();
        layout.push("conv1", &[4, 3, 3, 3]);
        layout.push("head", &[2, 16]);
        let units = layout.units();
        assert_eq!(units.len(), 6);
        assert_eq!((units[0].clone(), units[3].clone()), (0..27, 81..108));
        // Four biases lie in between.
        assert_eq!((units[4].clone(), units[5].clone()), (112..128, 128..144));
        assert_eq!(layout.parameters(), 146);
    }
}
