//! Labelled images for classification: the built-in procedural set, CIFAR-10, CIFAR-100 and the MNIST family, read
//! completely or not at all, with the same code in the browser and on the desktop.
//!
//! Readers take a file's name (for messages) and its bytes, so a dropped file and a file on disk use the same code.
//! Only [`native`] accesses a disk.

mod archive;
mod cifar10;
mod cifar100;
mod cifar_records;
mod content;
mod dataset;
mod error;
mod idx;
mod loaded;
pub mod native;
mod normalisation;
mod normalisation_choice;
mod part;
mod recognise;
mod source;
mod subset;
pub mod synthetic;
mod train_test;

pub use archive::read as read_archive;
pub use cifar10::read as read_cifar10;
pub use cifar100::read as read_cifar100;
pub use dataset::{Dataset, ImageShape};
pub use error::DataError;
pub use idx::{
    IdxImages, dataset as read_idx, read_images as read_idx_images, read_labels as read_idx_labels,
};
pub use loaded::{Loaded, grouped};
pub use normalisation::Normalisation;
pub use normalisation_choice::{NormalisationChoice, NormalisationError};
pub use part::ACCEPTED_IN_SHORT;
pub use recognise::recognise;
pub use source::{KnownImages, Source};
pub use synthetic::SyntheticSize;
pub use train_test::TrainTest;
