//! The worker's side: it receives commands and files as messages, and sends events as messages.
//!
//! Messages are objects `{ kind, text, bytes }`, with text or JSON in `text`. `bytes` is the content of a file, if any;
//! it is transferred, not copied.

#[cfg(feature = "networks")]
mod networks;

use crate::job::{Checkpoint, Command, Control, Event, Finished, Frontend, JobError, Specification, run};
use crate::teaching::chapter::Watch;
use crate::teaching::illustration::illustration;
use js_sys::{Array, Object, Reflect, Uint8Array};
use serde_json::{Map, Value};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

/// The kinds of messages that pass between the page and a worker.
pub(super) mod message {
    /// To a worker: a [`Command`](crate::job::Command).
    pub(in crate::web) const COMMAND: &str = "command";
    /// To a worker: a file that was opened or dropped on the page; `text` is its name.
    pub(in crate::web) const FILE: &str = "file";
    /// To a worker: discard all files.
    pub(in crate::web) const FORGET_FILES: &str = "forget-files";
    /// To a worker: read the files as a data set; `text` is its name, or `dropped` for any.
    pub(in crate::web) const READ_FILES: &str = "read-files";
    /// From a worker: it is ready; `text` is its build.
    pub(in crate::web) const READY: &str = "ready";
    /// From a worker: an [`Event`](crate::job::Event).
    pub(in crate::web) const EVENT: &str = "event";
    /// From a worker: what the files contain; `text` is a sentence.
    pub(in crate::web) const FILES_READ: &str = "files-read";
    /// From a worker: why the files cannot be used; `text` is a sentence.
    pub(in crate::web) const FILES_REFUSED: &str = "files-refused";
    /// From a worker: the trained θ as a safetensors file.
    pub(in crate::web) const PARAMETERS: &str = "parameters";
    /// From a worker: the state of its job as a checkpoint file, which replaces the previous one. To a worker: the
    /// state from which the next job resumes. `text` is a mark that changes whenever the state contains more work; to a
    /// worker, it is [`ANY_DEVICE`] if the job need not resume on the device that it began on.
    pub(in crate::web) const CHECKPOINT: &str = "checkpoint";
    /// See [`CHECKPOINT`].
    pub(in crate::web) const ANY_DEVICE: &str = "any-device";
    /// To a worker: a ping. From a worker: the answer to it, as soon as possible.
    pub(in crate::web) const ALIVE: &str = "alive";
    /// From a worker: its job needs Burn, for a GPU or for a network without kernels of its own, and this worker has no
    /// Burn.
    pub(in crate::web) const NEEDS_ANOTHER_WORKER: &str = "needs-another-worker";
    /// From a worker: the device of its job has failed; `text` is the cause. Another worker may succeed.
    pub(in crate::web) const DEVICE_LOST: &str = "device-lost";
    /// To a worker: a request to compute and draw, as a JSON object. From a worker: the answer to it.
    pub(in crate::web) const ILLUSTRATION: &str = "illustration";
    /// To a worker: cancel the illustration that it computes; its answer then says so.
    pub(in crate::web) const STOP_ILLUSTRATION: &str = "stop-illustration";
    /// From a worker: the seconds left for the illustration that it computes, in `text`.
    pub(in crate::web) const ILLUSTRATING: &str = "illustrating";
    /// To a worker: run the benchmarks whose names begin with `text`. From a worker: progress and figures, in JSON.
    pub(in crate::web) const BENCHMARK: &str = "benchmark";
    /// To a worker: how many workers may share its job, itself included; `text` is the number.
    pub(in crate::web) const WORKERS: &str = "workers";
    /// From a worker that has a job to a worker of its pool: an order, in `bytes`.
    #[cfg(feature = "networks")]
    pub(in crate::web) const POOL: &str = "pool";
    /// From a worker of a pool: the answer to an order, in `bytes`.
    pub(in crate::web) const ANSWER: &str = "answer";
    /// From a worker: its program has crashed and no longer responds; `text` is the cause.
    pub(in crate::web) const PANIC: &str = "panic";
}

