//! Runs the program, and reads its output.

use std::path::Path;
use std::process::{Command, Output};

/// The program, without environment variables for data sets and threads, and with default signal handling.
pub fn program() -> Command {
    #[cfg(unix)]
    heed_signals();
    let mut command = Command::new(env!("CARGO_BIN_EXE_wedgelab"));
    for variable in ["WEDGELAB_DATA", "SLURM_CPUS_PER_TASK", "RAYON_NUM_THREADS"] {
        command.env_remove(variable);
    }
    command
}

/// Undoes ignored signals, which programs inherit: a shell that starts the tests in the background may make them ignore
/// Ctrl-C or hang-up. This process does so for all that it starts: with a function to run between fork and exec, each start
/// would copy this process's page tables, which are large while a GPU computes in software.
#[cfg(unix)]
fn heed_signals() {
    static HEEDED: std::sync::Once = std::sync::Once::new();
    HEEDED.call_once(|| {
        for signal in [libc::SIGINT, libc::SIGHUP] {
            // SAFETY: the default action involves no function of this process.
            unsafe { libc::signal(signal, libc::SIG_DFL) };
        }
    });
}

pub fn wedgelab(arguments: &[&str]) -> Output {
    program().args(arguments).output().unwrap()
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The names of a folder's entries, sorted.
pub fn files(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}
