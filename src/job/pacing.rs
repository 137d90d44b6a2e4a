//! The pace of a job: when it yields control, when a checkpoint is due, how much time is left.

use super::readings::Readings;
use super::{Checkpoint, Control, Event, Frontend};
use crate::observer::{Interrupted, Journal, Note, Observer, Record, TrainedPoints, Work};
use crate::platform::{breathe, wait_briefly};
use std::time::Duration;
use web_time::Instant;

/// The longest time between two yields.
pub(super) const LONGEST_STRETCH: Duration = Duration::from_millis(30);
/// The shortest time between two progress events.
const BETWEEN_PROGRESS: Duration = Duration::from_millis(200);
/// The shortest time between two saves of the record.
const BETWEEN_SAVES: Duration = Duration::from_millis(500);
/// Saving takes at most about one part in this many of the time.
const SAVING_IS_ONE_PART_IN: u32 = 50;
/// The share of the work after which the time left is estimated.
const SHARE_BEFORE_FORECAST: f64 = 0.01;

/// Observes a running job: passes its notes on as events, counts its work, keeps its record, and holds it while it is
/// paused.
pub(super) struct Pacing<'a> {
    control: Control,
    frontend: &'a mut dyn Frontend,
    keeping: Option<Keeping>,
    expected_passes: f64,
    passes: f64,
    active: Duration,
    last_rest: Instant,
    last_breath: Instant,
    last_progress: Option<Instant>,
    readings: Readings,
    speed: Speed,
    is_stepping: bool,
    stage: String,
}

/// The job's record, and when it is saved.
struct Keeping {
    journal: Journal,
    /// What a checkpoint holds besides the record and the counts.
    begun: Checkpoint,
    last_save: Instant,
    last_save_took: Duration,
}

/// Recent training examples and the seconds they took.
#[derive(Default)]
struct Speed {
    examples: f64,
    seconds: f64,
    last: Option<f64>,
}

impl<'a> Pacing<'a> {
    /// The pace of a job that begins or resumes at this checkpoint, and is saved in later ones.
    pub(super) fn from_checkpoint(
        control: Control,
        expected_passes: f64,
        begun: Checkpoint,
        frontend: &'a mut dyn Frontend,
    ) -> Self {
        Self {
            passes: begun.passes,
            active: Duration::try_from_secs_f64(begun.seconds).unwrap_or_default(),
            keeping: Some(Keeping {
                journal: Journal::new(begun.record.clone()),
                begun: Checkpoint { record: Record::default(), ..begun },
                last_save: Instant::now(),
                last_save_took: Duration::ZERO,
            }),
            ..Self::new(control, expected_passes, frontend)
        }
    }

    /// The pace of work that is not saved.
    pub(super) fn new(control: Control, expected_passes: f64, frontend: &'a mut dyn Frontend) -> Self {
        let now = Instant::now();
        Self {
            control,
            frontend,
            expected_passes,
            passes: 0.0,
            active: Duration::ZERO,
            keeping: None,
            last_rest: now,
            last_breath: now,
            last_progress: None,
            readings: Readings::new(),
            speed: Speed::default(),
            is_stepping: false,
            stage: String::new(),
        }
    }

    /// Seconds of work, without pauses and including earlier runs.
    pub(super) fn active_seconds(&self) -> f64 {
        self.active.as_secs_f64()
    }

    /// The last stage that the job reported.
    pub(super) fn stage(&self) -> &str {
        &self.stage
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
        self.frontend.hear(Event::Progress {
            share,
            seconds_left,
            examples_per_second: self.speed.current(),
        });
    }

    fn was_recalled(&self) -> bool {
        self.keeping.as_ref().is_some_and(|keeping| keeping.journal.answered_from_record())
    }

    /// Whether a held job may continue until its next step is complete.
    fn may_pass(&mut self) -> bool {
        self.is_stepping = self.is_stepping || self.control.take_single_step();
        self.is_stepping
    }
}

impl Speed {
    /// Half a second is long enough for a stable figure and short enough to follow changes.
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

impl Observer for Pacing<'_> {
    async fn breathe(&mut self, work: Work) {
        self.count(work);
        self.tell_progress();
        if self.last_breath.elapsed() >= LONGEST_STRETCH {
            breathe().await;
            self.last_breath = Instant::now();
        }
    }

    fn is_holding_due(&mut self) -> bool {
        self.control.is_cancelled()
            || self.control.is_paused() && !self.is_stepping && !self.control.has_single_step()
    }

    async fn hold(&mut self) -> Result<(), Interrupted> {
        if self.control.is_cancelled() {
            return Err(Interrupted);
        }
        if !self.control.is_paused() || self.may_pass() {
            return Ok(());
        }
        // A held job may be ended without notice.
        self.save();
        self.frontend.hear(Event::Paused);
        self.control.set_holding(true);
        while self.control.is_paused() && !self.may_pass() {
            wait_briefly().await;
            if self.control.is_cancelled() {
                break;
            }
        }
        self.control.set_holding(false);
        self.last_rest = Instant::now();
        if self.control.is_cancelled() {
            return Err(Interrupted);
        }
        if !self.control.is_paused() {
            self.frontend.hear(Event::Resumed);
        }
        Ok(())
    }

    fn takes_single_steps(&self) -> bool {
        self.control.is_paused()
    }

    fn step_taken(&mut self) {
        self.is_stepping = false;
    }

    fn is_reading_due(&mut self) -> bool {
        self.readings.is_due()
    }

    fn note(&mut self, note: Note) {
        self.frontend.hear(match note {
            Note::Stage(stage) => {
                self.stage.clone_from(&stage);
                Event::Stage { stage }
            }
            Note::Losses { first_step, losses } => Event::Losses { first_step, losses },
            // It was reported when it was measured.
            Note::Epoch { .. } if self.was_recalled() => return,
            Note::Epoch { epoch, test } => Event::Epoch { epoch, test },
        });
    }

    fn journal(&mut self) -> Option<&mut Journal> {
        self.keeping.as_mut().map(|keeping| &mut keeping.journal)
    }

    fn trained_points(&mut self) -> Option<&mut dyn TrainedPoints> {
        self.frontend.trained_points()
    }

    fn is_saving_due(&mut self) -> bool {
        let Some(keeping) = &self.keeping else { return false };
        keeping.last_save.elapsed() >= BETWEEN_SAVES.max(keeping.last_save_took * SAVING_IS_ONE_PART_IN)
    }

    fn save(&mut self) {
        let (seconds, passes) = (self.active_seconds(), self.passes);
        let Some(keeping) = &mut self.keeping else { return };
        let begin = Instant::now();
        let record = keeping.journal.record().clone();
        self.frontend.keep(&Checkpoint { record, seconds, passes, ..keeping.begun.clone() });
        keeping.last_save = Instant::now();
        keeping.last_save_took = begin.elapsed();
    }
}
