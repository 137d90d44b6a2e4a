//! A network with fixed sizes: an architecture at a width, for images of one shape.

use super::architecture::{MOST_ACTIVATIONS, MOST_PARAMETERS};
use super::residual::{self, GROUPS, ResidualBlock};
use super::{Activation, Architecture, ArchitectureError, Layout, ParameterKind};
use crate::data::ImageShape;
use crate::settings::Range;

/// The factors by which a network may be widened.
pub const WIDTHS: Range = Range::Real(1.0 / 64.0, 64.0);

/// A network with fixed sizes: an architecture at a width, for images of one shape.
///
/// ```
/// use wedgelab::prelude::*;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let image = ImageShape { channels: 3, height: 32, width: 32 };
/// let shape = NetworkShape::new(&"simple-cnn".parse()?, Activation::Relu, 1.0, image, 10)?;
/// assert_eq!(shape.layout().parameters(), 19_466);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct NetworkShape {
    /// The layers, already widened.
    pub architecture: Architecture,
    /// The non-linearity.
    pub activation: Activation,
    /// The shape of the input images.
    pub image: ImageShape,
    /// The number of logits.
    pub classes: usize,
}

impl NetworkShape {
    /// A network whose hidden layers are `width` times as wide as in the architecture (rounded, at least one).
    ///
    /// # Errors
    /// When the width is not within [`WIDTHS`], the images are too small for this number of blocks, the channels of a
    /// residual block are no multiple of 8 or only 8 at a single pixel, or the network is too large for memory.
    pub fn new(
        architecture: &Architecture,
        activation: Activation,
        width: f64,
        image: ImageShape,
        classes: usize,
    ) -> Result<Self, ArchitectureError> {
        WIDTHS.check("width", width)?;
        let widened = |layers: &[usize]| -> Vec<usize> {
            layers.iter().map(|&size| ((size as f64 * width).round() as usize).max(1)).collect()
        };
        let architecture = match architecture {
            Architecture::Cnn { channels } => {
                let most = image.height.min(image.width).max(1).ilog2();
                if channels.len() > most as usize {
                    return Err(ArchitectureError::TooManyBlocks {
                        blocks: channels.len(),
                        height: image.height,
                        width: image.width,
                        most,
                    });
                }
                Architecture::Cnn { channels: widened(channels) }
            }
            Architecture::Mlp { hidden } => Architecture::Mlp { hidden: widened(hidden) },
            Architecture::Resnet { widths } => {
                let widths = widened(widths);
                if let Some(&width) = widths.iter().find(|width| !width.is_multiple_of(GROUPS)) {
                    return Err(ArchitectureError::Groups(width));
                }
                if let Some(block) =
                    residual::blocks(&widths, image).position(ResidualBlock::has_single_values)
                {
                    let ImageShape { height, width, .. } = image;
                    return Err(ArchitectureError::SingleValues { block: block + 1, height, width });
                }
                Architecture::Resnet { widths }
            }
        };
        let shape = Self { architecture, activation, image, classes };
        let parameters = shape.layout().parameters();
        if parameters > MOST_PARAMETERS {
            return Err(ArchitectureError::TooLarge(parameters));
        }
        let activations = shape.activations();
        if activations > MOST_ACTIVATIONS {
            return Err(ArchitectureError::TooManyActivations(activations));
        }
        Ok(shape)
    }

    /// The units of each hidden layer for one image: channels × height × width after a convolution, before its pool (in a
    /// residual network after every convolution but those of shortcuts). Overflow saturates.
    pub fn hidden_units(&self) -> Vec<usize> {
        match &self.architecture {
            Architecture::Cnn { channels } => {
                let ImageShape { mut height, mut width, .. } = self.image;
                let mut block = |&channels: &usize| {
                    let units = channels.saturating_mul(height * width);
                    (height, width) = (height / 2, width / 2);
                    units
                };
                channels.iter().map(&mut block).collect()
            }
            Architecture::Mlp { hidden } => hidden.clone(),
            Architecture::Resnet { widths } => residual::hidden_units(widths, self.image),
        }
    }

