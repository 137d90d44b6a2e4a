//! The state of the laboratory, and what its buttons do.

use super::form::Form;
use super::images::{ImageFiles, LocalSet};
use super::offered_names::CPU;
use super::recovery::Job;
use super::settings::{Settings, Task};
use super::state::{Ground, Phase, Progress, Setting, Which};
use super::toy::Toy;
use crate::data::Source;
use crate::figure::LiveCurves;
use crate::job::{Command, Start};
use crate::web::page::hidden;
use crate::web::page::illustrator::Place;
use crate::web::worker_client::{COMPUTE_WORKER, LIGHT_WORKER, NETWORK_WORKER, WorkerClient};
use js_sys::Uint8Array;
use leptos::prelude::*;
use serde_json::Value;
use std::rc::Rc;
use std::time::Duration;

/// A worker that does not end its job within this time is considered hung and is terminated.
const PATIENCE: Duration = Duration::from_secs(3);

/// The state. A copy is another handle on the same state.
#[derive(Debug, Clone, Copy)]
pub(in crate::web::page) struct Model {
    pub(in crate::web::page) settings: Settings,
    pub(super) phase: RwSignal<Phase>,
    /// What the next job will run on.
    pub(super) ground: RwSignal<Ground>,
    /// The experiments on the wedges, and their settings.
    pub(super) form: Form,
    /// The current or last job.
    pub(super) task: RwSignal<Task>,
    /// The last status text of the job.
    pub(super) status: RwSignal<String>,
    /// What went wrong during the job, and how it continues.
    pub(super) mishap: RwSignal<Option<String>>,
    /// The step from which a failed job can resume.
    pub(super) can_go_on_from: RwSignal<Option<usize>>,
    /// Whether files were dropped where their status is out of sight.
    pub(super) is_dropped_elsewhere: RwSignal<bool>,
    /// The last status text about files.
    pub(super) files_status: RwSignal<String>,
    pub(super) setting: RwSignal<Option<Setting>>,
    pub(super) progress: RwSignal<Progress>,
    pub(super) curves: RwSignal<LiveCurves>,
    /// The result of the job.
    pub(super) result: RwSignal<Option<Value>>,
    /// The trained θ as a safetensors file.
    pub(super) parameters: RwSignal<Option<Uint8Array>, LocalStorage>,
    /// A result that was opened from a file, with the file's name.
    pub(super) opened: RwSignal<Option<(String, Value)>>,
    /// A report that was opened from a file, with the file's name.
    pub(super) opened_report: RwSignal<Option<(String, Value)>>,
    /// A result that is being opened, with the file's name.
    pub(super) opening: StoredValue<Option<(String, Value)>>,
    /// Where the page requests its drawing, to learn whether it can be drawn.
    pub(super) opener: StoredValue<Option<Place>, LocalStorage>,
    /// Images other than the built-in ones.
    pub(super) images: RwSignal<Option<ImageFiles>, LocalStorage>,
    /// The data sets that this computer offers.
    pub(super) local_sets: RwSignal<Vec<LocalSet>>,
    /// The same experiment on the toy.
    pub(super) toy: Toy,
    /// The worker that has the images.
    pub(super) images_are_in: StoredValue<Option<Which>>,
    /// The job under way.
    pub(super) job: StoredValue<Option<Job>, LocalStorage>,
    /// The number of consecutive checks at which the worker had been silent.
    pub(super) silence: StoredValue<u32>,
    /// Whether a posted job has not reported its end.
    pub(super) is_posted: StoredValue<bool>,
    /// Counts the launches of jobs, to recognise what belongs to an older one.
    attempt: StoredValue<u32>,
    /// Counts how often images were handed to a worker.
    handover: StoredValue<u32>,
    /// The worker that has the job, or had the last one.
    pub(super) which: StoredValue<Which>,
    /// One client per worker, in the order of [`Which`].
    workers: StoredValue<Vec<Rc<WorkerClient>>, LocalStorage>,
}

