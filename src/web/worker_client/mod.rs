//! The page's side of a worker: started when first needed, and anew after it was lost.

mod address;
mod connection;
mod explanation;
mod report;
mod told;

pub(super) use connection::Connection;
pub(super) use report::{Cure, Loss, Report};
#[cfg(feature = "page")]
pub(super) use told::{Told, measurement};

use super::worker::message;
use crate::data::Source;
use crate::job::Command;
use js_sys::{ArrayBuffer, Uint8Array};
use std::cell::RefCell;
use std::rc::Rc;

/// The worker for networks on the CPU.
pub(super) const NETWORK_WORKER: &str = "network-worker";
/// The worker for GPUs: 4 MB, so it is fetched when one is first used.
pub(super) const COMPUTE_WORKER: &str = "compute-worker";
/// The worker for the toy.
pub(super) const LIGHT_WORKER: &str = "light-worker";

/// A worker that did not start is not asked for again so soon, in milliseconds: many figures may want it at once.
const PATIENCE: f64 = 5_000.0;

/// Which device a job goes on with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ResumedDevice {
    /// The one that it began on.
    TheSame,
    /// Any: then the result names all of them.
    Any,
}

/// One worker. Messages to a worker that is not running are dropped: [`WorkerClient::start`] it first.
pub(super) struct WorkerClient {
    program: &'static str,
    /// Why the worker did not start, and when it would have, in milliseconds.
    unstarted: Rc<RefCell<Option<(Loss, f64)>>>,
    connection: Rc<RefCell<Option<Connection>>>,
    hear: Rc<dyn Fn(Report)>,
}

impl WorkerClient {
    /// A client of the worker of this name. Nothing is fetched yet. `hear` is told all that comes from it.
    pub(super) fn new(program: &'static str, hear: impl Fn(Report) + 'static) -> Self {
        Self { program, unstarted: Rc::default(), connection: Rc::default(), hear: Rc::new(hear) }
    }

    /// Whether there is a worker, perhaps one that still loads.
    pub(super) fn is_started(&self) -> bool {
        self.connection.borrow().is_some()
    }

    /// Whether there is a worker that has been loaded.
    pub(super) fn is_ready(&self) -> bool {
        self.connection.borrow().as_ref().is_some_and(Connection::is_ready)
    }

    /// Starts the worker, unless it runs already. A worker that cannot be started is [`Report::Lost`].
    pub(super) fn start(&self) {
        if self.is_started() {
            return;
        }
        if let Some(loss) = self.why_not_again() {
            return (self.hear)(Report::Lost(loss));
        }
        let (slot, hear) = (Rc::downgrade(&self.connection), self.hear.clone());
        let unstarted = Rc::downgrade(&self.unstarted);
        let opened = Connection::open(self.program, move |report| {
            if let (Report::Lost(loss), Some(slot), Some(unstarted)) =
                (&report, slot.upgrade(), unstarted.upgrade())
            {
                slot.borrow_mut().take();
                let is_unstarted = loss.cure != Cure::AnotherWorker;
                *unstarted.borrow_mut() = is_unstarted.then(|| (loss.clone(), js_sys::Date::now()));
            }
            hear(report);
        });
        match opened {
            Ok(connection) => *self.connection.borrow_mut() = Some(connection),
            Err(loss) => (self.hear)(Report::Lost(loss)),
        }
    }

    /// Why it would be of no use to ask for the worker now.
    fn why_not_again(&self) -> Option<Loss> {
        let (loss, when) = self.unstarted.borrow().clone()?;
        let is_useless = loss.cure == Cure::Reload || js_sys::Date::now() - when < PATIENCE;
        is_useless.then_some(loss)
    }

    /// Ends the worker at once, whatever it does. It says nothing more.
    pub(super) fn stop(&self) {
        self.connection.borrow_mut().take();
    }

    /// Posts a command.
    pub(super) fn command(&self, command: &Command) {
        match serde_json::to_string(command) {
            Ok(text) => self.post(message::COMMAND, &text, None),
            Err(error) => web_sys::console::error_1(&error.to_string().into()),
        }
    }

    /// Says how many workers may share a job of this one, itself included.
    pub(super) fn limit_workers(&self, workers: usize) {
        self.post(message::WORKERS, &workers.to_string(), None);
    }

    /// Makes the worker forget the files it was given.
    pub(super) fn forget_files(&self) {
        self.post(message::FORGET_FILES, "", None);
    }

    /// Hands a file over. The buffer is empty afterwards.
    pub(super) fn file(&self, name: &str, content: &ArrayBuffer) {
        self.post(message::FILE, name, Some(&Uint8Array::new(content)));
    }

    /// Has the files that were handed over read as such a data set.
    pub(super) fn read_files(&self, source: Source) {
        self.post(message::READ_FILES, source.name(), None);
    }

    /// Hands over a copy of the state that the next job goes on from, on its device or on any.
    pub(super) fn checkpoint(&self, state: &Uint8Array, device: ResumedDevice) {
        let text = match device {
            ResumedDevice::TheSame => "",
            ResumedDevice::Any => message::ANY_DEVICE,
        };
        self.post(message::CHECKPOINT, text, Some(&state.slice(0, state.length())));
    }

    /// Has something computed and drawn; the answer is [`Report::Illustration`].
    pub(super) fn illustrate(&self, request: &str) {
        self.post(message::ILLUSTRATION, request, None);
    }

    /// Ends what is computed to be drawn; the answer says that it was cancelled.
    pub(super) fn stop_illustrating(&self) {
        self.post(message::STOP_ILLUSTRATION, "", None);
    }

    /// Has it measured how fast this computer computes; every word on that is a [`Report::Benchmark`].
    pub(super) fn measure_speed(&self) {
        self.post(message::BENCHMARK, "", None);
    }

    /// Asks the worker whether it lives; the answer is [`Report::Alive`].
    pub(super) fn ask(&self) {
        self.post(message::ALIVE, "", None);
    }

    fn post(&self, kind: &str, text: &str, bytes: Option<&Uint8Array>) {
        if let Some(connection) = &*self.connection.borrow() {
            connection.post(kind, text, bytes);
        }
    }
}