/// A message as a JavaScript object.
pub(super) fn compose(kind: &str, text: &str, bytes: Option<&Uint8Array>) -> (Object, Array) {
    let object = Object::new();
    let transfer = Array::new();
    // Setting a property of a fresh object cannot fail.
    let _ = Reflect::set(&object, &"kind".into(), &kind.into());
    let _ = Reflect::set(&object, &"text".into(), &text.into());
    if let Some(bytes) = bytes {
        let _ = Reflect::set(&object, &"bytes".into(), bytes);
        transfer.push(&bytes.buffer());
    }
    (object, transfer)
}

/// A message's kind, text and bytes.
pub(super) fn decompose(event: &MessageEvent) -> (String, String, Option<Uint8Array>) {
    let data = event.data();
    let get = |name: &str| Reflect::get(&data, &name.into()).unwrap_or(JsValue::UNDEFINED);
    let bytes = get("bytes").dyn_into().ok();
    (get("kind").as_string().unwrap_or_default(), get("text").as_string().unwrap_or_default(), bytes)
}

/// The build that page and worker must share, because another build may use other messages.
pub(super) fn build() -> String {
    format!("{} {}", env!("CARGO_PKG_VERSION"), option_env!("WEDGELAB_COMMIT").unwrap_or("unknown"))
}

/// The state of a worker between messages.
#[derive(Default)]
struct Memory {
    control: RefCell<Control>,
    /// The control of the current illustration.
    illustration: RefCell<Control>,
    #[cfg(feature = "networks")]
    networks: networks::NetworkMemory,
}

/// Answers the page's messages for as long as the worker lives.
pub fn serve_jobs() {
    report_panics();
    let memory = Rc::new(Memory::default());
    let listener = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| answer(&memory, &event));
    scope().set_onmessage(Some(listener.as_ref().unchecked_ref()));
    // The listener lives as long as the worker.
    listener.forget();
    post(message::READY, &build(), None);
}

/// Reports panics to the page: after a panic this worker does not respond, and not every browser reports panics inside
/// a promise.
fn report_panics() {
    std::panic::set_hook(Box::new(|information| {
        console_error_panic_hook::hook(information);
        let cause = information.payload_as_str().unwrap_or("the cause is unknown");
        post(message::PANIC, cause, None);
    }));
    // A program that runs out of memory stops without a panic; inside a promise, the page would not notice.
    let stopped = Closure::<dyn Fn(JsValue)>::new(|event: JsValue| {
        let reason = Reflect::get(&event, &"reason".into()).unwrap_or(JsValue::UNDEFINED);
        let cause = Reflect::get(&reason, &"message".into()).ok().and_then(|cause| cause.as_string());
        post(message::PANIC, &cause.unwrap_or_default(), None);
    });
    if let Err(error) =
        scope().add_event_listener_with_callback("unhandledrejection", stopped.as_ref().unchecked_ref())
    {
        web_sys::console::error_1(&error);
    }
    // The listener lives as long as the worker.
    stopped.forget();
}

fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

fn post(kind: &str, text: &str, bytes: Option<&[u8]>) {
    let bytes = bytes.map(Uint8Array::from);
    let (object, transfer) = compose(kind, text, bytes.as_ref());
    if let Err(error) = scope().post_message_with_transfer(&object, &transfer) {
        web_sys::console::error_1(&error);
    }
}

fn post_event(event: &Event) {
    match serde_json::to_string(event) {
        Ok(text) => post(message::EVENT, &text, None),
        Err(error) => web_sys::console::error_1(&error.to_string().into()),
    }
}

