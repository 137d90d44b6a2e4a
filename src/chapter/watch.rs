//! Who watches the work behind a chapter: hears how long it will take, and may end it.

use crate::data::{DataError, Loaded, Source};
use crate::job::{Checkpoint, Control, Event, FrontDoor, ImageSource};

/// One watch over one piece of work.
pub struct Watch<'a> {
    /// Ends the work between two steps.
    pub control: Control,
    /// Hears now and then how many seconds are left, as far as that can be known.
    pub hear: &'a mut dyn FnMut(f64),
}

impl FrontDoor for Watch<'_> {
    fn hear(&mut self, event: Event) {
        if let Event::Progress { seconds_left: Some(seconds), .. } = event {
            (self.hear)(seconds);
        }
    }

    fn keep(&mut self, _checkpoint: &Checkpoint) {}
}

/// A chapter needs no images.
pub(super) struct NoImages;

impl ImageSource for NoImages {
    fn load(&self, source: Source, _directory: Option<&str>) -> Result<Loaded, DataError> {
        Err(DataError::Inconsistent {
            name: source.name().to_owned(),
            reason: "there are no images here".to_owned(),
        })
    }
}
