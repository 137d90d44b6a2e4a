//! Which signals end a run, and with what exit code.

use crate::program::running::{program, text};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

/// Longer than anything that a test waits for.
const PATIENCE: Duration = Duration::from_secs(60);

/// A job that runs longer than a test waits.
const LONG: &str = "run interpolation --landscape wedges --set dimension=20000 --set wedge_dimension=19000 \
    --set optimizer=adam --epochs 1000000 --device cpu";

fn begin(mut command: Command, out: Option<&Path>) -> Child {
    command.args(LONG.split_whitespace()).stdout(Stdio::null()).stderr(Stdio::piped());
    if let Some(out) = out {
        command.arg("--out").arg(out);
    }
    command.spawn().unwrap()
}

fn signal(child: &Child, name: &str) {
    let sent = Command::new("kill").args([format!("-{name}"), child.id().to_string()]).status().unwrap();
    assert!(sent.success());
}

fn wait_for_checkpoint(out: &Path) {
    let start = Instant::now();
    while !out.join("checkpoint.safetensors").exists() {
        assert!(start.elapsed() < PATIENCE, "no checkpoint was written");
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn end(child: Child) -> Output {
    child.wait_with_output().unwrap()
}

#[test]
fn a_run_that_is_saved_says_so_by_its_exit_code() {
    let folder = tempfile::tempdir().unwrap();
    for (name, code) in [("INT", 130), ("HUP", 130), ("TERM", 75), ("USR1", 75)] {
        let out = folder.path().join(name);
        let child = begin(program(), Some(&out));
        wait_for_checkpoint(&out);
        signal(&child, name);
        let output = end(child);
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{name}: {said}");
        assert!(
            said.contains("interrupted, and progress is saved; run the same command again to resume"),
            "{name}: {said}"
        );
        assert!(out.join("checkpoint.safetensors").exists());
    }
}

#[test]
fn a_run_that_is_saved_nowhere_says_so_by_its_exit_code() {
    // Without a folder no checkpoint shows that the signal handlers are set; the line on the device comes after that.
    for (name, code) in [("INT", 130), ("HUP", 130), ("TERM", 128 + 15), ("USR1", 128 + libc::SIGUSR1)] {
        let mut child = begin(program(), None);
        let mut stderr = std::io::BufReader::new(child.stderr.take().unwrap());
        let mut line = String::new();
        while !line.starts_with("Device:") {
            line.clear();
            assert!(std::io::BufRead::read_line(&mut stderr, &mut line).unwrap() > 0);
        }
        signal(&child, name);
        let mut said = String::new();
        std::io::Read::read_to_string(&mut stderr, &mut said).unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(code), "{name}: {said}");
        assert!(said.contains("nothing was saved; give --out DIR to make a run resumable"), "{name}: {said}");
    }
}

#[test]
fn signals_that_are_ignored_stay_ignored() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let mut command = program();
    // As `nohup` does, and a shell script for its background jobs.
    // SAFETY: between fork and exec only `signal` is called, which is async-signal-safe.
    unsafe {
        command.pre_exec(|| {
            for signal in [libc::SIGHUP, libc::SIGINT] {
                libc::signal(signal, libc::SIG_IGN);
            }
            Ok(())
        });
    }
    let child = begin(command, Some(&out));
    wait_for_checkpoint(&out);
    signal(&child, "HUP");
    signal(&child, "INT");
    std::fs::remove_file(out.join("checkpoint.safetensors")).unwrap();
    // It still runs: it writes another checkpoint.
    wait_for_checkpoint(&out);
    signal(&child, "TERM");
    assert_eq!(end(child).status.code(), Some(75));
}

#[test]
fn a_run_that_diverges_has_a_code_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let arguments = "run training --landscape wedges --set wedges=1 --learning-rate 1000 --epochs 400";
    // The second time from the existing result.
    for _ in 0..2 {
        let output = program().args(arguments.split_whitespace()).arg("--out").arg(&out).output().unwrap();
        assert_eq!(output.status.code(), Some(3), "{}", text(&output.stderr));
        assert!(text(&output.stderr).contains("diverged"), "{}", text(&output.stderr));
    }
}
