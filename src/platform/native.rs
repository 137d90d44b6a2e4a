//! Natively a job has its own thread.

use std::time::{Duration, SystemTime};

/// Yields control. Natively nothing waits for it.
pub(crate) async fn breathe() {}

/// Waits briefly while a job is paused.
pub(crate) async fn wait_briefly() {
    std::thread::sleep(Duration::from_millis(10));
}

/// The current time as text: `2019-12-08T09:30:00Z`.
pub(crate) fn start_time() -> String {
    humantime::format_rfc3339_seconds(SystemTime::now()).to_string()
}

/// The number of threads that compute at once: those of the caller's pool.
pub(crate) fn threads() -> usize {
    rayon::current_num_threads()
}

/// The host's name, if the system provides it.
pub(crate) fn host() -> Option<String> {
    let of_kernel = std::fs::read_to_string("/proc/sys/kernel/hostname").ok();
    let of_shell = || ["HOSTNAME", "COMPUTERNAME"].iter().find_map(|name| std::env::var(name).ok());
    let name = of_kernel.or_else(of_shell)?.trim().to_owned();
    (!name.is_empty()).then_some(name)
}

/// The processor's model, if the system provides it.
pub(crate) fn processor() -> Option<String> {
    let of_kernel = || {
        let text = std::fs::read_to_string("/proc/cpuinfo").ok()?;
        let model = text.lines().find_map(|line| line.strip_prefix("model name")?.split_once(':'))?.1;
        Some(model.trim().to_owned())
    };
    of_kernel().or_else(|| std::env::var("PROCESSOR_IDENTIFIER").ok()).filter(|model| !model.is_empty())
}
