//! The laboratory's experiment on the toy: the same code, run in the light worker.

use super::numbers::sentence;
use super::settings::Settings;
use crate::job::{Command, Event, ResultFile};
use crate::web::worker_client::{LIGHT_WORKER, Report, WorkerClient};
use leptos::prelude::*;
use std::rc::Rc;

/// The toy's side of a comparison. A copy is another handle on the same state.
#[derive(Debug, Clone, Copy)]
pub(super) struct Toy {
    /// What was found.
    pub(super) result: RwSignal<Option<ResultFile>>,
    /// Why nothing was found, in a sentence.
    pub(super) failure: RwSignal<Option<String>>,
    worker: StoredValue<Option<Rc<WorkerClient>>, LocalStorage>,
}

impl Toy {
    /// Nothing found yet. No worker is fetched.
    pub(super) fn new() -> Self {
        let toy = Self {
            result: RwSignal::new(None),
            failure: RwSignal::new(None),
            worker: StoredValue::new_local(None),
        };
        let worker = WorkerClient::new(LIGHT_WORKER, move |report| toy.hear(report));
        toy.worker.set_value(Some(Rc::new(worker)));
        toy
    }

    /// Runs the interpolation between two optima of the toy, from the same seeds as the networks'.
    pub(super) fn run(self, settings: Settings) {
        self.clear();
        let Some(worker) = self.worker.get_value() else { return };
        worker.start();
        worker.command(&Command::Run { specification: settings.toy_specification(), paused: false });
    }

    /// Forgets what was found, and ends what runs: the toy's worker starts again in no time.
    pub(super) fn clear(self) {
        if let Some(worker) = self.worker.get_value() {
            worker.stop();
        }
        self.result.set(None);
        self.failure.set(None);
    }

    fn hear(self, report: Report) {
        match report {
            Report::Event(Event::Finished { result }) => self.result.set(Some(*result)),
            Report::Event(Event::Failed { message }) => self.failure.set(Some(sentence(&message))),
            Report::Lost(sentence) => self.failure.set(Some(sentence)),
            _ => {}
        }
    }
}
