//! What becomes of a job whose worker is lost: it goes on in another one, from the state that the page keeps.

use super::model::{Model, Phase, Which};
use super::settings::{CPU, Settings, Task};
use crate::data::Source;
use crate::figure::LiveCurves;
use crate::job::{Command, Start};
use crate::web::worker_client::{Cure, Loss, ResumedDevice, WorkerClient};
use js_sys::Uint8Array;
use leptos::prelude::*;
use serde_json::{Map, Value};
use std::time::Duration;

/// How often the page looks whether something was heard of the worker.
const BETWEEN_LOOKS: Duration = Duration::from_secs(1);
/// After so many looks of silence the worker is asked whether it lives,
const LOOKS_BEFORE_ASKING: u32 = 3;
/// ... and is lost after so many: on the CPU no piece of work takes longer than a tenth of a second,
const LOOKS_ON_CPU: u32 = 8;
/// ... reading many images takes seconds,
const LOOKS_BEFORE_START: u32 = 30;
/// ... and so does compiling a shader on a slow GPU.
const LOOKS_ON_GPU: u32 = 60;

/// A job under way: all that is needed to begin it again, or to go on with it.
#[derive(Debug, Clone)]
pub(super) struct Job {
    specification: Map<String, Value>,
    /// How it begins where it is given to a worker now.
    start: Start,
    /// Whether a worker must be given images for it.
    pub(super) needs_images: bool,
    /// Before anything was done.
    blank: LiveCurves,
    kept: Option<Kept>,
    /// The mark of the state that the worker of now began with, where it is not the first one; empty for the beginning.
    taken_up_at: Option<String>,
    /// How often a worker was lost that used a GPU.
    losses_on_gpu: u32,
}

/// The last state that the worker told. It stays outside the page's own memory.
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

    /// As the settings say.
    fn device(&self) -> Option<&str> {
        self.specification.get("device").and_then(Value::as_str)
    }

    fn is_on_cpu(&self) -> bool {
        self.device() == Some(CPU)
    }

    /// How it goes on after its worker was lost, in a sentence.
    fn prospect(&self, task: Task, place: &str) -> String {
        let (name, step) = (task.in_words(), self.curves().steps());
        if task != Task::Training && self.kept.is_some() {
            return format!("The {name} goes on {place}.");
        }
        match (self.kept.is_some(), self.start) {
            (false, _) => format!("The {name} begins again {place}."),
            (true, Start::Held) => format!("The {name} waits at step {step} {place}."),
            (true, _) => format!("The {name} goes on from step {step} {place}."),
        }
    }
}

impl Model {
    /// Looks after the worker from now on: one that was ended from outside says nothing.
    pub(super) fn watch_over_worker(self) {
        set_interval(move || self.look(), BETWEEN_LOOKS);
    }

    /// Counts the looks at which nothing was heard. Time is not measured: while the page is hidden or the computer sleeps
    /// there are no looks, and silence means nothing.
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
            self.lose_worker(Loss::curable("The worker does not answer any more."));
        }
    }

    fn patience(self) -> u32 {
        if self.phase.get_untracked() == Phase::Preparing && !self.may_try_gpu() {
            return LOOKS_BEFORE_START;
        }
        if self.uses_gpu() || self.may_try_gpu() { LOOKS_ON_GPU } else { LOOKS_ON_CPU }
    }

    fn uses_gpu(self) -> bool {
        self.setting.with_untracked(|setting| setting.as_ref().is_some_and(|setting| setting.device != "CPU"))
    }

    /// Whether the job may be trying a GPU just now, to choose a device.
    fn may_try_gpu(self) -> bool {
        self.phase.get_untracked() == Phase::Preparing
            && self.which.get_value() == Which::Compute
            && self.job.with_value(|job| job.as_ref().is_some_and(|job| job.device() == Some("auto")))
    }

    /// Notes how the job shall begin where it must be taken up again.
    pub(super) fn note_start(self, start: Start) {
        self.job.update_value(|job| {
            if let Some(job) = job {
                job.start = start;
            }
        });
    }

    /// Keeps the state of the job in place of the one before.
    pub(super) fn keep(self, state: Uint8Array, mark: String) {
        let curves = self.curves.get_untracked();
        self.job.update_value(|job| {
            // The same work once more says nothing new.
            if let Some(job) = job.as_mut().filter(|job| job.mark() != mark) {
                job.kept = Some(Kept { state, mark, curves });
            }
        });
    }

    /// Whether the job was to go on with a device that was lost, and has not begun to.
    pub(super) fn waits_for_lost_device(self) -> bool {
        let lost_one = |job: &Job| job.losses_on_gpu > 0 && !job.is_on_cpu();
        self.phase.get_untracked() == Phase::Preparing
            && self.job.with_value(|job| job.as_ref().is_some_and(lost_one))
    }

    /// The worker is gone: what it did goes on in another one.
    pub(super) fn lose_worker(self, loss: Loss) {
        self.images_are_in.set_value(None);
        self.is_posted.set_value(false);
        match self.phase.get_untracked() {
            Phase::Preparing | Phase::Running | Phase::Paused => self.take_up_again(loss),
            Phase::Ending => self.come_to_rest(),
            // It was looking at images.
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
            // A GPU that was lost twice may be lost for ever; the CPU is always there.
            if job.losses_on_gpu > 1 {
                job.specification.insert("device".to_owned(), CPU.into());
                place = "on the CPU";
                if self.task.get_untracked() != Task::OnWedges {
                    self.which.set_value(Which::Network);
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
                    "{} It got no further than the one before it. Start again with a smaller network or fewer images.",
                    loss.what
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

    /// Goes on with a job that could not, from where it was kept.
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
