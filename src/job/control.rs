//! Pause, resume, step and cancel: a small shared state that front ends set and the work checks.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// How a job begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Start {
    /// It runs.
    Running,
    /// It takes one step, then holds.
    AfterOneStep,
    /// It holds before its next step.
    Held,
}

/// What a front frontend requests from a worker.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Command {
    /// Run this job, from the beginning or from the checkpoint that was handed over before.
    Run {
        /// The whole specification, flat.
        specification: Map<String, Value>,
        /// How it begins.
        start: Start,
    },
    /// Hold the job after the current step.
    Pause,
    /// Resume the job.
    Resume,
    /// Take one step, then hold.
    Step,
    /// End the job and drop what it has.
    Cancel,
}

/// The state that a job checks between two pieces of work. Clones share it.
#[derive(Debug, Clone, Default)]
pub struct Control {
    paused: Arc<AtomicBool>,
    cancelled: Arc<AtomicBool>,
    steps: Arc<AtomicUsize>,
    holding: Arc<AtomicBool>,
}

impl Control {
    /// The state of a job that begins this way.
    pub fn starting(start: Start) -> Self {
        let control = Self::default();
        match start {
            Start::Running => {}
            Start::AfterOneStep => control.step(),
            Start::Held => control.pause(),
        }
        control
    }

    /// Holds the job after the current step.
    pub fn pause(&self) {
        self.paused.store(true, Ordering::SeqCst);
    }

    /// Resumes a held job.
    pub fn resume(&self) {
        self.steps.store(0, Ordering::SeqCst);
        self.paused.store(false, Ordering::SeqCst);
    }

    /// Lets a job take one step and hold.
    pub fn step(&self) {
        self.paused.store(true, Ordering::SeqCst);
        self.steps.fetch_add(1, Ordering::SeqCst);
    }

    /// Ends the job, even if it is held.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::SeqCst);
    }

    /// Whether the job should end.
    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::SeqCst)
    }

    /// Whether the job should hold.
    pub fn is_paused(&self) -> bool {
        self.paused.load(Ordering::SeqCst)
    }

    /// Whether the job holds now.
    pub fn is_holding(&self) -> bool {
        self.holding.load(Ordering::SeqCst)
    }

    /// Set by the job when it begins and stops holding.
    pub(super) fn set_holding(&self, holding: bool) {
        self.holding.store(holding, Ordering::SeqCst);
    }

    /// Whether a single step was requested and not yet taken.
    pub fn has_single_step(&self) -> bool {
        self.steps.load(Ordering::SeqCst) > 0
    }

    /// Takes one of the requested single steps; `false` if none is left.
    pub fn take_single_step(&self) -> bool {
        self.steps.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |steps| steps.checked_sub(1)).is_ok()
    }
}
