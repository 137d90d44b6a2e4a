//! The page's side of a worker, which is started when first needed, and again after it is lost.

mod address;
mod connection;
mod explanation;
mod report;
mod worker_message;

pub(super) use connection::Connection;
pub(super) use report::{Cure, Loss, Report};
#[cfg(feature = "page")]
pub(super) use worker_message::{WorkerMessage, measurement};

use super::worker::message;
use crate::data::Source;
use crate::job::Command;
use js_sys::{ArrayBuffer, Uint8Array};
use std::cell::RefCell;
use std::rc::Rc;

/// The worker for networks on the CPU by kernels.
pub(super) const NETWORK_WORKER: &str = "network-worker";
/// The worker for GPUs and for networks without kernels: 4.5 MB compressed, so it is fetched only when it is first used.
pub(super) const COMPUTE_WORKER: &str = "compute-worker";
/// The worker for the wedges.
pub(super) const LIGHT_WORKER: &str = "light-worker";

/// How long a worker that failed to start is not requested again, in milliseconds: many figures may need it at once.
const PATIENCE: f64 = 5_000.0;

/// The device on which a job resumes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ResumedDevice {
    /// The device that it began on.
    TheSame,
    /// Any device; then the result names all that were used.
    Any,
}

/// One worker. Messages to a worker that is not running are dropped: [`WorkerClient::start`] it first.
pub(super) struct WorkerClient {
    program: &'static str,
    /// Why the worker did not start, and when that was reported, in milliseconds.
    unstarted: Rc<RefCell<Option<(Loss, f64)>>>,
    connection: Rc<RefCell<Option<Connection>>>,
    hear: Rc<dyn Fn(Report)>,
}

impl WorkerClient {
    /// A client of the worker of this name. Nothing is fetched yet. `hear` receives all its reports.
    pub(super) fn new(program: &'static str, hear: impl Fn(Report) + 'static) -> Self {
        Self { program, unstarted: Rc::default(), connection: Rc::default(), hear: Rc::new(hear) }
    }

    /// Whether there is a worker; it may still be loading.
    pub(super) fn is_started(&self) -> bool {
        self.connection.borrow().is_some()
    }

    /// Whether there is a worker that has loaded.
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

    /// Why starting the worker now would be useless; `None` if it would not.
    fn why_not_again(&self) -> Option<Loss> {
        let (loss, when) = self.unstarted.borrow().clone()?;
        let is_useless = loss.cure == Cure::Reload || js_sys::Date::now() - when < PATIENCE;
        is_useless.then_some(loss)
    }

    /// Terminates the worker at once. It sends no further report.
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

    /// Sets how many workers may share a job of this one, itself included.
    pub(super) fn limit_workers(&self, workers: usize) {
        self.post(message::WORKERS, &workers.to_string(), None);
    }

    /// Makes the worker discard its files.
    pub(super) fn forget_files(&self) {
        self.post(message::FORGET_FILES, "", None);
    }

    /// Transfers a file. The buffer is empty afterwards.
    pub(super) fn file(&self, name: &str, content: &ArrayBuffer) {
        self.post(message::FILE, name, Some(&Uint8Array::new(content)));
    }

    /// Makes the worker read its files as this data set.
    pub(super) fn read_files(&self, source: Source) {
        self.post(message::READ_FILES, source.name(), None);
    }

    /// Sends a copy of the state from which the next job resumes, on its device or on any.
    pub(super) fn checkpoint(&self, state: &Uint8Array, device: ResumedDevice) {
        let text = match device {
            ResumedDevice::TheSame => "",
            ResumedDevice::Any => message::ANY_DEVICE,
        };
        self.post(message::CHECKPOINT, text, Some(&state.slice(0, state.length())));
    }

    /// Requests an illustration; the answer is [`Report::Illustration`].
    pub(super) fn illustrate(&self, request: &str) {
        self.post(message::ILLUSTRATION, request, None);
    }

    /// Cancels the current illustration; its answer then says so.
    pub(super) fn stop_illustrating(&self) {
        self.post(message::STOP_ILLUSTRATION, "", None);
    }

    /// Starts the benchmarks; each message on them is a [`Report::Benchmark`].
    pub(super) fn measure_speed(&self) {
        self.post(message::BENCHMARK, "", None);
    }

    /// Asks the worker whether it is alive; the answer is [`Report::Alive`].
    pub(super) fn ask(&self) {
        self.post(message::ALIVE, "", None);
    }

    fn post(&self, kind: &str, text: &str, bytes: Option<&Uint8Array>) {
        if let Some(connection) = &*self.connection.borrow() {
            connection.post(kind, text, bytes);
        }
    }
}
