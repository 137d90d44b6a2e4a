//! Shows the progress of jobs: a bar with the time left on a terminal, plain lines elsewhere.

use super::standard_streams::{can_draw_bars, remark};
use crate::job::Event;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::time::{Duration, Instant};

/// The bar's number of steps.
const PARTS: u64 = 1_000;
/// Plain lines are printed at most this often.
const BETWEEN_LINES: Duration = Duration::from_secs(5);

/// Shows the events of jobs.
pub(super) trait Progress {
    /// Shows one event.
    fn show(&mut self, event: Event);

    /// Shows a line of text.
    fn line(&self, text: &str);

    /// Removes the bar.
    fn finish(&self);
}

/// A bar on standard error if the terminal can draw one, else lines.
pub(super) struct Bar {
    form: Form,
    last_line: Instant,
}

enum Form {
    Drawn(ProgressBar),
    Lines,
    Hidden,
}

impl Bar {
    /// An empty bar.
    pub(super) fn new() -> Self {
        let form = if can_draw_bars() { Form::Drawn(drawn()) } else { Form::Lines };
        Self { form, last_line: Instant::now() }
    }

    /// A bar that shows nothing, and no lines either.
    pub(super) fn hidden() -> Self {
        Self { form: Form::Hidden, last_line: Instant::now() }
    }

    /// Shows a share from 0 to 1, with text next to it.
    pub(super) fn set(&mut self, share: f64, words: String) {
        match &self.form {
            Form::Drawn(bar) => {
                bar.set_position((share * PARTS as f64) as u64);
                bar.set_message(words);
            }
            Form::Lines if self.last_line.elapsed() >= BETWEEN_LINES => {
                self.last_line = Instant::now();
                remark(&format!("{:.0} %  {words}", share * 100.0));
            }
            Form::Lines | Form::Hidden => {}
        }
    }

    /// Shows a line of text above the bar.
    pub(super) fn line(&self, text: &str) {
        match &self.form {
            Form::Drawn(bar) => bar.println(text),
            Form::Lines => remark(text),
            Form::Hidden => {}
        }
    }

    /// Removes the bar.
    pub(super) fn finish(&self) {
        if let Form::Drawn(bar) = &self.form {
            bar.finish_and_clear();
        }
    }
}

fn drawn() -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(PARTS), ProgressDrawTarget::stderr());
    // The template is a constant; if it were invalid, the default bar would do.
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {percent:>3} %  {msg}") {
        bar.set_style(style);
    }
    bar
}

/// The progress of a single job.
pub(super) struct JobProgress {
    bar: Bar,
}

impl JobProgress {
    /// The progress of a job that begins.
    pub(super) fn new() -> Self {
        Self { bar: Bar::new() }
    }
}

impl Progress for JobProgress {
    fn show(&mut self, event: Event) {
        match event {
            Event::Started { device, reason, landscape } => {
                self.line(&landscape);
                self.line(&format!("Device: {device} ({reason})"));
            }
            Event::Stage { stage } => self.line(&stage),
            Event::Epoch { epoch, test } => {
                let accuracy = test
                    .accuracy
                    .map(|accuracy| format!(", test accuracy {accuracy:.3}"))
                    .unwrap_or_default();
                // The wedges' epochs are single steps, and have no accuracy; the bar shows enough.
                if !accuracy.is_empty() {
                    self.line(&format!("epoch {epoch}: test loss {:.3}{accuracy}", test.loss));
                }
            }
            Event::Progress { share, seconds_left, examples_per_second } => {
                let left = seconds_left.map(|seconds| format!("{} left", in_words(seconds)));
                let speed = examples_per_second.map(|speed| format!("{speed:.0} examples/s"));
                self.bar.set(share, [left, speed].into_iter().flatten().collect::<Vec<_>>().join(", "));
            }
            Event::Paused => self.line("paused; `fg` resumes"),
            Event::Resumed => self.line("resumed"),
            Event::Losses { .. } | Event::Finished { .. } | Event::Cancelled | Event::Failed { .. } => {}
        }
    }

    fn line(&self, text: &str) {
        self.bar.line(text);
    }

    fn finish(&self) {
        self.bar.finish();
    }
}

/// Seconds as text, as a person would write them.
pub(super) fn in_words(seconds: f64) -> String {
    /// From here on, minutes and hours are easier to read.
    const MANY: f64 = 100.0;

    if seconds < MANY {
        return format!("{seconds:.0} s");
    }
    humantime::format_duration(Duration::from_secs(seconds.round() as u64)).to_string()
}
