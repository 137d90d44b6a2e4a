//! Natively a job has its thread to itself.

use std::io;
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

/// How many threads compute at once: those of the pool that the caller computes in.
pub(crate) fn threads() -> usize {
    rayon::current_num_threads()
}

/// Whether an attempt to lock a file failed because its file system has no locks, as some network folders.
pub(crate) fn is_without_locks(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::Unsupported || has_no_locks_left(error)
}

/// `ENOLCK`: the server of a network folder offers none.
#[cfg(unix)]
fn has_no_locks_left(error: &io::Error) -> bool {
    error.raw_os_error() == Some(libc::ENOLCK)
}

/// Elsewhere there is no such number.
#[cfg(not(unix))]
fn has_no_locks_left(_error: &io::Error) -> bool {
    false
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn file_systems_without_locks_are_told_from_failures() {
        for number in [libc::ENOLCK, libc::ENOSYS, libc::EOPNOTSUPP] {
            assert!(is_without_locks(&io::Error::from_raw_os_error(number)), "{number}");
        }
        for number in [libc::EACCES, libc::EIO, libc::ENOSPC] {
            assert!(!is_without_locks(&io::Error::from_raw_os_error(number)), "{number}");
        }
    }
}

/// The host's name, where the system says it.
pub(crate) fn host() -> Option<String> {
    let of_kernel = std::fs::read_to_string("/proc/sys/kernel/hostname").ok();
    let of_shell = || ["HOSTNAME", "COMPUTERNAME"].iter().find_map(|name| std::env::var(name).ok());
    let name = of_kernel.or_else(of_shell)?.trim().to_owned();
    (!name.is_empty()).then_some(name)
}

/// The processor's model, where the system says it.
pub(crate) fn processor() -> Option<String> {
    let of_kernel = || {
        let text = std::fs::read_to_string("/proc/cpuinfo").ok()?;
        let model = text.lines().find_map(|line| line.strip_prefix("model name")?.split_once(':'))?.1;
        Some(model.trim().to_owned())
    };
    of_kernel().or_else(|| std::env::var("PROCESSOR_IDENTIFIER").ok()).filter(|model| !model.is_empty())
}
