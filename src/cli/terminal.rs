//! The terminal as the side that runs jobs: shows what they tell, and keeps their checkpoints and trained points in
//! folders.

use super::optima_folder::OptimaFolder;
use super::output::OutputFolder;
use super::progress::Progress;
use super::standard_streams::remark;
use crate::job::{Checkpoint, Event, FrontDoor};
use crate::kernel::Instructions;
use crate::trained_points::{TrainedPoint, TrainedPoints};
use serde_json::Value;

/// The terminal, and where a job's state is kept.
#[derive(Default)]
pub(super) struct Terminal<'a> {
    progress: Option<&'a mut dyn Progress>,
    folder: Option<&'a OutputFolder>,
    optima: Option<&'a OptimaFolder>,
    instructions: Option<Instructions>,
    /// Whether the last checkpoint was refused, which is said once.
    is_refused: bool,
}

impl<'a> Terminal<'a> {
    /// Shows progress.
    pub(super) fn showing(progress: &'a mut dyn Progress) -> Self {
        Self { progress: Some(progress), ..Self::default() }
    }

    /// Shows nothing but what is wrong.
    pub(super) fn quiet() -> Self {
        Self::default()
    }

    /// The same, keeping checkpoints in a folder where there is one.
    pub(super) fn keeping_in(self, folder: Option<&'a OutputFolder>) -> Self {
        Self { folder, ..self }
    }

    /// The same, looking for trained points in a folder, and keeping them there, where there is one.
    pub(super) fn sharing(self, optima: Option<&'a OptimaFolder>) -> Self {
        Self { optima, ..self }
    }

    /// The same, computing with these vector instructions where some are chosen.
    pub(super) fn computing_with(self, instructions: Option<Instructions>) -> Self {
        Self { instructions, ..self }
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
            None => remark(text),
        }
    }
}

impl FrontDoor for Terminal<'_> {
    fn command(&self) -> Option<Vec<String>> {
        Some(std::env::args_os().map(|argument| argument.to_string_lossy().into_owned()).collect())
    }

    fn instructions(&self) -> Option<Instructions> {
        self.instructions
    }

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

    fn trained_points(&mut self) -> Option<&mut dyn TrainedPoints> {
        match self.optima {
            Some(_) => Some(self),
            None => None,
        }
    }
}

impl TrainedPoints for Terminal<'_> {
    fn find(&mut self, key: &Value) -> Option<TrainedPoint> {
        self.optima?.find(key).unwrap_or_else(|reason| {
            self.say(&format!("{reason}. It is trained anew."));
            None
        })
    }

    fn keep(&mut self, key: &Value, point: &TrainedPoint) {
        if let Some(Err(reason)) = self.optima.map(|optima| optima.keep(key, point)) {
            self.say(&format!("{reason}. The run goes on without."));
        }
    }
}
