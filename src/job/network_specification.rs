//! The settings of a network landscape: which network, which images, which device.

use super::SpecificationError;
use crate::data::{ImageShape, NormalisationChoice, Source, SyntheticSize};
use crate::network::{Activation, Architecture, NetworkShape, WIDTHS};
use crate::settings::{Range, Setting};
use serde::{Deserialize, Serialize};

/// What computes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DeviceChoice {
    /// A hardware GPU if there is one and it is faster than the CPU at this work, else the CPU.
    #[default]
    Auto,
    /// The CPU.
    Cpu,
    /// A hardware GPU, or an error.
    Gpu,
    /// A GPU in software: slow, and only useful to test the GPU path without a GPU.
    SoftwareGpu,
}

impl DeviceChoice {
    /// The names of all choices.
    pub const NAMES: &'static [&'static str] = &["auto", "cpu", "gpu", "software-gpu"];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Cpu => "cpu",
            Self::Gpu => "gpu",
            Self::SoftwareGpu => "software-gpu",
        }
    }
}

/// How many examples may be requested; 0 for all.
const EXAMPLES: Range = Range::Whole(0, 10_000_000);

/// A network on a data set.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NetworkSpecification {
    /// `simple-cnn`, `cnn-C-C-…` or `mlp-U-U-…`.
    pub network: Architecture,
    /// `relu` or `tanh`.
    pub activation: Activation,
    /// Width multiplier of the named network, 1/64 to 64.
    pub width: f64,
    /// `synthetic`, `cifar10`, `cifar100`, `mnist`, `fashion-mnist`, or `dropped` in the page.
    pub data: Source,
    /// The folder that holds the data set; not needed for `synthetic`.
    pub data_dir: Option<String>,
    /// `dataset`, `unit`, `half` or `MEAN/DEVIATION`: how pixels become a network's inputs.
    pub normalisation: NormalisationChoice,
    /// How many training examples, class-balanced, at most 10,000,000; 0 for all.
    pub train_size: usize,
    /// How many of the training examples landscapes are measured on, class-balanced, at most 10,000,000; 0 for all.
    pub evaluation_size: usize,
    /// How many test examples, class-balanced, at most 10,000,000; 0 for all.
    pub test_size: usize,
    /// c in `loss + c · Σ θ²`, 0 to 1,000.
    pub l2: f64,
    /// Share of hidden units silenced in training, at least 0 and at most 0.95.
    pub dropout: f64,
    /// `auto`, `cpu`, `gpu` or `software-gpu`.
    pub device: DeviceChoice,
}

impl Default for NetworkSpecification {
    fn default() -> Self {
        Self {
            network: Architecture::default(),
            activation: Activation::default(),
            width: 1.0,
            data: Source::default(),
            data_dir: None,
            normalisation: NormalisationChoice::default(),
            train_size: 0,
            evaluation_size: 0,
            test_size: 0,
            l2: 0.0,
            dropout: 0.0,
            device: DeviceChoice::default(),
        }
    }
}

impl NetworkSpecification {
    /// Every setting, with its allowed values.
    pub const SETTINGS: &'static [Setting] = &[
        Setting::text("network", "simple-cnn, cnn-C-C-… (channels of 3×3 convolutions) or mlp-U-U-… (units)")
            .means("The network"),
        Setting::name("activation", "activation", Activation::NAMES).means("Function after every hidden layer"),
        Setting::number("width", WIDTHS).in_unit("widths of the named network").means("Width multiplier"),
        Setting::name("data", "data set", Source::NAMES).means("The images: built-in ones (synthetic), or a data set read from files"),
        Setting::optional_text("data_dir", "the path of a folder")
            .means("The folder that holds the data set; in a job file, relative to that file"),
        Setting::text_or_table("normalisation", NormalisationChoice::FORM)
            .means("How pixels become a network's inputs"),
        Setting::number("train_size", EXAMPLES).in_unit("images").means("Training images, class-balanced; 0 for all"),
        Setting::number("evaluation_size", EXAMPLES).in_unit("images").means("Training images that the loss landscape is measured on, class-balanced; 0 for all"),
        Setting::number("test_size", EXAMPLES).in_unit("images").means("Test images, class-balanced; 0 for all"),
        Setting::number("l2", Range::Real(0.0, 1_000.0)).means("c in loss + c · Σ θ²"),
        Setting::number("dropout", Range::Real(0.0, 0.95)).in_unit("share").means("Share of hidden units silenced in training"),
        Setting::name("device", "device", DeviceChoice::NAMES).means("What computes: auto times the GPU (if any) and the CPU for one second each and uses the faster one"),
    ];

    /// Checks that the network can be built for the published images. Images dropped on the page are unknown until they
    /// are read; they are checked then.
    ///
    /// # Errors
    /// When more built-in images are requested than exist, or the network has more blocks than the image size allows or
    /// is too large for any memory.
    pub fn validate(&self) -> Result<(), SpecificationError> {
        if self.data == Source::Synthetic {
            let made = SyntheticSize::default();
            for (field, size, most) in
                [("train_size", self.train_size, made.train), ("test_size", self.test_size, made.test)]
            {
                Range::Whole(0, most as u64)
                    .check_count(field, size as u64)
                    .map_err(|error| SpecificationError::Setting { field, error: error.into() })?;
            }
        }
        let Some(images) = PublishedImages::of(self.data) else { return Ok(()) };
        NetworkShape::new(&self.network, self.activation, self.width, images.shape, images.classes)?;
        Ok(())
    }

    /// The number of training examples, if it is known before they are read.
    pub fn training_examples(&self) -> Option<usize> {
        match self.train_size {
            0 => PublishedImages::of(self.data).map(|images| images.training),
            size => Some(size),
        }
    }
}

/// What is known about a data set without its files.
struct PublishedImages {
    shape: ImageShape,
    classes: usize,
    training: usize,
}

impl PublishedImages {
    fn of(source: Source) -> Option<Self> {
        let colour = ImageShape { channels: 3, height: 32, width: 32 };
        let grey = ImageShape { channels: 1, height: 28, width: 28 };
        let (shape, classes, training) = match source {
            Source::Synthetic => (colour, 10, SyntheticSize::default().train),
            Source::Cifar10 => (colour, 10, 50_000),
            Source::Cifar100 => (colour, 100, 50_000),
            Source::Mnist | Source::FashionMnist => (grey, 10, 60_000),
            Source::Dropped => return None,
        };
        Some(Self { shape, classes, training })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::synthetic;

    #[test]
    fn the_built_in_images_are_what_is_said_of_them() {
        let size = SyntheticSize { train: 10, test: 10 };
        let loaded = synthetic::load(synthetic::DEFAULT_SEED, size).unwrap();
        let published = PublishedImages::of(Source::Synthetic).unwrap();
        assert_eq!(loaded.data.train().shape(), published.shape);
        assert_eq!(loaded.data.train().classes(), published.classes);
    }
}
