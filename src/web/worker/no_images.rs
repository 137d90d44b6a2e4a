//! The images of a worker that knows no networks: none.

use crate::data::{DataError, Loaded, Source};
use crate::job::ImageSource;

/// No images.
#[derive(Default)]
pub(super) struct Images;

impl Images {
    /// There is nothing to forget.
    pub(super) fn forget(&self) {}

    /// Nothing is kept.
    pub(super) fn take(&self, _name: String, _content: Vec<u8>) {}

    /// Refuses, in a sentence.
    pub(super) fn read(&self, _name: &str) -> Result<String, String> {
        Err("This worker knows no networks, and so no images.".to_owned())
    }
}

impl ImageSource for Images {
    fn load(&self, source: Source, _directory: Option<&str>) -> Result<Loaded, DataError> {
        Err(DataError::Inconsistent {
            name: source.name().to_owned(),
            reason: "there are no images here".to_owned(),
        })
    }
}
