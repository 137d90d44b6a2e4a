//! The images of a worker for networks: those that the page was given, and the built-in ones.

use crate::data::{DataError, Loaded, Source, SyntheticSize, recognise, synthetic};
use crate::job::ImageSource;
use std::cell::RefCell;

/// The files, and the data set that was read from them.
#[derive(Default)]
pub(in crate::web::worker) struct Images {
    files: RefCell<Vec<(String, Vec<u8>)>>,
    dropped: RefCell<Option<Loaded>>,
}

impl Images {
    /// Discards all files that have not been read.
    pub(super) fn forget(&self) {
        self.files.borrow_mut().clear();
    }

    /// Adds a file.
    pub(super) fn take(&self, name: String, content: Vec<u8>) {
        self.files.borrow_mut().push((name, content));
    }

    /// Reads the files as the data set of this name, or as any for `dropped`. The result is a sentence on what they
    /// contain, the error one on why they cannot be used.
    pub(super) fn read(&self, name: &str) -> Result<String, String> {
        let files = std::mem::take(&mut *self.files.borrow_mut());
        let loaded = name
            .parse::<Source>()
            .and_then(|wanted| recognise(files, wanted))
            .map_err(|error| error.to_string())?;
        let note = loaded.note.as_deref().map(|note| format!(" {note}")).unwrap_or_default();
        let description = format!("{}{note}", loaded.description);
        *self.dropped.borrow_mut() = Some(loaded);
        Ok(description)
    }
}

impl ImageSource for Images {
    fn load(&self, source: Source, _directory: Option<&str>) -> Result<Loaded, DataError> {
        match source {
            Source::Synthetic => synthetic::load(synthetic::DEFAULT_SEED, SyntheticSize::default()),
            // With no files, the error says which files are needed.
            _ => self.dropped.borrow().clone().map_or_else(|| recognise(Vec::new(), source), Ok),
        }
    }
}