impl Model {
    /// The laboratory in its initial state. No worker is fetched.
    pub(in crate::web::page) fn new() -> Self {
        let settings = Settings::new();
        let model = Self {
            settings,
            phase: RwSignal::new(Phase::Idle),
            ground: RwSignal::new(Ground::Network),
            form: Form::new(),
            task: RwSignal::new(Task::Training),
            status: RwSignal::new(String::new()),
            mishap: RwSignal::new(None),
            can_go_on_from: RwSignal::new(None),
            is_dropped_elsewhere: RwSignal::new(false),
            files_status: RwSignal::new(String::new()),
            setting: RwSignal::new(None),
            progress: RwSignal::new(Progress::default()),
            curves: RwSignal::new(settings.empty_curves()),
            result: RwSignal::new(None),
            parameters: RwSignal::new_local(None),
            opened: RwSignal::new(None),
            opened_report: RwSignal::new(None),
            opening: StoredValue::new(None),
            opener: StoredValue::new_local(None),
            images: RwSignal::new_local(None),
            local_sets: RwSignal::new(Vec::new()),
            toy: Toy::new(),
            images_are_in: StoredValue::new(None),
            job: StoredValue::new_local(None),
            silence: StoredValue::new(0),
            is_posted: StoredValue::new(false),
            attempt: StoredValue::new(0),
            handover: StoredValue::new(0),
            which: StoredValue::new(Which::Network),
            workers: StoredValue::new_local(Vec::new()),
        };
        for (which, script) in
            [(Which::Compute, COMPUTE_WORKER), (Which::Network, NETWORK_WORKER), (Which::Light, LIGHT_WORKER)]
        {
            let client = WorkerClient::new(script, move |report| model.hear(which, report));
            model.workers.update_value(|workers| workers.push(Rc::new(client)));
        }
        model.watch_over_worker();
        model
    }

    /// Whether a new job can begin. Tracked.
    pub(super) fn is_free(self) -> bool {
        matches!(self.phase.get(), Phase::Idle | Phase::Finished | Phase::Failed)
    }

    /// Runs the chosen experiment on a network, and the same on the wedges.
    pub(super) fn run_on_network(self) {
        self.begin(Start::Running);
        self.toy.run(self.settings);
    }

    /// Runs the chosen experiment on the wedges.
    pub(super) fn run_on_wedges(self) {
        self.begin_on_wedges(Start::Running);
    }

    /// Takes one step of a paused job, or starts a job that pauses after its first step.
    pub(super) fn step(self) {
        match (self.phase.get_untracked(), self.ground.get_untracked()) {
            (Phase::Paused, _) => self.command(&Command::Step),
            (_, Ground::Network) => self.begin(Start::AfterOneStep),
            (_, Ground::Wedges) => self.begin_on_wedges(Start::AfterOneStep),
        }
    }

    /// The worker that has the job, or had the last one.
    pub(super) fn worker(self) -> Option<Rc<WorkerClient>> {
        self.client(self.which.get_value())
    }

    fn client(self, which: Which) -> Option<Rc<WorkerClient>> {
        self.workers.with_value(|workers| workers.get(which as usize).cloned())
    }

    /// The worker that a job on a network begins in.
    fn worker_for_networks(self) -> Which {
        Which::of_network(self.settings.network(), self.settings.device())
    }

    /// Pauses or resumes the job.
    pub(super) fn pause_or_resume(self) {
        match self.phase.get_untracked() {
            Phase::Running => {
                self.note_start(Start::Held);
                self.command(&Command::Pause);
            }
            Phase::Paused => {
                self.note_start(Start::Running);
                self.command(&Command::Resume);
            }
            _ => {}
        }
    }

    /// Ends the job and clears what it showed.
    pub(super) fn reset(self) {
        self.clear();
        self.toy.clear();
        self.attempt.update_value(|attempt| *attempt += 1);
        if self.is_posted.get_value() {
            self.command(&Command::Cancel);
            self.phase.set(Phase::Ending);
            self.status.set("Stopping.".to_owned());
            let attempt = self.attempt.get_value();
            set_timeout(move || self.end_by_force(attempt), PATIENCE);
        } else {
            self.come_to_rest();
        }
    }

    /// Returns to the idle state once the job is gone.
    pub(super) fn come_to_rest(self) {
        self.is_posted.set_value(false);
        self.phase.set(Phase::Idle);
        self.status.set("Everything is reset.".to_owned());
    }

    /// Marks the job as failed, with a sentence.
    pub(super) fn fail(self, sentence: String) {
        self.is_posted.set_value(false);
        self.phase.set(Phase::Failed);
        self.status.set(sentence);
    }

    /// Takes other images and hands them to the worker at once, to find out whether they can be used.
    pub(super) fn use_images(self, images: ImageFiles) {
        self.images.set(Some(images));
        self.images_are_in.set_value(None);
        let which = self.worker_for_networks();
        leptos::task::spawn_local(async move {
            if let Err(sentence) = self.hand_over_images(which).await {
                self.refuse_images(sentence);
            }
        });
    }

