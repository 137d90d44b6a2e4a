//! The function that a network computes: its layers, and the names that a user gives them.

use super::Layout;
use crate::data::{ImageShape, grouped};
use crate::settings::{Range, RangeError, UnknownName};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// The non-linearity after every hidden layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Activation {
    /// `max(x, 0)`.
    #[default]
    Relu,
    /// The hyperbolic tangent.
    Tanh,
}

impl Activation {
    /// The names of all activations.
    pub const NAMES: &'static [&'static str] = &["relu", "tanh"];

    /// The name of the activation.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Relu => "relu",
            Self::Tanh => "tanh",
        }
    }
}

/// The factors by which a network may be widened.
pub const WIDTHS: Range = Range::Real(1.0 / 64.0, 64.0);

/// The layers of a network before its width is chosen.
///
/// Written as `simple-cnn` (the paper's: `cnn-16-32-32`), `cnn-8-16` (3×3 convolutions with these numbers of channels)
/// or `mlp-64-64` (hidden layers with these numbers of units).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Architecture {
    /// Convolution blocks, then one linear layer. A block is a 3×3 convolution (zero-padded to keep the size), the
    /// activation, dropout, and 2×2 max pooling (section 4.1 of the paper).
    Cnn {
        /// Output channels of each block.
        channels: Vec<usize>,
    },
    /// Fully connected hidden layers with activation and dropout, then one linear layer.
    Mlp {
        /// Units of each hidden layer; an empty list makes a linear classifier.
        hidden: Vec<usize>,
    },
}

/// Channels of the paper's SimpleCNN.
const SIMPLE_CNN: [usize; 3] = [16, 32, 32];
/// The name of this architecture.
const SIMPLE_CNN_NAME: &str = "simple-cnn";
/// The most letters of an invalid name that a message repeats.
const LONGEST_QUOTATION: usize = 60;
/// The most units or channels a layer may have.
const WIDEST_LAYER: usize = 65_536;
/// The most layers a network may have.
const MOST_LAYERS: usize = 64;
/// The most parameters a network may have: what fits a device's memory with room for an optimizer.
const MOST_PARAMETERS: usize = 1 << 28;

/// The most activations of all layers together for one image: hundreds of images are measured at once.
const MOST_ACTIVATIONS: usize = 1 << 22;

/// A network that cannot be built.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ArchitectureError {
    /// The name of an unknown kind of network.
    #[error("unknown network '{}'; {}", .0.name, advice(.0))]
    UnknownName(#[from] UnknownName),
    /// The sizes of the layers are invalid.
    #[error(
        "the layers of '{0}' are invalid; give cnn-C-C-… (channels of 3×3 convolutions) or mlp-U-U-… (units of hidden \
         layers) with at most {MOST_LAYERS} whole numbers from 1 to {WIDEST_LAYER}"
    )]
    Layers(String),
    /// Images would shrink to nothing.
    #[error(
        "{blocks} convolution blocks, each of which halves the image, leave nothing of {height}×{width} pixels; give at \
         most {most} blocks"
    )]
    TooManyBlocks {
        /// Requested blocks.
        blocks: usize,
        /// Image height in pixels.
        height: usize,
        /// Image width in pixels.
        width: usize,
        /// Blocks that fit.
        most: u32,
    },
    /// The width multiplier is out of range.
    #[error(transparent)]
    Width(#[from] RangeError),
    /// The network would be larger than memory.
    #[error(
        "the network would have {} parameters, and at most {} are allowed; give a smaller width, or fewer channels or units",
        grouped(*.0), grouped(MOST_PARAMETERS)
    )]
    TooLarge(usize),
    /// The activations for an image would be larger than memory.
    #[error(
        "the network would have {} activations for each image, and at most {} are allowed; give a smaller width, or \
         fewer channels or units",
        grouped(*.0), grouped(MOST_ACTIVATIONS)
    )]
    TooManyActivations(usize),
}

