//! A running worker with its listeners. Dropping it terminates the worker.

use super::address::address;
use super::explanation::why_unstarted;
use super::{Cure, Loss, Report};
use crate::web::worker::{compose, decompose};
use js_sys::{Array, Object, Uint8Array};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen_futures::spawn_local;
use web_sys::{ErrorEvent, MessageEvent, Worker, WorkerOptions, WorkerType};

/// Messages that wait until the worker listens; `None` once it does.
///
/// A worker listens only after its program has been fetched and compiled; earlier messages would be lost.
type Waiting = Rc<RefCell<Option<Vec<(Object, Array)>>>>;

/// A started worker.
pub(in crate::web) struct Connection {
    worker: Worker,
    waiting: Waiting,
    /// The browser calls these for as long as the worker lives.
    _on_message: Closure<dyn Fn(MessageEvent)>,
    _on_error: Closure<dyn Fn(web_sys::Event)>,
}

impl Connection {
    /// Starts the worker of this name.
    ///
    /// # Errors
    /// A [`Loss`], if the browser refuses to start a worker.
    pub(in crate::web) fn open(program: &'static str, hear: impl Fn(Report) + 'static) -> Result<Self, Loss> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = address(program)
            .and_then(|script| Worker::new_with_options(&script, &options).ok())
            .ok_or_else(|| Loss {
                what: "The browser refuses to start a worker. Allow workers for this page, or use another \
                       browser."
                    .to_owned(),
                cure: Cure::Repair,
            })?;
        let waiting: Waiting = Rc::new(RefCell::new(Some(Vec::new())));
        let hear = Rc::new(hear);
        let on_message = listener(worker.clone(), waiting.clone(), hear.clone());
        let on_error = Closure::<dyn Fn(web_sys::Event)>::new({
            let waiting = Rc::downgrade(&waiting);
            move |event: web_sys::Event| {
                event.prevent_default();
                let was_loading = waiting.upgrade().is_some_and(|waiting| waiting.borrow().is_some());
                if !was_loading {
                    return hear(Report::Lost(cause_of(&event)));
                }
                let (waiting, hear) = (waiting.clone(), hear.clone());
                spawn_local(async move {
                    let loss = why_unstarted(program).await;
                    // The worker may have been terminated in the meantime.
                    if waiting.upgrade().is_some() {
                        hear(Report::Lost(loss));
                    }
                });
            }
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onmessageerror(Some(on_error.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        Ok(Self { worker, waiting, _on_message: on_message, _on_error: on_error })
    }

    /// Whether the worker has been loaded.
    pub(in crate::web) fn is_ready(&self) -> bool {
        self.waiting.borrow().is_none()
    }

    /// Posts a message, now or as soon as the worker listens.
    pub(in crate::web) fn post(&self, kind: &str, text: &str, bytes: Option<&Uint8Array>) {
        let message = compose(kind, text, bytes);
        match &mut *self.waiting.borrow_mut() {
            Some(waiting) => waiting.push(message),
            None => post(&self.worker, &message),
        }
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onmessageerror(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

fn listener(
    worker: Worker,
    waiting: Waiting,
    hear: Rc<impl Fn(Report) + 'static>,
) -> Closure<dyn Fn(MessageEvent)> {
    Closure::new(move |event: MessageEvent| {
        let (kind, text, bytes) = decompose(&event);
        let report = Report::of(&kind, text, bytes);
        if matches!(report, Some(Report::Ready)) {
            let waiting = waiting.borrow_mut().take();
            waiting.into_iter().flatten().for_each(|message| post(&worker, &message));
        }
        if let Some(report) = report {
            hear(report);
        }
    })
}

fn post(worker: &Worker, (object, transfer): &(Object, Array)) {
    // This fails only for a buffer that was already transferred, and none is transferred twice.
    if let Err(error) = worker.post_message_with_transfer(object, transfer) {
        web_sys::console::error_1(&error);
    }
}

fn cause_of(event: &web_sys::Event) -> Loss {
    let reason = event.dyn_ref::<ErrorEvent>().map(ErrorEvent::message).unwrap_or_default();
    Loss::of_failure(reason.trim_start_matches("Uncaught "))
}