    /// Returns to the built-in images, and says why.
    pub(super) fn refuse_images(self, sentence: String) {
        self.images.set(None);
        self.images_are_in.set_value(None);
        self.settings.data.set(Source::Synthetic);
        self.files_status.set(sentence);
    }

    fn begin_on_wedges(self, start: Start) {
        self.clear();
        self.task.set(Task::OnWedges);
        let specification = self.form.specification();
        let device = specification.get("device").and_then(|device| device.as_str()).unwrap_or(CPU);
        self.which.set_value(Which::of_device(device, Which::Light));
        let blank = self.settings.empty_curves();
        self.job.set_value(Some(Job::of(specification, start, blank)));
        self.launch();
    }

    fn begin(self, start: Start) {
        self.clear();
        let preset = self.settings.preset.get_untracked();
        self.task.set(if preset.is_training() { Task::Training } else { Task::OnNetworks(preset) });
        self.which.set_value(self.worker_for_networks());
        self.job.set_value(Some(Job::new(self.settings, start)));
        self.launch();
    }

    /// Gives the job to a worker, from its beginning or from its kept state.
    pub(super) fn launch(self) {
        self.is_posted.set_value(false);
        self.phase.set(Phase::Preparing);
        self.attempt.update_value(|attempt| *attempt += 1);
        let attempt = self.attempt.get_value();
        leptos::task::spawn_local(async move {
            let prepared = self.prepare().await;
            if self.attempt.get_value() != attempt {
                return;
            }
            match prepared {
                Ok(()) => self.post(),
                Err(sentence) => self.fail(sentence),
            }
        });
    }

    /// Starts the worker, and hands it the images that the job needs.
    async fn prepare(self) -> Result<(), String> {
        let Some(worker) = self.worker() else { return Ok(()) };
        self.status.set(match (worker.is_started(), self.which.get_value()) {
            (true, _) => "Preparing.".to_owned(),
            (false, Which::Compute) => "Loading the worker (4.5 MB, once).".to_owned(),
            (false, _) => "Loading the worker.".to_owned(),
        });
        worker.start();
        if let Some(workers) = hidden::workers() {
            worker.limit_workers(workers);
        }
        let needs_images = self.job.with_value(|job| job.as_ref().is_some_and(|job| job.needs_images));
        let which = self.which.get_value();
        if needs_images && self.images_are_in.get_value() != Some(which) {
            self.hand_over_images(which).await?;
        }
        Ok(())
    }

    async fn hand_over_images(self, which: Which) -> Result<(), String> {
        let (Some(worker), Some(images)) = (self.client(which), self.images.get_untracked()) else {
            return Ok(());
        };
        self.handover.update_value(|handover| *handover += 1);
        let handover = self.handover.get_value();
        worker.start();
        worker.forget_files();
        for index in 0..images.count() {
            self.files_status.set(format!("Reading file {} of {}.", index + 1, images.count()));
            let (name, content) = images.read(index).await?;
            // Other images may have been chosen in the meantime.
            if self.handover.get_value() != handover {
                return Ok(());
            }
            worker.file(&name, &content);
        }
        self.files_status.set("Checking the images.".to_owned());
        worker.read_files(images.source());
        self.images_are_in.set_value(Some(which));
        Ok(())
    }

    fn post(self) {
        let (Some(worker), Some(job)) = (self.worker(), self.job.get_value()) else { return };
        // The worker may have been lost while the images were read.
        if self.phase.get_untracked() == Phase::Preparing {
            self.is_posted.set_value(true);
            self.silence.set_value(0);
            job.post(&worker);
        }
    }

    fn command(self, command: &Command) {
        if let Some(worker) = self.worker() {
            worker.command(command);
        }
    }

    fn clear(self) {
        self.job.set_value(None);
        self.mishap.set(None);
        self.can_go_on_from.set(None);
        self.setting.set(None);
        self.progress.set(Progress::default());
        self.curves.set(self.settings.empty_curves());
        self.result.set(None);
        self.parameters.set(None);
    }

    fn end_by_force(self, attempt: u32) {
        if self.phase.get_untracked() == Phase::Ending && self.attempt.get_value() == attempt {
            if let Some(worker) = self.worker() {
                worker.stop();
            }
            self.images_are_in.set_value(None);
            self.come_to_rest();
        }
    }
}
