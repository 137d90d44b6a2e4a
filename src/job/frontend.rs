//! The interface between a job and the side that runs it (the command line or a browser's worker): where images come
//! from, and where events and checkpoints go.

use super::{Checkpoint, Event};
use crate::data::{DataError, Loaded, Source};
use crate::observer::TrainedPoints;
use crate::pool::StartWorkers;
use crate::simd::Instructions;

/// Where a job gets its images: a folder natively, dropped files in the page.
pub trait ImageSource {
    /// All images of a data set.
    ///
    /// # Errors
    /// When they are missing or malformed.
    fn load(&self, source: Source, directory: Option<&str>) -> Result<Loaded, DataError>;
}

/// The side that runs a job and receives its events.
pub trait Frontend {
    /// Starts workers for the job where threads share no memory.
    fn pool(&self) -> Option<Box<dyn StartWorkers>> {
        None
    }

    /// The command that started the job, as typed, the program's name first; `None` if no command did.
    fn command(&self) -> Option<Vec<String>> {
        None
    }

    /// The vector instructions for the job to use on the CPU; `None` for the fastest, or those of its checkpoint.
    fn instructions(&self) -> Option<Instructions> {
        None
    }

    /// Receives every event.
    fn hear(&mut self, event: Event);

    /// Receives the job's state from time to time, to keep in place of the previous one. The job continues even if that
    /// fails.
    fn keep(&mut self, checkpoint: &Checkpoint);

    /// Where trained points are kept beyond the job, if anywhere.
    fn trained_points(&mut self) -> Option<&mut dyn TrainedPoints> {
        None
    }
}
