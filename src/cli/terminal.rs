//! The terminal as a job's `Frontend`: shows its events, and stores its checkpoints and trained points in folders.

use super::optima_folder::OptimaFolder;
use super::output::OutputFolder;
use super::progress::Progress;
use super::standard_streams::remark;
use crate::job::{Checkpoint, Event, Frontend};
use crate::observer::{TrainedPoint, TrainedPoints};
use crate::simd::Instructions;
use serde_json::Value;

/// The terminal, and where a job's state is kept.
#[derive(Default)]
pub(super) struct Terminal<'a> {
    progress: Option<&'a mut dyn Progress>,
    folder: Option<&'a OutputFolder>,
    optima: Option<&'a OptimaFolder>,
    instructions: Option<Instructions>,
    /// Whether writing the last checkpoint failed; repeated failures are reported once.
    is_refused: bool,
}

impl<'a> Terminal<'a> {
    /// Shows progress.
    pub(super) fn showing(progress: &'a mut dyn Progress) -> Self {
        Self { progress: Some(progress), ..Self::default() }
    }

    /// Shows only problems.
    pub(super) fn quiet() -> Self {
        Self::default()
    }

    /// The same, storing checkpoints in a folder, if one is given.
    pub(super) fn keeping_in(self, folder: Option<&'a OutputFolder>) -> Self {
        Self { folder, ..self }
    }

    /// The same, reading and storing trained points in a folder, if one is given.
    pub(super) fn sharing(self, optima: Option<&'a OptimaFolder>) -> Self {
        Self { optima, ..self }
    }

    /// The same, computing with these vector instructions, if any are chosen.
    pub(super) fn computing_with(self, instructions: Option<Instructions>) -> Self {
        Self { instructions, ..self }
    }

    /// Removes the progress bar.
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

impl Frontend for Terminal<'_> {
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
            self.say(&format!("the run continues, but {reason}"));
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
            self.say(&format!("{reason}; its point is trained again"));
            None
        })
    }

    fn keep(&mut self, key: &Value, point: &TrainedPoint) {
        if let Some(Err(reason)) = self.optima.map(|optima| optima.keep(key, point)) {
            self.say(&format!("the run continues, but {reason}"));
        }
    }
}