/// Which name to choose instead of an unknown one.
fn advice(unknown: &UnknownName) -> String {
    let forms = "simple-cnn, cnn-C-C-… (channels of 3×3 convolutions) or mlp-U-U-… (units of hidden layers)";
    match &unknown.nearest {
        Some(nearest) => format!("did you mean '{nearest}'? Give {forms}"),
        None => format!("give {forms}"),
    }
}

impl Architecture {
    /// The valid forms of a name.
    pub const FORMS: &'static [&'static str] = &[SIMPLE_CNN_NAME, "cnn-C-C-…", "mlp-U-U-…"];
}

impl Default for Architecture {
    fn default() -> Self {
        Self::Cnn { channels: SIMPLE_CNN.to_vec() }
    }
}

impl fmt::Display for Architecture {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (kind, layers) = match self {
            Self::Cnn { channels } if channels == &SIMPLE_CNN => return formatter.write_str(SIMPLE_CNN_NAME),
            Self::Cnn { channels } => ("cnn", channels),
            Self::Mlp { hidden } => ("mlp", hidden),
        };
        formatter.write_str(kind)?;
        layers.iter().try_for_each(|size| write!(formatter, "-{size}"))
    }
}

impl FromStr for Architecture {
    type Err = ArchitectureError;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        if name == SIMPLE_CNN_NAME {
            return Ok(Self::default());
        }
        let mut parts = name.split('-');
        let kind = parts.next().unwrap_or_default();
        if !["cnn", "mlp"].contains(&kind) {
            return Err(UnknownName::new("network", name, Self::FORMS.iter().copied()).into());
        }
        let layers = parts
            .map(|size| size.parse().ok().filter(|size| (1..=WIDEST_LAYER).contains(size)))
            .collect::<Option<Vec<usize>>>()
            .filter(|layers| layers.len() <= MOST_LAYERS)
            .filter(|layers| kind == "mlp" || !layers.is_empty())
            .ok_or_else(|| ArchitectureError::Layers(name.chars().take(LONGEST_QUOTATION).collect()))?;
        Ok(if kind == "cnn" { Self::Cnn { channels: layers } } else { Self::Mlp { hidden: layers } })
    }
}

impl Serialize for Architecture {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Architecture {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

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
    /// When the width is not within [`WIDTHS`], the images are too small for this number of blocks, or the network is
    /// too large for memory.
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

    /// The units of each hidden layer for one image: channels × height × width after a convolution, before its pool.
    /// Overflow saturates.
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
        };
        layout.push("head", &[self.classes, features]);
        layout
    }

    /// Multiplications in the forward pass of one example: every weight of a linear layer once, every weight of a
    /// convolution at each place of its kernel.
    pub fn multiplications(&self) -> usize {
        let places = |block: usize| (self.image.height >> block).max(1) * (self.image.width >> block).max(1);
        let layout = self.layout();
        let weights = layout.blocks().iter().filter(|block| block.shape.len() > 1);
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
    }

    #[test]
    fn names_round_trip_and_nonsense_is_refused() {
        for name in ["simple-cnn", "cnn-8-16", "mlp-64-64", "mlp"] {
            assert_eq!(name.parse::<Architecture>().unwrap().to_string(), name);
        }
        for name in ["cnn", "cnn-0", "cnn-x", "mlp-64-", "mlp-99999999", "mlp--1"] {
            assert!(matches!(name.parse::<Architecture>(), Err(ArchitectureError::Layers(_))), "{name}");
        }
        for name in ["", "resnet-18", "simple-cnn-2", "-"] {
            let message = name.parse::<Architecture>().unwrap_err().to_string();
            let message = message.to_lowercase();
            let forms =
                "simple-cnn, cnn-c-c-… (channels of 3×3 convolutions) or mlp-u-u-… (units of hidden layers)";
            assert!(message.ends_with(&format!("give {forms}")), "{message}");
        }
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
}
