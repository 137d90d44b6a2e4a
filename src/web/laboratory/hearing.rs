//! What the laboratory makes of its worker's reports.

use super::model::{Model, Phase, Progress, Setting};
use super::numbers::{divergence, loss, per_cent, sentence};
use super::settings::Task;
use crate::job::{Event, ResultFile, Start};
use crate::web::worker_client::{Loss, Report};
use leptos::prelude::*;

impl Model {
    /// Takes in a report of the worker.
    pub(super) fn hear(self, report: Report) {
        self.silence.set_value(0);
        match report {
            Report::Ready if self.phase.get_untracked() == Phase::Preparing => {
                self.status.set("Preparing the images.".to_owned());
            }
            Report::Ready | Report::Alive => {}
            Report::FilesRead(description) => {
                if let Some(source) =
                    self.images.with_untracked(|images| images.as_ref().map(|it| it.source()))
                {
                    self.settings.data.set(source);
                }
                self.files_status.set(description);
            }
            Report::FilesRefused(reason) => {
                self.refuse_images(sentence(&reason));
            }
            Report::Parameters(bytes) if self.phase.get_untracked() != Phase::Ending => {
                self.parameters.set(Some(bytes));
            }
            Report::Parameters(_) => {}
            Report::Checkpoint(state, mark) => self.keep(state, mark),
            Report::Lost(loss) => self.lose_worker(loss),
            Report::Event(event) if self.phase.get_untracked() == Phase::Ending => {
                if matches!(event, Event::Cancelled | Event::Failed { .. } | Event::Finished { .. }) {
                    self.come_to_rest();
                }
            }
            Report::Event(event) => self.follow(event),
        }
    }

    fn follow(self, event: Event) {
        match event {
            Event::Started { device, reason, landscape } => {
                self.setting.set(Some(Setting { device, reason, landscape }));
                self.phase.set(Phase::Running);
            }
            Event::Stage { stage } => self.status.set(sentence(&stage)),
            Event::Progress { share, seconds_left, examples_per_second } => {
                self.progress.set(Progress { share, seconds_left, images_per_second: examples_per_second });
            }
            Event::Losses { first_step, losses } => {
                self.curves.update(|curves| curves.add_losses(first_step, &losses));
            }
            Event::Epoch { epoch, test } => self.curves.update(|curves| curves.add_test(epoch, test)),
            Event::Paused => {
                self.note_start(Start::Held);
                self.phase.set(Phase::Paused);
                self.status.set(self.curves.with_untracked(|curves| {
                    let now = curves.latest_loss().map(|value| format!(" Loss {}.", loss(value)));
                    format!("Paused after step {}.{}", curves.steps(), now.unwrap_or_default())
                }));
            }
            Event::Resumed => {
                self.note_start(Start::Running);
                self.phase.set(Phase::Running);
                self.status.set("Going on.".to_owned());
            }
            Event::Finished { result } => {
                self.is_posted.set_value(false);
                self.progress.update(|progress| {
                    progress.share = 1.0;
                    progress.seconds_left = None;
                });
                self.job.set_value(None);
                self.status.set(conclusion(self.task.get_untracked(), &result));
                self.phase.set(if result.diverged.is_some() { Phase::Failed } else { Phase::Finished });
                self.result.set(Some(*result));
            }
            Event::Cancelled => self.come_to_rest(),
            Event::Failed { .. } if self.waits_for_lost_device() => {
                self.lose_worker(Loss::curable("The browser gives no GPU any more."));
            }
            Event::Failed { message } => self.fail(sentence(&format!("the job failed: {message}"))),
        }
    }
}

/// What the reader is told at the end.
fn conclusion(task: Task, result: &ResultFile) -> String {
    if let Some(diverged) = &result.diverged {
        return divergence(diverged);
    }
    let accuracy = result.final_measurements.and_then(|measured| measured.test.accuracy);
    match (task, accuracy) {
        (Task::Training, Some(accuracy)) => format!("Finished. Test accuracy {}.", per_cent(accuracy)),
        (Task::Training, None) => "Finished.".to_owned(),
        (Task::Interpolation, _) => match result.numbers.get("barrier").and_then(serde_json::Value::as_f64) {
            Some(barrier) if barrier > 0.0 => {
                format!("Finished. The straight line climbs {} above its higher end.", loss(barrier))
            }
            _ => "Finished. The straight line does not climb above its ends.".to_owned(),
        },
    }
}
