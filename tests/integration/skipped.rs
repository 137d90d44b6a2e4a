//! Reports what a test cannot check on this machine.

use std::fmt::Display;
use std::fs::OpenOptions;
use std::io::Write;

/// Says that something was not tested, and why. `make test` names a file in `WEDGELAB_SKIPPED`, and shows its content
/// at the end. Fails if `WEDGELAB_NO_SKIP=1` requires every test.
pub fn skipped(what: &str, reason: impl Display) {
    let line = format!("{what}: {reason}").replace('\n', " ");
    assert!(std::env::var_os("WEDGELAB_NO_SKIP").is_none_or(|value| value != "1"), "skipped {line}");
    println!("SKIPPED {line}");
    if let Some(path) = std::env::var_os("WEDGELAB_SKIPPED") {
        let mut file = OpenOptions::new().create(true).append(true).open(path).unwrap();
        // One write, so that lines of tests that run in parallel stay intact.
        file.write_all(format!("{line}\n").as_bytes()).unwrap();
    }
}
