//! The side that runs jobs, the command line or a browser's worker: where images come from, and where events and
//! checkpoints go.

use super::{Checkpoint, Event};
use crate::data::{DataError, Loaded, Source};
use crate::kernel::Instructions;
use crate::pool::StartWorkers;
use crate::trained_points::TrainedPoints;

/// Where a job gets its images: a folder natively, dropped files in the page.
pub trait ImageSource {
    /// All images of a data set.
    ///
    /// # Errors
    /// When they are missing or malformed.
    fn load(&self, source: Source, directory: Option<&str>) -> Result<Loaded, DataError>;
}

/// Who hears of a job.
pub trait FrontDoor {
    /// Who starts workers for the job, where threads have no memory in common.
    fn pool(&self) -> Option<Box<dyn StartWorkers>> {
        None
    }

    /// The command that asked for the job as it was typed, the program's name first; `None` where none did.
    fn command(&self) -> Option<Vec<String>> {
        None
    }

    /// The vector instructions that the job shall compute with on the CPU; `None` for the fastest, or those of its
    /// checkpoint.
    fn instructions(&self) -> Option<Instructions> {
        None
    }

    /// Told of everything that happens.
    fn hear(&mut self, event: Event);

    /// Given the job's state now and then, to be kept in place of the one before. A job goes on also where that fails.
    fn keep(&mut self, checkpoint: &Checkpoint);

    /// Where trained points are kept beyond the job, if anywhere.
    fn trained_points(&mut self) -> Option<&mut dyn TrainedPoints> {
        None
    }
}
