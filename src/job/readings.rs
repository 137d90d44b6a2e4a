//! When to read a device whose steps are queued ahead: often enough to follow it, and no more often.

use std::time::Duration;
use web_time::Instant;

/// The shortest time between two readings of a device.
const BETWEEN_READINGS: Duration = Duration::from_millis(100);

/// The schedule of readings.
#[derive(Debug)]
pub(super) struct Readings {
    last: Instant,
    steps_since: u32,
    steps_between: u32,
}

impl Readings {
    /// The schedule of steps that begin now: the first one is read at once.
    pub(super) fn new() -> Self {
        Self { last: Instant::now(), steps_since: 0, steps_between: 1 }
    }

    /// Counts a step; returns whether to read its loss and those before it now.
    pub(super) fn is_due(&mut self) -> bool {
        self.steps_since += 1;
        let due = self.steps_since >= self.steps_between;
        if due {
            // A queue hides how long a step takes until it is read, so the number of steps to the next reading follows
            // from the time that the last ones took, reading included.
            let per_step = self.last.elapsed() / self.steps_since;
            let steps = BETWEEN_READINGS.as_secs_f64() / per_step.as_secs_f64().max(1e-6);
            self.steps_between = (steps as u32).clamp(1, self.steps_between * 2);
            self.steps_since = 0;
            self.last = Instant::now();
        }
        due
    }
}
