//! Watches the work behind a chapter: receives the time left, and can cancel it.

use crate::data::{DataError, Loaded, Source};
use crate::job::{Checkpoint, Control, Event, Frontend, ImageSource};

/// The watch over one piece of work.
pub struct Watch<'a> {
    /// Cancels the work between two steps.
    pub control: Control,
    /// Receives the estimated seconds left from time to time.
    pub hear: &'a mut dyn FnMut(f64),
}

impl Frontend for Watch<'_> {
    fn hear(&mut self, event: Event) {
        if let Event::Progress { seconds_left: Some(seconds), .. } = event {
            (self.hear)(seconds);
        }
    }

    fn keep(&mut self, _checkpoint: &Checkpoint) {}
}

/// The images of a job on the wedges: none.
pub struct NoImages;

impl ImageSource for NoImages {
    fn load(&self, source: Source, _directory: Option<&str>) -> Result<Loaded, DataError> {
        Err(DataError::Inconsistent {
            name: source.name().to_owned(),
            reason: "there are no images here".to_owned(),
        })
    }
}
