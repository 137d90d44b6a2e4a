//! The progress of a report: one bar for all its experiments, and a line for each.

use crate::cli::progress::{Bar, Progress, in_words};
use crate::job::Event;
use std::time::Instant;

/// The time left is shown after this share of the work.
const SHARE_BEFORE_FORECAST: f64 = 0.01;

/// A bar over experiments, each weighted by its expected duration.
pub(super) struct ReportProgress {
    bar: Bar,
    /// Expected seconds of all experiments,
    all: f64,
    /// ... of those that are done,
    done: f64,
    /// ... and of the current one.
    current: f64,
    share_of_current: f64,
    stage: String,
    device: String,
    /// When this run began, and the expected seconds of what earlier runs had done.
    begin: Instant,
    done_before: f64,
    paused: Option<Instant>,
}

impl ReportProgress {
    /// The progress of experiments that should take `all` seconds together, shown on `bar`.
    pub(super) fn new(all: f64, bar: Bar) -> Self {
        Self {
            bar,
            all,
            done: 0.0,
            current: 0.0,
            share_of_current: 0.0,
            stage: String::new(),
            device: String::new(),
            begin: Instant::now(),
            done_before: 0.0,
            paused: None,
        }
    }

    /// Begins an experiment that is expected to take `seconds`.
    pub(super) fn begin(&mut self, title: &str, seconds: f64) {
        self.line(title);
        (self.current, self.share_of_current) = (seconds, 0.0);
        self.stage.clear();
    }

    /// Counts an experiment that an earlier run finished.
    pub(super) fn skip(&mut self, seconds: f64) {
        self.done += seconds;
        self.done_before += seconds;
    }

    /// Counts the current experiment as done.
    pub(super) fn end(&mut self) {
        self.done += self.current;
        (self.current, self.share_of_current) = (0.0, 0.0);
    }

    fn draw(&mut self) {
        let now = self.done + self.current * self.share_of_current;
        let (share, since) = (now / self.all, now - self.done_before);
        let left = (since >= SHARE_BEFORE_FORECAST * self.all).then(|| {
            let seconds = self.begin.elapsed().as_secs_f64() * (self.all - now) / since;
            format!("{} left", in_words(seconds))
        });
        let stage = (!self.stage.is_empty()).then(|| self.stage.clone());
        self.bar.set(share, [left, stage].into_iter().flatten().collect::<Vec<_>>().join(", "));
    }
}

impl Progress for ReportProgress {
    fn show(&mut self, event: Event) {
        match event {
            Event::Started { device, reason, .. } if device != self.device => {
                self.line(&format!("Device: {device} ({reason})"));
                self.device = device;
            }
            Event::Stage { stage } => {
                self.stage = stage;
                self.draw();
            }
            Event::Progress { share, .. } => {
                self.share_of_current = share;
                self.draw();
            }
            Event::Paused => {
                self.paused = Some(Instant::now());
                self.line("paused; `fg` resumes");
            }
            Event::Resumed => {
                // Time spent paused does not count in the forecast.
                self.begin += self.paused.take().map(|paused| paused.elapsed()).unwrap_or_default();
                self.line("resumed");
            }
            _ => {}
        }
    }

    fn line(&self, text: &str) {
        self.bar.line(text);
    }

    fn finish(&self) {
        self.bar.finish();
    }
}