    /// The number of activations of all layers together for one image.
    fn activations(&self) -> usize {
        self.hidden_units().into_iter().fold(self.classes, usize::saturating_add)
    }

    /// Where each weight lies in θ, under the names and in the shapes and order that PyTorch would use.
    pub fn layout(&self) -> Layout {
        let mut layout = Layout::default();
        let features = match &self.architecture {
            Architecture::Cnn { channels } => {
                let ImageShape { channels: mut inputs, mut height, mut width } = self.image;
                for (block, &outputs) in channels.iter().enumerate() {
                    layout.push(&format!("conv{}", block + 1), &[outputs, inputs, 3, 3]);
                    (inputs, height, width) = (outputs, height / 2, width / 2);
                }
                inputs * height * width
            }
            Architecture::Mlp { hidden } => {
                let mut inputs = self.image.channels * self.image.height * self.image.width;
                for (layer, &outputs) in hidden.iter().enumerate() {
                    layout.push(&format!("hidden{}", layer + 1), &[outputs, inputs]);
                    inputs = outputs;
                }
                inputs
            }
            Architecture::Resnet { widths } => residual::lay_out(widths, self.image, &mut layout),
        };
        layout.push("head", &[self.classes, features]);
        layout
    }

    /// Multiplications in the forward pass of one example: every weight of a linear layer once, every weight of a
    /// convolution at each place of its kernel.
    pub fn multiplications(&self) -> usize {
        if let Architecture::Resnet { widths } = &self.architecture {
            let features = widths.last().copied().unwrap_or(self.image.channels);
            return residual::multiplications(widths, self.image) + self.classes * features;
        }
        let places = |block: usize| (self.image.height >> block).max(1) * (self.image.width >> block).max(1);
        let layout = self.layout();
        let weights = layout.blocks().iter().filter(|block| block.kind == ParameterKind::Weight);
        weights
            .enumerate()
            .map(|(layer, block)| match block.shape.len() {
                2 => block.range.len(),
                _ => block.range.len() * places(layer),
            })
            .sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CIFAR: ImageShape = ImageShape { channels: 3, height: 32, width: 32 };
    const MNIST: ImageShape = ImageShape { channels: 1, height: 28, width: 28 };

    fn parameters(name: &str, width: f64, image: ImageShape, classes: usize) -> usize {
        let architecture = name.parse().unwrap();
        NetworkShape::new(&architecture, Activation::Relu, width, image, classes)
            .unwrap()
            .layout()
            .parameters()
    }

    #[test]
    fn parameter_counts_are_the_ones_worked_out_by_hand() {
        assert_eq!(parameters("simple-cnn", 1.0, CIFAR, 10), 19_466);
        assert_eq!(parameters("simple-cnn", 0.25, CIFAR, 10), 2_282);
        assert_eq!(parameters("simple-cnn", 0.5, CIFAR, 10), 6_282);
        assert_eq!(parameters("simple-cnn", 2.0, CIFAR, 10), 66_570);
        assert_eq!(parameters("simple-cnn", 4.0, CIFAR, 10), 243_722);
        assert_eq!(parameters("simple-cnn", 1.0, CIFAR, 100), 65_636);
        assert_eq!(parameters("simple-cnn", 1.0, MNIST, 10), 16_938);
        assert_eq!(parameters("resnet-16-32-64", 1.0, CIFAR, 10), 78_042);
        assert_eq!(parameters("resnet-8", 2.0, CIFAR, 10), parameters("resnet-16", 1.0, CIFAR, 10));
        let vector = ImageShape { channels: 20, height: 1, width: 1 };
        assert_eq!(parameters("mlp-64-64", 1.0, vector, 10), 6_154);
        assert_eq!(parameters("mlp", 1.0, vector, 10), 210);
    }

    #[test]
    fn multiplications_are_the_ones_worked_out_by_hand() {
        let shape = |name: &str, image| {
            NetworkShape::new(&name.parse().unwrap(), Activation::Relu, 1.0, image, 10).unwrap()
        };
        // 32² · 27 · 16 + 16² · 144 · 32 + 8² · 288 · 32 + 512 · 10.
        assert_eq!(shape("simple-cnn", CIFAR).multiplications(), 2_216_960);
        assert_eq!(shape("mlp-64", MNIST).multiplications(), 784 * 64 + 64 * 10);
        // 32² · (27 · 16 + 2 · 144 · 16) + 16² · (144 + 288 + 16) · 32 + 8² · (288 + 576 + 32) · 64 + 64 · 10.
        assert_eq!(shape("resnet-16-32-64", CIFAR).multiplications(), 12_501_632);
    }

    #[test]
    fn networks_beyond_any_memory_are_refused() {
        let refusal = |name: &str, width| {
            let architecture = name.parse().unwrap();
            NetworkShape::new(&architecture, Activation::Relu, width, CIFAR, 10).unwrap_err()
        };
        // 3072 · 65536 weights and 65536 biases, then 65536 · 65536 and 65536, then 65536 · 10 and 10.
        let parameters = 201_326_592 + 65_536 + 4_294_967_296 + 65_536 + 655_360 + 10;
        assert_eq!(refusal("mlp-65536-65536", 1.0), ArchitectureError::TooLarge(parameters));
        assert!(matches!(
            refusal(&format!("mlp{}", "-65536".repeat(64)), 64.0),
            ArchitectureError::TooLarge(_)
        ));
        // 8192 channels at 32×32, and ten logits.
        assert_eq!(refusal("cnn-8192", 1.0), ArchitectureError::TooManyActivations(8_192 * 1_024 + 10));
    }

    #[test]
    fn too_many_blocks_and_silly_widths_are_refused() {
        let deep: Architecture = "cnn-4-4-4-4-4".parse().unwrap();
        assert!(NetworkShape::new(&deep, Activation::Relu, 1.0, CIFAR, 10).is_ok());
        assert!(NetworkShape::new(&deep, Activation::Relu, 1.0, MNIST, 10).is_err());
        for width in [0.0, -1.0, 65.0, f64::NAN] {
            assert!(NetworkShape::new(&Architecture::default(), Activation::Relu, width, CIFAR, 10).is_err());
        }
    }

    #[test]
    fn residual_blocks_that_cannot_be_built_are_refused() {
        let build = |name: &str, width, image| {
            NetworkShape::new(&name.parse().unwrap(), Activation::Relu, width, image, 10).map(drop)
        };
        assert_eq!(build("resnet-16-32", 0.25, CIFAR), Err(ArchitectureError::Groups(4)));
        assert_eq!(build("resnet-16-32", 0.5, CIFAR), Ok(()));
        assert_eq!(build("resnet-8-8-8-8-8-8-8-8", 1.0, CIFAR), Ok(()));
        // The last blocks have one pixel, and more channels than groups.
        for image in [CIFAR, MNIST] {
            assert_eq!(build("resnet-8-16-24-32-40-48", 1.0, image), Ok(()));
            assert_eq!(build("resnet-8-16-24-32-40-48-56", 1.0, image), Ok(()));
            assert_eq!(build("resnet-48-40-32-24-8", 1.0, image), Ok(()));
        }
        let ImageShape { height, width, .. } = MNIST;
        let refused = Err(ArchitectureError::SingleValues { block: 6, height, width });
        assert_eq!(build("resnet-48-40-32-24-16-8", 1.0, MNIST), refused);
        let vector = ImageShape { channels: 20, height: 1, width: 1 };
        let refused = Err(ArchitectureError::SingleValues { block: 1, height: 1, width: 1 });
        assert_eq!(build("resnet-8", 1.0, vector), refused);
        assert_eq!(build("resnet-16", 1.0, vector), Ok(()));
    }
}
