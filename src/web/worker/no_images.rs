//! A worker without networks has no images.

use crate::data::{DataError, Loaded, Source};
use crate::job::ImageSource;

/// No images.
#[derive(Default)]
pub(super) struct Images;

impl Images {
    /// Does nothing.
    pub(super) fn forget(&self) {}

    /// Does nothing.
    pub(super) fn take(&self, _name: String, _content: Vec<u8>) {}

    /// Always fails, with a sentence.
    pub(super) fn read(&self, _name: &str) -> Result<String, String> {
        Err("This worker does not support networks, so it takes no images.".to_owned())
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
