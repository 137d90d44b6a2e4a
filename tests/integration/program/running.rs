//! Runs the program, and reads its output.

use std::path::Path;
use std::process::{Command, Output};

/// The program, without environment variables for data sets and threads, and with default signal handling.
pub fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wedgelab"));
    for variable in ["WEDGELAB_DATA", "SLURM_CPUS_PER_TASK", "RAYON_NUM_THREADS"] {
        command.env_remove(variable);
    }
    #[cfg(unix)]
    heed_signals(&mut command);
    command
}

/// Undoes ignored signals: a shell that starts the tests in the background may make them ignore Ctrl-C or hang-up.
#[cfg(unix)]
fn heed_signals(command: &mut Command) {
    use std::os::unix::process::CommandExt;

    // SAFETY: between fork and exec only `signal` is called, which is async-signal-safe.
    unsafe {
        command.pre_exec(|| {
            for signal in [libc::SIGINT, libc::SIGHUP] {
                libc::signal(signal, libc::SIG_DFL);
            }
            Ok(())
        });
    }
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
