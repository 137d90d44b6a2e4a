//! The clock of a trial.

use std::time::Duration;
use web_time::Instant;

/// A clock that only goes forward.
pub(in crate::job) trait Clock {
    /// The time since an arbitrary start.
    fn now(&self) -> Duration;
}

/// The clock of this computer, starting at its creation.
pub(in crate::job) struct SystemClock(Instant);

impl SystemClock {
    pub(in crate::job) fn new() -> Self {
        Self(Instant::now())
    }
}

impl Clock for SystemClock {
    fn now(&self) -> Duration {
        self.0.elapsed()
    }
}

/// A clock that stands still until it is advanced.
#[cfg(test)]
#[derive(Default)]
pub(in crate::job) struct HandClock(std::sync::atomic::AtomicU64);

#[cfg(test)]
impl HandClock {
    /// Advances the clock.
    pub(in crate::job) fn advance(&self, milliseconds: u64) {
        self.0.fetch_add(milliseconds, std::sync::atomic::Ordering::SeqCst);
    }
}

#[cfg(test)]
impl Clock for HandClock {
    fn now(&self) -> Duration {
        Duration::from_millis(self.0.load(std::sync::atomic::Ordering::SeqCst))
    }
}
