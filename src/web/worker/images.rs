//! The images that a worker for networks has: those that the page was given, and the built-in ones.

use crate::data::{DataError, Loaded, Source, SyntheticSize, recognise, synthetic};
use crate::job::ImageSource;
use std::cell::RefCell;

/// Files, and what they turned out to be.
#[derive(Default)]
pub(super) struct Images {
    files: RefCell<Vec<(String, Vec<u8>)>>,
    dropped: RefCell<Option<Loaded>>,
}

impl Images {
    /// Forgets all files that were not read.
    pub(super) fn forget(&self) {
        self.files.borrow_mut().clear();
    }

    /// Takes a file.
    pub(super) fn take(&self, name: String, content: Vec<u8>) {
        self.files.borrow_mut().push((name, content));
    }

    /// Reads the files as the data set of that name, or as any for `dropped`. Both what they are and why they cannot be used
    /// are said in sentences.
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
            // Of no files, the reader says which ones it takes.
            _ => self.dropped.borrow().clone().map_or_else(|| recognise(Vec::new(), source), Ok),
        }
    }
}
