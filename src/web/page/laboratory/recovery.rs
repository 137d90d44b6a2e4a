//! Recovery of a job whose worker is lost: it resumes in another worker, from the state that the page keeps.

use super::model::Model;
use super::offered_names::CPU;
use super::settings::{Settings, Task};
use super::state::{Phase, Which};
use crate::data::Source;
use crate::figure::LiveCurves;
use crate::job::{Command, Start};
use crate::web::worker_client::{Cure, Loss, ResumedDevice, WorkerClient};
use js_sys::{Reflect, Uint8Array, global};
use leptos::prelude::*;
use serde_json::{Map, Value};
use std::time::Duration;
use wasm_bindgen::JsValue;

/// How often the page checks whether the worker has sent anything.
const BETWEEN_LOOKS: Duration = Duration::from_secs(1);
/// After this number of silent checks the page asks the worker whether it is alive,
const LOOKS_BEFORE_ASKING: u32 = 3;
/// ... and after this number the worker counts as lost: on the CPU no piece of work takes longer than 0.1 s,
const LOOKS_ON_CPU: u32 = 8;
/// ... reading many images takes seconds,
const LOOKS_BEFORE_START: u32 = 30;
/// ... and so does compiling a shader on a slow GPU, or a step of a large network that Burn computes on the CPU.
const LOOKS_WITH_BURN: u32 = 60;

/// A running job: everything needed to restart or resume it.
#[derive(Debug, Clone)]
pub(super) struct Job {
    specification: Map<String, Value>,
    /// Whether it starts running or paused when it is next given to a worker.
    start: Start,
    /// Whether it needs images that the page must hand to a worker.
    pub(super) needs_images: bool,
    /// The empty curves before its first step.
    blank: LiveCurves,
    kept: Option<Kept>,
    /// The mark of the state that the current worker began with, empty for the beginning; `None` for the first worker.
    taken_up_at: Option<String>,
    /// How many workers that used a GPU were lost.
    losses_on_gpu: u32,
}

/// The last state that the worker sent. It is a JavaScript object, outside the program's memory.
#[derive(Debug, Clone)]
struct Kept {
    state: Uint8Array,
    mark: String,
    curves: LiveCurves,
}

impl Job {
    /// A job on a network before it begins.
    pub(super) fn new(settings: Settings, start: Start) -> Self {
        let needs_images = settings.data.get_untracked() != Source::Synthetic;
        Self { needs_images, ..Self::of(settings.specification(), start, settings.empty_curves()) }
    }

    /// A job of this specification before it begins.
    pub(super) fn of(specification: Map<String, Value>, start: Start, blank: LiveCurves) -> Self {
        Self {
            specification,
            start,
            needs_images: false,
            blank,
            kept: None,
            taken_up_at: None,
            losses_on_gpu: 0,
        }
    }

    /// Gives the job to a worker that has its images.
    pub(super) fn post(self, worker: &WorkerClient) {
        if let Some(kept) = &self.kept {
            let device = match self.losses_on_gpu {
                0 => ResumedDevice::TheSame,
                _ => ResumedDevice::Any,
            };
            worker.checkpoint(&kept.state, device);
        }
        worker.command(&Command::Run { specification: self.specification, start: self.start });
    }

    fn mark(&self) -> &str {
        self.kept.as_ref().map_or("", |kept| &kept.mark)
    }

    fn curves(&self) -> &LiveCurves {
        self.kept.as_ref().map_or(&self.blank, |kept| &kept.curves)
    }

    /// The device named in the specification.
    fn device(&self) -> Option<&str> {
        self.specification.get("device").and_then(Value::as_str)
    }

    /// The network named in the specification; empty on the wedges.
    fn network(&self) -> &str {
        self.specification.get("network").and_then(Value::as_str).unwrap_or_default()
    }

    fn is_on_cpu(&self) -> bool {
        self.device() == Some(CPU)
    }

    /// A sentence on how it continues after its worker was lost.
    fn prospect(&self, task: Task, place: &str) -> String {
        let (name, step) = (task.in_words(), self.curves().steps());
        if task != Task::Training && self.kept.is_some() {
            return format!("The {name} resumes {place}.");
        }
        match (self.kept.is_some(), self.start) {
            (false, _) => format!("The {name} restarts {place}."),
            (true, Start::Held) => format!("The {name} waits at step {step} {place}."),
            (true, _) => format!("The {name} resumes from step {step} {place}."),
        }
    }
}

/// What needs less work than a task for which no worker suffices.
fn less_work(task: Task) -> &'static str {
    match task {
        Task::Training | Task::OnNetworks(_) => "a smaller network or fewer images",
        Task::OnWedges => "fewer wedges or a smaller dimension",
    }
}

/// Whether the browser offers GPUs to pages at all.
fn has_web_gpu() -> bool {
    let property = |object: &JsValue, name: &str| {
        Reflect::get(object, &name.into()).ok().filter(|value| !value.is_undefined() && !value.is_null())
    };
    property(&global(), "navigator").and_then(|navigator| property(&navigator, "gpu")).is_some()
}

