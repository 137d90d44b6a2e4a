//! The blocks of a residual network: how many channels they have, how large their images are, and where their weights
//! lie.

use super::Layout;
use crate::data::ImageShape;

/// The groups into which a normalisation divides the channels (Wu and He 2018): the number of channels is a multiple.
pub(super) const GROUPS: usize = 8;
/// What is added to every variance before its root is taken.
#[cfg(feature = "compute")]
pub(super) const EPSILON: f64 = 1e-5;
/// The side of the convolutions, except for those of shortcuts.
const SIDE: usize = 3;

/// Two convolutions, and a shortcut around them (He et al. 2016).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ResidualBlock {
    /// Channels of the input.
    pub(super) inputs: usize,
    /// Channels of the output.
    pub(super) outputs: usize,
    /// Pixels of the output.
    pub(super) pixels: usize,
}

impl ResidualBlock {
    /// Whether the number of channels changes: then the first convolution and the shortcut take every second row and
    /// column, and the shortcut is a 1×1 convolution instead of the identity.
    pub(super) const fn changes_width(self) -> bool {
        self.inputs != self.outputs
    }

    /// Whether every group of its normalisations holds a single value, whose deviation from its mean is always 0.
    pub(super) const fn has_single_values(self) -> bool {
        self.pixels == 1 && self.outputs == GROUPS
    }

    /// The stride of the first convolution and of the shortcut.
    #[cfg(feature = "compute")]
    pub(super) const fn stride(self) -> usize {
        if self.changes_width() { 2 } else { 1 }
    }

    /// Multiplications for one image, those of normalisations left out.
    fn multiplications(self) -> usize {
        let Self { inputs, outputs, pixels } = self;
        let shortcut = if self.changes_width() { inputs } else { 0 };
        pixels * outputs * (SIDE * SIDE * (inputs + outputs) + shortcut)
    }
}

/// The blocks of a network with these widths, in order.
pub(super) fn blocks(widths: &[usize], image: ImageShape) -> impl Iterator<Item = ResidualBlock> {
    let mut inputs = widths.first().copied().unwrap_or(image.channels);
    let (mut height, mut width) = (image.height, image.width);
    widths.iter().map(move |&outputs| {
        if inputs != outputs {
            (height, width) = (height.div_ceil(2), width.div_ceil(2));
        }
        let block = ResidualBlock { inputs, outputs, pixels: height * width };
        inputs = outputs;
        block
    })
}

/// The activations of each hidden layer for one image: after the first convolution, and after each of the two
/// convolutions of every block. Overflow saturates.
pub(super) fn hidden_units(widths: &[usize], image: ImageShape) -> Vec<usize> {
    let first = widths.first().map(|width| width.saturating_mul(image.height * image.width));
    let of_blocks = blocks(widths, image).flat_map(|block| [block.outputs.saturating_mul(block.pixels); 2]);
    first.into_iter().chain(of_blocks).collect()
}

/// Appends the weights before the last layer. The result is the number of features that the last layer takes.
pub(super) fn lay_out(widths: &[usize], image: ImageShape, layout: &mut Layout) -> usize {
    let mut convolution = |layer: &str, normalisation: &str, outputs: usize, inputs: usize, side: usize| {
        layout.push_without_bias(layer, &[outputs, inputs, side, side]);
        layout.push_normalisation(normalisation, outputs);
    };
    if let Some(&first) = widths.first() {
        convolution("stem.conv", "stem.norm", first, image.channels, SIDE);
    }
    for (place, block) in blocks(widths, image).enumerate() {
        let ResidualBlock { inputs, outputs, .. } = block;
        let name = |layer: &str| format!("blocks.{place}.{layer}");
        convolution(&name("conv1"), &name("norm1"), outputs, inputs, SIDE);
        convolution(&name("conv2"), &name("norm2"), outputs, outputs, SIDE);
        if block.changes_width() {
            convolution(&name("shortcut.conv"), &name("shortcut.norm"), outputs, inputs, 1);
        }
    }
    widths.last().copied().unwrap_or(image.channels)
}

/// Multiplications for one image before the last layer, those of normalisations left out.
pub(super) fn multiplications(widths: &[usize], image: ImageShape) -> usize {
    let first = widths.first().map_or(0, |width| SIDE * SIDE * image.values() * width);
    first + blocks(widths, image).map(ResidualBlock::multiplications).sum::<usize>()
}

#[cfg(test)]
mod tests {
    use super::*;

    const CIFAR: ImageShape = ImageShape { channels: 3, height: 32, width: 32 };

    #[test]
    fn images_are_halved_where_the_width_changes_and_only_there() {
        let pixels = |widths: &[usize], image| -> Vec<usize> {
            blocks(widths, image).map(|block| block.pixels).collect()
        };
        assert_eq!(pixels(&[16, 32, 64], CIFAR), [1_024, 256, 64]);
        assert_eq!(pixels(&[16, 16, 8], CIFAR), [1_024, 1_024, 256]);
        let odd = ImageShape { channels: 1, height: 7, width: 5 };
        assert_eq!(pixels(&[8, 16, 24], odd), [35, 12, 4]);
    }

    #[test]
    fn hidden_units_are_those_after_every_activation() {
        let expected = [16_384, 16_384, 16_384, 8_192, 8_192, 4_096, 4_096];
        assert_eq!(hidden_units(&[16, 32, 64], CIFAR), expected);
    }

    #[test]
    fn weights_lie_in_the_order_of_a_state_dictionary() {
        let mut layout = Layout::default();
        assert_eq!(lay_out(&[8, 16], CIFAR, &mut layout), 16);
        let found: Vec<String> =
            layout.blocks().iter().map(|block| format!("{} {:?}", block.name, block.shape)).collect();
        let expected = [
            "stem.conv.weight [8, 3, 3, 3]",
            "stem.norm.weight [8]",
            "stem.norm.bias [8]",
            "blocks.0.conv1.weight [8, 8, 3, 3]",
            "blocks.0.norm1.weight [8]",
            "blocks.0.norm1.bias [8]",
            "blocks.0.conv2.weight [8, 8, 3, 3]",
            "blocks.0.norm2.weight [8]",
            "blocks.0.norm2.bias [8]",
            "blocks.1.conv1.weight [16, 8, 3, 3]",
            "blocks.1.norm1.weight [16]",
            "blocks.1.norm1.bias [16]",
            "blocks.1.conv2.weight [16, 16, 3, 3]",
            "blocks.1.norm2.weight [16]",
            "blocks.1.norm2.bias [16]",
            "blocks.1.shortcut.conv.weight [16, 8, 1, 1]",
            "blocks.1.shortcut.norm.weight [16]",
            "blocks.1.shortcut.norm.bias [16]",
        ];
        assert_eq!(found, expected);
    }
}
