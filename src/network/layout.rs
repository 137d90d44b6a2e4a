//! Which part of the flat vector θ holds which weight.
//!
//! One fixed order for everything that reads or writes θ: layer by layer, weights (or scales) before biases, each
//! row-major in PyTorch's shape.

use std::ops::Range;

/// What the numbers of a tensor do in a network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParameterKind {
    /// They multiply inputs: a convolution or a linear layer.
    Weight,
    /// They are added: one per output of a layer, or per channel after a normalisation.
    Bias,
    /// They multiply normalised channels, one per channel.
    Scale,
}

/// One weight tensor's place in θ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParameterBlock {
    /// Its name in a state dictionary, such as `conv1.weight`.
    pub name: String,
    /// What its numbers do.
    pub kind: ParameterKind,
    /// Its shape: `[out, in, rows, columns]` for a convolution, `[out, in]` for a linear layer, `[out]` for a bias or a
    /// scale.
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
        self.push_without_bias(layer, shape);
        self.push_block(format!("{layer}.bias"), ParameterKind::Bias, &shape[..1]);
    }

    /// Appends a layer without biases: weights of `shape` (outputs first).
    pub fn push_without_bias(&mut self, layer: &str, shape: &[usize]) {
        self.push_block(format!("{layer}.weight"), ParameterKind::Weight, shape);
    }

    /// Appends a normalisation of this number of channels: one scale per channel, then one bias per channel.
    pub fn push_normalisation(&mut self, layer: &str, channels: usize) {
        self.push_block(format!("{layer}.weight"), ParameterKind::Scale, &[channels]);
        self.push_block(format!("{layer}.bias"), ParameterKind::Bias, &[channels]);
    }

    fn push_block(&mut self, name: String, kind: ParameterKind, shape: &[usize]) {
        let start = self.parameters();
        // An overflowing length saturates, and is refused as too large.
        let length = shape.iter().copied().fold(1, usize::saturating_mul);
        let range = start..start.saturating_add(length);
        self.blocks.push(ParameterBlock { name, kind, shape: shape.to_vec(), range });
    }

    /// The weight tensors in order.
    pub fn blocks(&self) -> &[ParameterBlock] {
        &self.blocks
    }

    /// The weights into each unit: for every output of a layer (a channel or a neuron), the range of weights that
    /// compute it. Biases and the scales of normalisations belong to no unit.
    pub fn units(&self) -> Vec<Range<usize>> {
        let mut units = Vec::new();
        for block in self.blocks.iter().filter(|block| block.kind == ParameterKind::Weight) {
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

    #[test]
    fn scales_and_biases_of_a_normalisation_belong_to_no_unit() {
        let mut layout = Layout::default();
        layout.push_without_bias("conv1", &[8, 3, 3, 3]);
        layout.push_normalisation("norm1", 8);
        let names: Vec<&str> = layout.blocks().iter().map(|block| block.name.as_str()).collect();
        assert_eq!(names, ["conv1.weight", "norm1.weight", "norm1.bias"]);
        assert_eq!(layout.units().len(), 8);
        assert_eq!(layout.parameters(), 8 * 27 + 8 + 8);
    }
}
