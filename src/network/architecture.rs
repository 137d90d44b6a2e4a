//! The function that a network computes: its layers, and the names that a user gives them.

use super::residual::GROUPS;
use crate::data::grouped;
use crate::settings::{RangeError, UnknownName, choices};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

choices! {
    /// The non-linearity after every hidden layer.
    #[derive(Default)]
    pub enum Activation {
        /// `max(x, 0)`.
        #[default]
        Relu = "relu",
        /// The hyperbolic tangent.
        Tanh = "tanh",
    }
}

/// The layers of a network before its width is chosen.
///
/// Written as `simple-cnn` (the paper's: `cnn-16-32-32`), `cnn-8-16` (3×3 convolutions with these numbers of channels),
/// `mlp-64-64` (hidden layers with these numbers of units) or `resnet-16-32-64` (residual blocks of these widths).
///
/// The residual network is this module of PyTorch, and its parameters have the names of its state dictionary:
///
/// ```python
/// from collections import OrderedDict
/// from torch import nn
///
/// def conv_norm(inputs, outputs, side, stride):
///     conv = nn.Conv2d(inputs, outputs, side, stride, side // 2, bias=False)
///     return nn.Sequential(OrderedDict(conv=conv, norm=nn.GroupNorm(8, outputs)))
///
/// class Block(nn.Module):
///     def __init__(self, inputs, outputs, activation):
///         super().__init__()
///         stride = 1 if inputs == outputs else 2
///         self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
///         self.norm1 = nn.GroupNorm(8, outputs)
///         self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
///         self.norm2 = nn.GroupNorm(8, outputs)
///         self.shortcut = nn.Identity() if stride == 1 else conv_norm(inputs, outputs, 1, 2)
///         self.activation = activation
///
///     def forward(self, x):
///         inner = self.activation(self.norm1(self.conv1(x)))
///         return self.activation(self.norm2(self.conv2(inner)) + self.shortcut(x))
///
/// class ResNet(nn.Module):
///     def __init__(self, widths, channels=3, classes=10, activation=nn.ReLU()):
///         super().__init__()
///         self.stem = conv_norm(channels, widths[0], 3, 1)
///         pairs = zip([widths[0], *widths], widths)
///         self.blocks = nn.Sequential(*(Block(*pair, activation) for pair in pairs))
///         self.head = nn.Linear(widths[-1], classes)
///         self.activation = activation
///
///     def forward(self, x):
///         return self.head(self.blocks(self.activation(self.stem(x))).mean(dim=(2, 3)))
/// ```
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
    /// A residual network (He et al. 2016) with group normalisation (Wu and He 2018): a 3×3 convolution to the first
    /// width, then one basic block per width, then the mean over all pixels and one linear layer. A block whose width
    /// differs from the one before it halves the image, rounded up, and has a 1×1 convolution as its shortcut. Every convolution is
    /// followed by a normalisation in 8 groups of channels (with 1e-5 added to the variance) and has no biases. Dropout
    /// acts after every activation.
    Resnet {
        /// Channels of each block, multiples of 8.
        widths: Vec<usize>,
    },
}

/// Channels of the paper's SimpleCNN.
const SIMPLE_CNN: [usize; 3] = [16, 32, 32];
/// The name of this architecture.
const SIMPLE_CNN_NAME: &str = "simple-cnn";
/// The valid forms of a name, with what their numbers are.
const FORM: &str = "simple-cnn, cnn-C-C-… (channels of 3×3 convolutions), mlp-U-U-… (units of hidden layers) or \
    resnet-W-W-… (widths of residual blocks, multiples of 8)";
/// The most letters of an invalid name that a message repeats.
const LONGEST_QUOTATION: usize = 60;
/// The most units or channels a layer may have.
const WIDEST_LAYER: usize = 65_536;
/// The most layers a network may have.
const MOST_LAYERS: usize = 64;
/// The most parameters a network may have: what fits a device's memory with room for an optimizer.
pub(super) const MOST_PARAMETERS: usize = 1 << 28;

