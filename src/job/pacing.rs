//! The pace of a job: when control goes back to the surroundings, when a device is read, how much time is left.

use super::{Control, Event};
use crate::observer::{Interrupted, Note, Observer, Work};
use crate::platform::{breathe, wait_briefly};
use std::time::Duration;
use web_time::Instant;

/// Work goes on at most this long before control goes back.
const LONGEST_STRETCH: Duration = Duration::from_millis(30);
/// A device is read at most this often.
const BETWEEN_READINGS: Duration = Duration::from_millis(100);
/// Progress is told at most this often.
const BETWEEN_PROGRESS: Duration = Duration::from_millis(200);
/// Time left is told after so much of the work.
const SHARE_BEFORE_FORECAST: f64 = 0.01;

/// Looks into a running job: passes its notes on as events, counts its work, and holds it while it is paused.
pub(super) struct Pacing<'a, S> {
    control: Control,
    send: &'a mut S,
    expected_passes: f64,
    passes: f64,
    active: Duration,
    last_rest: Instant,
    last_breath: Instant,
    last_progress: Option<Instant>,
    last_reading: Instant,
    steps_since_reading: u32,
    steps_per_reading: u32,
    speed: Speed,
    is_stepping: bool,
}

/// Training examples and the seconds they took, lately.
#[derive(Default)]
struct Speed {
    examples: f64,
    seconds: f64,
    last: Option<f64>,
}

impl<'a, S: FnMut(Event)> Pacing<'a, S> {
    pub(super) fn new(control: Control, expected_passes: f64, send: &'a mut S) -> Self {
        let now = Instant::now();
        Self {
            control,
            send,
            expected_passes,
            passes: 0.0,
            active: Duration::ZERO,
            last_rest: now,
            last_breath: now,
            last_progress: None,
            last_reading: now,
            steps_since_reading: 0,
            steps_per_reading: 1,
            speed: Speed::default(),
            is_stepping: false,
        }
    }

    /// Seconds of work, pauses left out.
    pub(super) fn active_seconds(&self) -> f64 {
        self.active.as_secs_f64()
    }

    fn count(&mut self, work: Work) {
        let now = Instant::now();
        let elapsed = now - self.last_rest;
        self.last_rest = now;
        self.active += elapsed;
        self.passes += work.passes();
        if let Work::Gradient(examples) = work {
            self.speed.add(examples, elapsed.as_secs_f64());
        }
    }

    fn tell_progress(&mut self) {
        let now = Instant::now();
        if self.last_progress.is_some_and(|last| now - last < BETWEEN_PROGRESS) {
            return;
        }
        self.last_progress = Some(now);
        let share = (self.passes / self.expected_passes).clamp(0.0, 1.0);
        let seconds_left =
            (share >= SHARE_BEFORE_FORECAST).then(|| self.active.as_secs_f64() * (1.0 - share) / share);
        (self.send)(Event::Progress { share, seconds_left, examples_per_second: self.speed.current() });
    }

    /// Waits while the job is paused. A single step that was asked for lets one gradient pass, and whatever is
    /// evaluated before the next.
    async fn hold(&mut self, work: Work) -> Result<(), Interrupted> {
        if !self.control.is_paused() || self.may_pass(work) {
            return Ok(());
        }
        (self.send)(Event::Paused);
        self.is_stepping = false;
        while self.control.is_paused() && !self.may_pass(work) {
            wait_briefly().await;
            if self.control.is_cancelled() {
                return Err(Interrupted);
            }
        }
        if !self.control.is_paused() {
            (self.send)(Event::Resumed);
        }
        self.last_rest = Instant::now();
        Ok(())
    }

    fn may_pass(&mut self, work: Work) -> bool {
        match work {
            Work::Gradient(_) => {
                self.is_stepping = self.control.take_single_step();
                self.is_stepping
            }
            Work::Evaluation(_) => self.is_stepping || self.control.has_single_step(),
        }
    }
}

impl Speed {
    /// Half a second is long enough to mean something and short enough to follow.
    const SPAN: f64 = 0.5;

    fn add(&mut self, examples: f64, seconds: f64) {
        self.examples += examples;
        self.seconds += seconds;
        if self.seconds >= Self::SPAN {
            self.last = Some(self.examples / self.seconds);
            (self.examples, self.seconds) = (0.0, 0.0);
        }
    }

    fn current(&self) -> Option<f64> {
        self.last.or_else(|| (self.seconds > 0.0).then(|| self.examples / self.seconds))
    }
}

impl<S: FnMut(Event)> Observer for Pacing<'_, S> {
    async fn rest(&mut self, work: Work) -> Result<(), Interrupted> {
        self.count(work);
        self.tell_progress();
        if self.last_breath.elapsed() >= LONGEST_STRETCH {
            breathe().await;
            self.last_breath = Instant::now();
        }
        if self.control.is_cancelled() {
            return Err(Interrupted);
        }
        self.hold(work).await
    }

    fn is_reading_due(&mut self) -> bool {
        self.steps_since_reading += 1;
        let due = self.control.is_paused() || self.steps_since_reading >= self.steps_per_reading;
        if due {
            // A queue hides how long a step takes until it is read, so the steps to the next reading follow from the
            // time that the last ones took, reading included.
            let per_step = self.last_reading.elapsed() / self.steps_since_reading;
            let steps = BETWEEN_READINGS.as_secs_f64() / per_step.as_secs_f64().max(1e-6);
            self.steps_per_reading = (steps as u32).clamp(1, self.steps_per_reading * 2);
            self.steps_since_reading = 0;
            self.last_reading = Instant::now();
        }
        due
    }

    fn note(&mut self, note: Note) {
        (self.send)(match note {
            Note::Stage(stage) => Event::Stage { stage },
            Note::Losses { first_step, losses } => Event::Losses { first_step, losses },
            Note::Epoch { epoch, test } => Event::Epoch { epoch, test },
        });
    }
}
