//! A cache of images for consecutive jobs.

use crate::cli::images::FolderImages;
use crate::data::{DataError, Loaded, Source};
use crate::job::ImageSource;
use std::cell::RefCell;

/// Data sets in folders of this computer; the last one is cached.
#[derive(Default)]
pub(super) struct RememberedImages {
    last: RefCell<Option<Remembered>>,
}

struct Remembered {
    source: Source,
    directory: Option<String>,
    loaded: Loaded,
}

impl ImageSource for RememberedImages {
    fn load(&self, source: Source, directory: Option<&str>) -> Result<Loaded, DataError> {
        let mut last = self.last.borrow_mut();
        if let Some(last) = &*last
            && (last.source, last.directory.as_deref()) == (source, directory)
        {
            return Ok(last.loaded.clone());
        }
        // The previous one is dropped first: memory may not suffice for both.
        *last = None;
        let loaded = FolderImages.load(source, directory)?;
        *last = Some(Remembered { source, directory: directory.map(str::to_owned), loaded: loaded.clone() });
        Ok(loaded)
    }
}
