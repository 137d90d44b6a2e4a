//! The laboratory's experiment on the toy: the same code, run in the light worker.

use super::numbers::sentence;
use super::settings::Settings;
use crate::job::{Command, Start};
use crate::web::worker_client::{Cure, LIGHT_WORKER, Report, WorkerClient, WorkerMessage};
use leptos::prelude::*;
use serde_json::{Map, Value};
use std::rc::Rc;

/// The toy's side of a comparison. A copy is another handle on the same state.
#[derive(Debug, Clone, Copy)]
pub(super) struct Toy {
    /// The result.
    pub(super) result: RwSignal<Option<Value>>,
    /// A sentence on why there is no result.
    pub(super) failure: RwSignal<Option<String>>,
    /// The running job, and how many more workers it may be given when one is lost.
    job: StoredValue<Option<(Map<String, Value>, u32)>>,
    worker: StoredValue<Option<Rc<WorkerClient>>, LocalStorage>,
}

impl Toy {
    /// The initial state. No worker is fetched.
    pub(super) fn new() -> Self {
        let toy = Self {
            result: RwSignal::new(None),
            failure: RwSignal::new(None),
            job: StoredValue::new(None),
            worker: StoredValue::new_local(None),
        };
        let worker = WorkerClient::new(LIGHT_WORKER, move |report| toy.hear(report));
        toy.worker.set_value(Some(Rc::new(worker)));
        toy
    }

    /// Runs the chosen experiment on the toy, if it has one there, from the network's seed.
    pub(super) fn run(self, settings: Settings) {
        self.clear();
        if let Some(specification) = settings.toy_specification() {
            self.job.set_value(Some((specification, 2)));
            self.give_to_a_worker();
        }
    }

    /// Gives the job to a worker, unless all its workers are used up; returns whether it did.
    fn give_to_a_worker(self) -> bool {
        let (Some(worker), Some((specification, workers @ 1..))) =
            (self.worker.get_value(), self.job.get_value())
        else {
            return false;
        };
        self.job.set_value(Some((specification.clone(), workers - 1)));
        worker.start();
        worker.command(&Command::Run { specification, start: Start::Running });
        true
    }

    /// Clears the result and stops the running job by ending the toy's worker, which restarts quickly.
    pub(super) fn clear(self) {
        if let Some(worker) = self.worker.get_value() {
            worker.stop();
        }
        self.result.set(None);
        self.failure.set(None);
    }

    fn hear(self, report: Report) {
        match report {
            Report::WorkerMessage(WorkerMessage::Finished(result)) => {
                self.job.set_value(None);
                self.result.set(Some(result));
            }
            Report::WorkerMessage(WorkerMessage::Failed(message)) => {
                self.failure.set(Some(sentence(&message)))
            }
            Report::Lost(loss) if loss.cure == Cure::AnotherWorker && self.give_to_a_worker() => {}
            Report::Lost(loss) => self.failure.set(Some(loss.what)),
            _ => {}
        }
    }
}
