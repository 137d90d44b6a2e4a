//! Natively a job has its thread to itself.

use std::time::{Duration, SystemTime};

/// Gives control back. Natively nobody waits for it.
pub(crate) async fn breathe() {}

/// Waits a moment while a job is held.
pub(crate) async fn wait_briefly() {
    std::thread::sleep(Duration::from_millis(10));
}

/// Now, as a person writes it: `2019-12-08T09:30:00Z`.
pub(crate) fn start_time() -> String {
    humantime::format_rfc3339_seconds(SystemTime::now()).to_string()
}

/// How many threads may compute at once.
pub(crate) fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}
