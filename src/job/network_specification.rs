//! The settings of a network landscape: which network, which images, which device.

use super::SpecificationError;
use crate::data::{NormalisationChoice, Source, SyntheticSize};
use crate::landscape::Regularisation;
use crate::network::{Activation, Architecture, NetworkShape, WIDTHS};
use crate::settings::{Range, choices, settings};

choices! {
    /// What computes.
    #[derive(Default)]
    pub enum DeviceChoice {
        /// A hardware GPU if there is one and it is faster than the CPU at this work, else the CPU.
        #[default]
        Auto = "auto",
        /// The CPU.
        Cpu = "cpu",
        /// A hardware GPU, or an error.
        Gpu = "gpu",
        /// A GPU in software: slow, and only useful to test the GPU path without a GPU.
        SoftwareGpu = "software-gpu",
    }
}

#[cfg(not(feature = "compute"))]
impl DeviceChoice {
    /// Why the CPU computes in a build without GPUs, as text.
    ///
    /// # Errors
    /// When a GPU was requested by name.
    pub(super) fn why_cpu(self) -> Result<String, super::JobError> {
        match self {
            Self::Auto => Ok("this program is built without GPU support".to_owned()),
            Self::Cpu => Ok("it was requested".to_owned()),
            Self::Gpu | Self::SoftwareGpu => Err(super::JobError::NoGpus),
        }
    }
}

/// The largest number of images that may be requested.
const MOST_IMAGES: u64 = 10_000_000;

settings! {
    /// A network on a data set.
    #[serde(deny_unknown_fields)]
    pub struct NetworkSpecification {
        /// The network
        network: Architecture = Architecture::default(),
            text("simple-cnn", Architecture::FORM);
        /// Function after every hidden layer
        activation: Activation = Activation::Relu, name("activation");
        /// Width multiplier
        width: f64 = 1.0, within(WIDTHS), "widths of the named network";
        /// The images: built-in ones (synthetic), or a data set read from files
        data: Source = Source::Synthetic, name("data set");
        /// The folder that holds the data set; in a job file, relative to that file
        data_dir: Option<String> = None, optional_text("the path of a folder");
        /// How pixels become a network's inputs
        normalisation: NormalisationChoice = NormalisationChoice::default(),
            text_or_table("dataset", NormalisationChoice::FORM);
        /// Training images, class-balanced; 0 for all
        train_size: usize = 0, whole(0 to MOST_IMAGES), "images";
        /// Training images that the loss landscape is measured on, class-balanced; 0 for all
        measured_images: usize = 0, whole(0 to MOST_IMAGES), "images";
        /// Test images, class-balanced; 0 for all
        test_size: usize = 0, whole(0 to MOST_IMAGES), "images";
        /// c in loss + c · Σ θ²
        l2: f64 = 0.0, within(Regularisation::L2);
        /// Share of hidden units silenced in training
        dropout: f64 = 0.0, within(Regularisation::DROPOUT), "share";
        /// What computes: auto times the GPU (if any) and the CPU for one second each and uses the faster one
        device: DeviceChoice = DeviceChoice::Auto, name("device");
    }
}

impl NetworkSpecification {
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
        let Some(images) = self.data.known_images() else { return Ok(()) };
        NetworkShape::new(&self.network, self.activation, self.width, images.shape, images.classes)?;
        Ok(())
    }

    /// The number of training examples, if it is known before they are read.
    pub fn training_examples(&self) -> Option<usize> {
        match self.train_size {
            0 => self.data.known_images().map(|images| images.training),
            size => Some(size),
        }
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
        let published = Source::Synthetic.known_images().unwrap();
        assert_eq!(loaded.data.train().shape(), published.shape);
        assert_eq!(loaded.data.train().classes(), published.classes);
    }
}
