//! Shows the progress of a download: a bar with speed and time left on a terminal, plain lines elsewhere.

use super::standard_streams::{can_draw_bars, remark};
use crate::data::native::FetchEvent;
use indicatif::{HumanBytes, HumanDuration, ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::time::{Duration, Instant};

/// Plain lines are printed at most this often.
const BETWEEN_LINES: Duration = Duration::from_secs(5);

/// Shows the events of a download on standard error.
pub(super) struct DownloadBar {
    bar: Option<ProgressBar>,
    /// When the current transfer began, and the bytes that existed by then.
    begun: Option<(Instant, u64)>,
    last_line: Instant,
}

impl DownloadBar {
    /// A bar if the terminal can draw one, else lines.
    pub(super) fn new() -> Self {
        let bar = can_draw_bars().then(|| {
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
            // The template is a constant; if it were invalid, the default bar would do.
            let template = "{bar:30} {bytes} of {total_bytes}, {bytes_per_sec}, {eta} left";
            if let Ok(style) = ProgressStyle::with_template(template) {
                bar.set_style(style);
            }
            bar
        });
        Self { bar, begun: None, last_line: Instant::now() }
    }

    /// Shows one event.
    pub(super) fn show(&mut self, event: FetchEvent) {
        match event {
            FetchEvent::Connecting { file: _, address } => {
                self.begun = None;
                self.line(&format!("downloading {address}"));
            }
            FetchEvent::Progress { received, total } => self.progress(received, total),
            FetchEvent::Checking { file } => self.line(&format!("checking {file}")),
            FetchEvent::Reading => self.line("reading the images"),
            FetchEvent::Notice { message } => self.line(&message),
        }
    }

    /// Removes the bar.
    pub(super) fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }

    fn line(&self, text: &str) {
        match &self.bar {
            Some(bar) => bar.println(text),
            None => remark(text),
        }
    }

    fn progress(&mut self, received: u64, total: Option<u64>) {
        let (start, before) = match self.begun {
            Some(begun) => begun,
            None => self.begin(received, total),
        };
        if let Some(bar) = &self.bar {
            bar.set_position(received);
        } else if self.last_line.elapsed() >= BETWEEN_LINES {
            self.last_line = Instant::now();
            remark(&in_words(received, total, received.saturating_sub(before), start.elapsed()));
        }
    }

    /// Bytes that existed before do not count towards the speed.
    fn begin(&mut self, received: u64, total: Option<u64>) -> (Instant, u64) {
        if let Some(bar) = &self.bar {
            match total {
                Some(total) => bar.set_length(total),
                None => bar.unset_length(),
            }
            bar.set_position(received);
            bar.reset_eta();
        }
        *self.begun.insert((Instant::now(), received))
    }
}

/// How far a transfer has come, and how much longer it takes at the speed so far.
fn in_words(received: u64, total: Option<u64>, transferred: u64, elapsed: Duration) -> String {
    let Some(total) = total else { return HumanBytes(received).to_string() };
    let far = format!("{} of {}", HumanBytes(received), HumanBytes(total));
    if transferred == 0 {
        return far;
    }
    let left = elapsed.as_secs_f64() * total.saturating_sub(received) as f64 / transferred as f64;
    match Duration::try_from_secs_f64(left) {
        Ok(left) => format!("{far}, {} left", HumanDuration(left)),
        Err(_) => far,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_left_follows_from_the_speed_of_this_transfer() {
        let second = Duration::from_secs(1);
        assert_eq!(
            in_words(6 << 20, Some(10 << 20), 1 << 20, second),
            "6.00 MiB of 10.00 MiB, 4 seconds left"
        );
        assert_eq!(in_words(5 << 20, Some(10 << 20), 0, second), "5.00 MiB of 10.00 MiB");
        assert_eq!(in_words(5 << 20, None, 1 << 20, second), "5.00 MiB");
    }
}