fn answer(memory: &Rc<Memory>, event: &MessageEvent) {
    #[cfg_attr(
        not(feature = "networks"),
        allow(unused_variables, reason = "only messages that concern networks have bytes")
    )]
    let (kind, text, bytes) = decompose(event);
    match kind.as_str() {
        message::COMMAND => match serde_json::from_str(&text) {
            Ok(command) => obey(memory, command),
            Err(error) => post_event(&Event::Failed {
                message: format!("the worker cannot read the page's command ({error}); reload the page"),
            }),
        },
        message::ALIVE => post(message::ALIVE, "", None),
        message::ILLUSTRATION => {
            let control = Control::default();
            *memory.illustration.borrow_mut() = control.clone();
            wasm_bindgen_futures::spawn_local(async move {
                let mut hear = |seconds: f64| post(message::ILLUSTRATING, &seconds.to_string(), None);
                let mut watch = Watch { control, hear: &mut hear };
                let answer = illustration(&text, &mut watch).await;
                post(message::ILLUSTRATION, &answer, None);
            });
        }
        message::STOP_ILLUSTRATION => memory.illustration.borrow().cancel(),
        #[cfg(feature = "networks")]
        kind => memory.networks.answer(kind, text, bytes),
        #[cfg(not(feature = "networks"))]
        _ => {}
    }
}

fn obey(memory: &Rc<Memory>, command: Command) {
    match command {
        Command::Pause => memory.control.borrow().pause(),
        Command::Resume => memory.control.borrow().resume(),
        Command::Step => memory.control.borrow().step(),
        Command::Cancel => memory.control.borrow().cancel(),
        Command::Run { specification, start } => {
            // A job that is still running must not hear this one's commands.
            memory.control.borrow().cancel();
            let control = Control::starting(start);
            *memory.control.borrow_mut() = control.clone();
            let memory = memory.clone();
            wasm_bindgen_futures::spawn_local(async move {
                match run_job(&memory, &specification, &control).await {
                    Ok(finished) => {
                        if let Some(parameters) = finished.parameters {
                            post(message::PARAMETERS, "", Some(&parameters));
                        }
                        post_event(&Event::Finished { result: Box::new(finished.result) });
                    }
                    Err(JobError::NeedsAnotherWorker) => post(message::NEEDS_ANOTHER_WORKER, "", None),
                    Err(error) if error.is_interruption() => post_event(&Event::Cancelled),
                    Err(error) if error.device_failure().is_some() => {
                        post(message::DEVICE_LOST, &error.to_string(), None);
                    }
                    Err(error) => post_event(&Event::Failed { message: in_words(&error) }),
                }
            });
        }
    }
}

/// The message of a job that failed. The page has no file of a checkpoint that its reader could replace or delete.
fn in_words(error: &JobError) -> String {
    match error {
        JobError::Checkpoint(error) => format!("{}; press Reset, and start again", error.found()),
        error if error.is_foreign_record() => {
            "the state that the page kept is of another job; press Reset, and start again".to_owned()
        }
        error => error.to_string(),
    }
}

async fn run_job(
    mut memory: &Memory,
    specification: &Map<String, Value>,
    control: &Control,
) -> Result<Finished, JobError> {
    let specification = Specification::from_map(specification)?;
    #[cfg(feature = "networks")]
    let (images, checkpoint) = (&memory.networks.images, memory.networks.checkpoint(&specification)?);
    #[cfg(not(feature = "networks"))]
    let (images, checkpoint) = (&crate::teaching::chapter::NoImages, None);
    run(&specification, images, control, checkpoint, &mut memory).await
}

/// The page receives the events of jobs and keeps their state.
impl Frontend for &Memory {
    #[cfg(feature = "networks")]
    fn pool(&self) -> Option<Box<dyn crate::pool::StartWorkers>> {
        self.networks.pool()
    }

    fn hear(&mut self, event: Event) {
        post_event(&event);
    }

    #[cfg(feature = "networks")]
    fn keep(&mut self, checkpoint: &Checkpoint) {
        networks::keep(checkpoint);
    }

    /// A worker for the wedges does not keep the state of its job, because such a job takes seconds, and writing and
    /// reading states would make the worker 5 % larger. A job whose worker is lost restarts.
    #[cfg(not(feature = "networks"))]
    fn keep(&mut self, _checkpoint: &Checkpoint) {}
}