/// The most activations of all layers together for one image: hundreds of images are measured at once.
pub(super) const MOST_ACTIVATIONS: usize = 1 << 22;

/// A network that cannot be built.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ArchitectureError {
    /// The name of an unknown kind of network.
    #[error("unknown network '{}'; {}", .0.name, advice(.0))]
    UnknownName(#[from] UnknownName),
    /// The sizes of the layers are invalid.
    #[error(
        "the layers of '{0}' are invalid; give {FORM} with at most {MOST_LAYERS} whole numbers from 1 to {WIDEST_LAYER}"
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
    /// Every group of a normalisation would hold one value, which it would turn into 0 whatever it was.
    #[error(
        "block {block} of the residual network would have {GROUPS} channels and, from images of {height}×{width} pixels, a \
         single pixel, so that each of the {GROUPS} groups of its normalisation would hold a single value; give the block \
         more channels, or change the width less often before it"
    )]
    SingleValues {
        /// The block, from 1.
        block: usize,
        /// Image height in pixels.
        height: usize,
        /// Image width in pixels.
        width: usize,
    },
    /// The channels of a residual block cannot be divided into groups.
    #[error(
        "a residual block cannot have {0} channels, because they are normalised in {GROUPS} groups; give widths and a \
         width multiplier that make multiples of {GROUPS}"
    )]
    Groups(usize),
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
    match &unknown.nearest {
        Some(nearest) => format!("did you mean '{nearest}'? Give {FORM}"),
        None => format!("give {FORM}"),
    }
}

impl Architecture {
    /// The valid forms of a name.
    pub const FORMS: &'static [&'static str] = &[SIMPLE_CNN_NAME, "cnn-C-C-…", "mlp-U-U-…", "resnet-W-W-…"];

    /// The same, with what their numbers are.
    pub const FORM: &'static str = FORM;
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
            Self::Resnet { widths } => ("resnet", widths),
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
        let build: fn(Vec<usize>) -> Self = match kind {
            "cnn" => |channels| Self::Cnn { channels },
            "mlp" => |hidden| Self::Mlp { hidden },
            "resnet" => |widths| Self::Resnet { widths },
            _ => return Err(UnknownName::new("network", name, Self::FORMS.iter().copied()).into()),
        };
        let unit = if kind == "resnet" { GROUPS } else { 1 };
        parts
            .map(|size| size.parse().ok().filter(|size| (1..=WIDEST_LAYER).contains(size)))
            .collect::<Option<Vec<usize>>>()
            .filter(|layers| layers.len() <= MOST_LAYERS)
            .filter(|layers| kind == "mlp" || !layers.is_empty())
            .filter(|layers| layers.iter().all(|size| size.is_multiple_of(unit)))
            .map(build)
            .ok_or_else(|| ArchitectureError::Layers(name.chars().take(LONGEST_QUOTATION).collect()))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_is_described_with_the_numbers_that_it_takes() {
        for form in Architecture::FORMS {
            assert!(FORM.contains(form), "{form}");
        }
        assert!(FORM.contains(&format!("multiples of {GROUPS}")));
    }

    #[test]
    fn names_round_trip_and_nonsense_is_refused() {
        for name in ["simple-cnn", "cnn-8-16", "mlp-64-64", "mlp", "resnet-16-32-64", "resnet-8"] {
            assert_eq!(name.parse::<Architecture>().unwrap().to_string(), name);
        }
        for name in [
            "cnn",
            "cnn-0",
            "cnn-x",
            "mlp-64-",
            "mlp-99999999",
            "mlp--1",
            "resnet",
            "resnet-18",
            "resnet-8-0",
        ] {
            assert!(matches!(name.parse::<Architecture>(), Err(ArchitectureError::Layers(_))), "{name}");
        }
        for name in ["", "vgg-16", "simple-cnn-2", "-"] {
            let message = name.parse::<Architecture>().unwrap_err().to_string();
            let message = message.to_lowercase();
            assert!(message.ends_with(&format!("give {FORM}").to_lowercase()), "{message}");
        }
    }
}
