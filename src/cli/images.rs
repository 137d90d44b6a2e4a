//! Images for jobs of the command line: the built-in ones, and folders.

use crate::data::{DataError, Loaded, Source, native};
use crate::job::ImageSource;
use std::path::Path;

/// Data sets in folders of this computer.
pub(super) struct FolderImages;

impl ImageSource for FolderImages {
    fn load(&self, source: Source, directory: Option<&str>) -> Result<Loaded, DataError> {
        let loaded = native::load(source, directory.map(Path::new))?;
        if let Some(note) = &loaded.note {
            eprintln!("{note}");
        }
        Ok(loaded)
    }
}