impl Model {
    /// Starts watching the worker, because one that is terminated from outside sends no message.
    pub(super) fn watch_over_worker(self) {
        set_interval(move || self.look(), BETWEEN_LOOKS);
    }

    /// Counts the checks at which the worker was silent. It does not measure time: while the page is hidden or the
    /// computer sleeps there are no checks, and silence means nothing.
    fn look(self) {
        let Some(worker) = self.worker() else { return };
        let is_watched = self.is_posted.get_value() && worker.is_ready() && !document().hidden();
        let silence = if is_watched { self.silence.get_value() + 1 } else { 0 };
        self.silence.set_value(silence);
        if silence == LOOKS_BEFORE_ASKING {
            worker.ask();
        }
        if silence >= self.patience() {
            worker.stop();
            self.lose_worker(Loss::curable("The worker no longer responds."));
        }
    }

    fn patience(self) -> u32 {
        match (self.which.get_value(), self.phase.get_untracked()) {
            (Which::Compute, _) => LOOKS_WITH_BURN,
            (_, Phase::Preparing) => LOOKS_BEFORE_START,
            _ => LOOKS_ON_CPU,
        }
    }

    fn uses_gpu(self) -> bool {
        self.setting.with_untracked(|setting| setting.as_ref().is_some_and(|setting| setting.device != "CPU"))
    }

    /// Whether the job may currently be trying a GPU to choose a device. A network without kernels is in the same worker on
    /// the CPU, where the loss of the worker is none of a GPU.
    fn may_try_gpu(self) -> bool {
        self.phase.get_untracked() == Phase::Preparing
            && self.which.get_value() == Which::Compute
            && has_web_gpu()
            && self.job.with_value(|job| job.as_ref().is_some_and(|job| job.device() == Some("auto")))
    }

    /// Notes how the job should start if it must be resumed.
    pub(super) fn note_start(self, start: Start) {
        self.job.update_value(|job| {
            if let Some(job) = job {
                job.start = start;
            }
        });
    }

    /// Keeps the state of the job, replacing the previous one.
    pub(super) fn keep(self, state: Uint8Array, mark: String) {
        let curves = self.curves.get_untracked();
        self.job.update_value(|job| {
            // The same mark means the same work, so nothing new.
            if let Some(job) = job.as_mut().filter(|job| job.mark() != mark) {
                job.kept = Some(Kept { state, mark, curves });
            }
        });
    }

    /// Whether the job is to resume on a device that was lost, and has not started yet.
    pub(super) fn waits_for_lost_device(self) -> bool {
        let lost_one = |job: &Job| job.losses_on_gpu > 0 && !job.is_on_cpu();
        self.phase.get_untracked() == Phase::Preparing
            && self.job.with_value(|job| job.as_ref().is_some_and(lost_one))
    }

    /// Handles the loss of the worker: its job continues in another one.
    pub(super) fn lose_worker(self, loss: Loss) {
        self.images_are_in.set_value(None);
        self.is_posted.set_value(false);
        match self.phase.get_untracked() {
            Phase::Preparing | Phase::Running | Phase::Paused => self.take_up_again(loss),
            Phase::Ending => self.come_to_rest(),
            // It was reading images.
            Phase::Idle | Phase::Finished | Phase::Failed => self.refuse_images(loss.what),
        }
    }

    fn take_up_again(self, loss: Loss) {
        let Some(mut job) = self.job.get_value() else { return self.fail(loss.what) };
        let mut place = "in a new worker";
        let got_further = job.taken_up_at.as_deref() != Some(job.mark());
        let mut is_hopeful = got_further;
        if (self.uses_gpu() || self.may_try_gpu()) && !job.is_on_cpu() {
            job.losses_on_gpu += 1;
            // A GPU that was lost twice may be lost for good; the CPU is always available.
            if job.losses_on_gpu > 1 {
                job.specification.insert("device".to_owned(), CPU.into());
                place = "on the CPU";
                if self.task.get_untracked() != Task::OnWedges {
                    self.which.set_value(Which::of_network(job.network(), CPU));
                }
                is_hopeful = true;
            }
        }
        if loss.cure != Cure::AnotherWorker || !is_hopeful {
            if loss.cure != Cure::Reload && job.kept.is_some() {
                self.can_go_on_from.set(Some(job.curves().steps()));
            }
            return self.fail(match loss.cure {
                Cure::AnotherWorker => format!(
                    "{} This worker got no further than the one before it. Start again with {}.",
                    loss.what,
                    less_work(self.task.get_untracked())
                ),
                Cure::Repair | Cure::Reload => loss.what,
            });
        }
        job.taken_up_at = Some(job.mark().to_owned());
        self.mishap.set(Some(format!("{} {}", loss.what, job.prospect(self.task.get_untracked(), place))));
        self.curves.set(job.curves().clone());
        self.job.set_value(Some(job));
        self.launch();
    }

    /// Resumes a failed job from its kept state.
    pub(super) fn go_on(self) {
        self.can_go_on_from.set(None);
        self.mishap.set(None);
        self.job.with_value(|job| {
            if let Some(job) = job {
                self.curves.set(job.curves().clone());
            }
        });
        self.launch();
    }
}
