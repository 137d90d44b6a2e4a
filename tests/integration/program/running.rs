//! The program, and what it leaves.

use std::path::Path;
use std::process::{Command, Output};

/// The program, with no data sets and no threads but those that it is told of, and with the signals that a terminal leaves
/// a program.
pub fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wedgelab"));
    for variable in ["WEDGELAB_DATA", "SLURM_CPUS_PER_TASK", "RAYON_NUM_THREADS"] {
        command.env_remove(variable);
    }
    #[cfg(unix)]
    heed_signals(&mut command);
    command
}

/// Whoever started the tests in the background may have told them to ignore Ctrl-C or the end of the session.
#[cfg(unix)]
fn heed_signals(command: &mut Command) {
    use std::os::unix::process::CommandExt;

    // SAFETY: between fork and exec nothing but `signal` is called, which may be called there.
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

/// The names of what is in a folder.
pub fn files(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}
