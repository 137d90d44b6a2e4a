//! Handles the reports of the laboratory's workers.

use super::model::Model;
use super::numbers::{divergence, loss, per_cent, sentence};
use super::offered_names::in_words_of_menu;
use super::result_view::tally;
use super::settings::Task;
use super::state::{Phase, Progress, Setting, Which};
use crate::job::Start;
use crate::web::worker_client::{Loss, Report, WorkerMessage};
use leptos::prelude::*;
use serde_json::Value;

impl Model {
    /// Handles a report of one of the workers.
    pub(super) fn hear(self, which: Which, report: Report) {
        if which != self.which.get_value() {
            return self.hear_aside(report);
        }
        self.silence.set_value(0);
        match report {
            Report::Ready if self.phase.get_untracked() == Phase::Preparing => {
                self.status.set("Preparing.".to_owned());
            }
            Report::Ready
            | Report::Alive
            | Report::Illustration(_)
            | Report::Illustrating(_)
            | Report::Benchmark(_)
            | Report::Answer(_) => {}
            Report::FilesRead(_) | Report::FilesRefused(_) => self.hear_of_files(report),
            Report::Parameters(bytes) if self.phase.get_untracked() != Phase::Ending => {
                self.parameters.set(Some(bytes));
            }
            Report::Parameters(_) => {}
            Report::Checkpoint(state, mark) => self.keep(state, mark),
            Report::Lost(loss) => self.lose_worker(loss),
            Report::NeedsAnotherWorker if self.phase.get_untracked() == Phase::Ending => self.come_to_rest(),
            Report::NeedsAnotherWorker => {
                self.which.set_value(Which::Compute);
                self.launch();
            }
            Report::WorkerMessage(told) if self.phase.get_untracked() == Phase::Ending => {
                if matches!(
                    told,
                    WorkerMessage::Cancelled | WorkerMessage::Failed(_) | WorkerMessage::Finished(_)
                ) {
                    self.come_to_rest();
                }
            }
            Report::WorkerMessage(told) => self.follow(told),
        }
    }

    /// Handles a report of a worker that does not have the job: it was given images.
    fn hear_aside(self, report: Report) {
        match report {
            Report::FilesRead(_) | Report::FilesRefused(_) => self.hear_of_files(report),
            Report::Lost(loss) => {
                self.images_are_in.set_value(None);
                self.refuse_images(loss.what);
            }
            _ => {}
        }
    }

    fn hear_of_files(self, report: Report) {
        match report {
            Report::FilesRead(description) => {
                if let Some(source) =
                    self.images.with_untracked(|images| images.as_ref().map(|it| it.source()))
                {
                    self.settings.data.set(source);
                }
                self.files_status.set(description);
            }
            Report::FilesRefused(reason) => self.refuse_images(sentence(&reason)),
            _ => {}
        }
    }

    fn follow(self, told: WorkerMessage) {
        match told {
            WorkerMessage::Started { device, reason, landscape } => {
                self.setting.set(Some(Setting { device, reason, landscape }));
                self.phase.set(Phase::Running);
            }
            WorkerMessage::Stage(stage) => self.status.set(sentence(&stage)),
            WorkerMessage::Progress { share, seconds_left, examples_per_second } => {
                self.progress.set(Progress { share, seconds_left, images_per_second: examples_per_second });
            }
            WorkerMessage::Losses { first_step, losses } => {
                self.curves.update(|curves| curves.add_losses(first_step, &losses));
            }
            WorkerMessage::Epoch { epoch, test } => self.curves.update(|curves| curves.add_test(epoch, test)),
            WorkerMessage::Paused => {
                self.note_start(Start::Held);
                self.phase.set(Phase::Paused);
                if self.task.get_untracked() != Task::Training {
                    return self.status.set("Paused.".to_owned());
                }
                self.status.set(self.curves.with_untracked(|curves| {
                    let now = curves.latest_loss().map(|value| format!(" Loss {}.", loss(value)));
                    format!("Paused after step {}.{}", curves.steps(), now.unwrap_or_default())
                }));
            }
            WorkerMessage::Resumed => {
                self.note_start(Start::Running);
                self.phase.set(Phase::Running);
                self.status.set("Resumed.".to_owned());
            }
            WorkerMessage::Finished(result) => {
                self.is_posted.set_value(false);
                self.progress.update(|progress| {
                    progress.share = 1.0;
                    progress.seconds_left = None;
                });
                self.job.set_value(None);
                self.status.set(conclusion(self.task.get_untracked(), &result));
                self.phase.set(if result["diverged"].is_object() { Phase::Failed } else { Phase::Finished });
                self.result.set(Some(result));
            }
            WorkerMessage::Cancelled => self.come_to_rest(),
            WorkerMessage::Failed(_) if self.waits_for_lost_device() => {
                self.lose_worker(Loss::curable("The browser no longer provides a GPU."));
            }
            WorkerMessage::Failed(message) if self.task.get_untracked() == Task::OnWedges => {
                self.fail(sentence(&message));
            }
            WorkerMessage::Failed(message) => self.fail(sentence(&in_words_of_menu(&message))),
        }
    }
}

/// The status text at the end of a job.
fn conclusion(task: Task, result: &Value) -> String {
    if let Some(sentence) = divergence(result) {
        return sentence;
    }
    match (task, result["final"]["test"]["accuracy"].as_f64()) {
        (Task::Training, Some(accuracy)) => format!("Finished. Test accuracy {}.", per_cent(accuracy)),
        (Task::Training, None) => "Finished.".to_owned(),
        (Task::OnNetworks(_) | Task::OnWedges, _) => match tally(&result["claims"]) {
            claims if claims.all() == 0 => "Finished.".to_owned(),
            claims => format!("Finished. {}", sentence(&claims.to_string())),
        },
    }
}
