//! Images for jobs of the command line: the built-in ones, and data sets in folders.

use super::path_text::to_path;
use super::standard_streams::remark;
use crate::data::{DataError, Loaded, Source, native};
use crate::job::ImageSource;

/// Data sets in folders of this computer.
pub(super) struct FolderImages;

impl ImageSource for FolderImages {
    fn load(&self, source: Source, directory: Option<&str>) -> Result<Loaded, DataError> {
        let loaded = native::load(source, directory.map(to_path).as_deref())?;
        if let Some(note) = &loaded.note {
            remark(note);
        }
        Ok(loaded)
    }
}
