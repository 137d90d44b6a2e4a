//! The terminal as the side that runs jobs: shows what they tell, and keeps their checkpoints in their folder.

use super::output::OutputFolder;
use super::progress::Progress;
use crate::job::{Checkpoint, Event, FrontDoor};

/// Shows a job, and keeps it.
pub(super) struct Terminal<'a> {
    progress: Option<Progress>,
    folder: Option<&'a OutputFolder>,
    /// Whether the last checkpoint was refused, which is said once.
    is_refused: bool,
}

impl<'a> Terminal<'a> {
    /// Shows progress, and keeps checkpoints in a folder where there is one.
    pub(super) fn showing(folder: Option<&'a OutputFolder>) -> Self {
        Self { progress: Some(Progress::new()), folder, is_refused: false }
    }

    /// Shows nothing but what is wrong, and keeps checkpoints in a folder where there is one.
    pub(super) fn quiet(folder: Option<&'a OutputFolder>) -> Self {
        Self { progress: None, folder, is_refused: false }
    }

    /// Takes the progress bar away.
    pub(super) fn finish(&self) {
        if let Some(progress) = &self.progress {
            progress.finish();
        }
    }

    fn say(&self, text: &str) {
        match &self.progress {
            Some(progress) => progress.line(text),
            None => eprintln!("{text}"),
        }
    }
}

impl FrontDoor for Terminal<'_> {
    fn hear(&mut self, event: Event) {
        if let Some(progress) = &mut self.progress {
            progress.show(event);
        }
    }

    fn keep(&mut self, checkpoint: &Checkpoint) {
        let Some(folder) = self.folder else { return };
        let kept = folder.keep(checkpoint);
        if let (Err(reason), false) = (&kept, self.is_refused) {
            self.say(&format!("{reason}. The run goes on, and tries again."));
        }
        self.is_refused = kept.is_err();
    }
}
