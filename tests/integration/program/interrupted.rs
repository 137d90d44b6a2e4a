//! Runs that are killed, interrupted, paused or cannot write: no work is lost, and every error is reported.

use crate::program::running::{files, program, text};
use crate::skipped::skipped;
use rand::RngExt;
use serde_json::Value;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};
use wedgelab::numerics::random::{Purpose, stream};

/// Longer than anything that a test waits for.
const PATIENCE: Duration = Duration::from_secs(60);

/// A job that takes a few seconds.
#[cfg(feature = "compute")]
const JOB: &str = "train --network cnn-4-8 --train-size 600 --set test_size=200 --batch-size 32 --dropout 0.2 \
    --device cpu --epochs 20";
#[cfg(not(feature = "compute"))]
const JOB: &str = "run interpolation --landscape wedges --set dimension=20000 --set wedge_dimension=19000 \
    --set optimizer=adam --epochs 8000";

fn command(out: &Path) -> Command {
    let mut command = program();
    command.args(JOB.split_whitespace()).arg("--out").arg(out);
    command
}

fn start(out: &Path) -> Child {
    command(out).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
}

fn finish(out: &Path) -> Output {
    command(out).output().unwrap()
}

fn stderr(output: &Output) -> String {
    text(&output.stderr)
}

fn signal(child: &Child, name: &str) {
    let sent = Command::new("kill").args([format!("-{name}"), child.id().to_string()]).status().unwrap();
    assert!(sent.success());
}

fn wait_until(what: &str, mut is_so: impl FnMut() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < PATIENCE, "timed out waiting until {what}");
        std::thread::sleep(Duration::from_millis(2));
    }
}

fn checkpoint(out: &Path) -> std::path::PathBuf {
    out.join("checkpoint.safetensors")
}

fn has_checkpoint(out: &Path) -> bool {
    checkpoint(out).exists()
}

/// All findings of a run, without times.
fn findings(out: &Path) -> (String, Vec<u8>) {
    let result: Value = serde_json::from_slice(&std::fs::read(out.join("result.json")).unwrap()).unwrap();
    let parts = ["specification", "final", "numbers", "claims"].map(|part| result[part].to_string());
    let parameters = std::fs::read(out.join("theta.safetensors")).unwrap_or_default();
    (parts.join("\n"), parameters)
}

#[test]
fn twenty_kills_and_twenty_endings_like_that_of_a_run_never_killed() {
    let folder = tempfile::tempdir().unwrap();
    let whole = folder.path().join("whole");
    let begin = Instant::now();
    assert!(finish(&whole).status.success());
    let duration = begin.elapsed();
    let expected = findings(&whole);
    let mut random = stream(20, Purpose::Start);
    let mut resumed = 0;
    for kill in 0..20 {
        let out = folder.path().join(kill.to_string());
        let mut child = start(&out);
        // Half of the kills come at a random time in the first half of a run, half soon after a checkpoint.
        if kill % 2 == 0 {
            std::thread::sleep(duration.mul_f64(random.random_range(0.0..0.5)));
        } else {
            wait_until("there is a checkpoint", || {
                has_checkpoint(&out) || child.try_wait().unwrap().is_some()
            });
            std::thread::sleep(Duration::from_millis(random.random_range(0..500)));
        }
        // SIGKILL; fails if the run has already ended.
        let _ = child.kill();
        child.wait().unwrap();
        resumed += usize::from(has_checkpoint(&out));
        let output = finish(&out);
        assert!(output.status.success(), "{kill}: {}", stderr(&output));
        assert!(findings(&out) == expected, "{kill}");
        assert_eq!(files(&out), files(&whole), "{kill}");
    }
    println!("{resumed} of 20 resumed from a checkpoint; a run takes {duration:?}");
    // Checkpoints come about twice a second. Without any, every run would start over and still give the same result.
    assert!(resumed >= 5 || duration < Duration::from_secs(2), "{resumed}");
}

#[test]
fn an_interrupted_run_says_how_to_resume_and_resumes() {
    let folder = tempfile::tempdir().unwrap();
    let (whole, out) = (folder.path().join("whole"), folder.path().join("out"));
    assert!(finish(&whole).status.success());
    let output = unfinished(&out);
    assert_eq!(output.status.code(), Some(130), "{}", stderr(&output));
    assert!(stderr(&output).contains("run the same command again to resume"), "{}", stderr(&output));
    let output = finish(&out);
    assert!(stderr(&output).contains("resuming after"), "{}", stderr(&output));
    assert!(findings(&out) == findings(&whole));
    assert!(!has_checkpoint(&out));
}

#[test]
fn a_run_stops_and_continues_on_signals() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    if !Path::new("/proc/self/stat").exists() {
        skipped("a paused run", "this system has no /proc, which shows the state of a process");
        return;
    }
    let child = start(&out);
    let state = || {
        let status = std::fs::read_to_string(format!("/proc/{}/stat", child.id())).unwrap_or_default();
        status.rsplit(')').next().unwrap_or_default().trim().chars().next()
    };
    wait_until("the run has begun", || out.exists());
    std::thread::sleep(Duration::from_millis(300));
    signal(&child, "TSTP");
    wait_until("the program sleeps", || state() == Some('T'));
    assert!(has_checkpoint(&out), "a run that sleeps may be killed");
    signal(&child, "CONT");
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(stderr(&output).contains("paused") && stderr(&output).contains("resumed"), "{}", stderr(&output));
    assert!(out.join("result.json").exists());
}

/// Interrupts a run that has just begun.
fn unfinished(out: &Path) -> Output {
    let child = start(out);
    wait_until("the run has begun", || out.exists());
    std::thread::sleep(Duration::from_millis(300));
    signal(&child, "INT");
    let output = child.wait_with_output().unwrap();
    assert!(has_checkpoint(out) && !out.join("result.json").exists(), "{}", stderr(&output));
    output
}

#[test]
fn damaged_and_foreign_checkpoints_are_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    unfinished(&out);
    let whole = std::fs::read(checkpoint(&out)).unwrap();
    let middle = whole.len() / 2;
    let mut flipped = whole.clone();
    flipped[middle] ^= 4;
    let refused: [(&[u8], &str); 4] = [
        (&[], "is damaged"),
        (&whole[..middle], "is damaged"),
        (&flipped, "is damaged"),
        (b"no checkpoint", "is not a checkpoint of this program"),
    ];
    for (bytes, reason) in refused {
        std::fs::write(checkpoint(&out), bytes).unwrap();
        let output = finish(&out);
        assert_eq!(output.status.code(), Some(2));
        let said = stderr(&output);
        assert!(said.contains(&format!("checkpoint.safetensors {reason}")), "{said}");
        assert_eq!(std::fs::read(checkpoint(&out)).unwrap(), bytes);
    }
    std::fs::write(checkpoint(&out), &whole).unwrap();
    let other = command(&out).args(["--seed", "2"]).output().unwrap();
    assert_eq!(other.status.code(), Some(2));
    assert!(stderr(&other).contains("seed is 1 there and 2 here"), "{}", stderr(&other));
    assert_eq!(std::fs::read(checkpoint(&out)).unwrap(), whole);
    assert!(finish(&out).status.success());
}

#[test]
fn two_runs_in_one_folder_do_not_meet() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let first = start(&out);
    wait_until("the run has begun", || out.join(".wedgelab.lock").exists());
    let second = finish(&out);
    assert_eq!(second.status.code(), Some(2), "{}", stderr(&second));
    assert!(stderr(&second).contains("in use by another run"), "{}", stderr(&second));
    assert!(first.wait_with_output().unwrap().status.success());
    assert!(out.join("result.json").exists());
}

#[test]
fn a_run_on_a_full_disk_says_so_and_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (whole, out) = (folder.path().join("whole"), folder.path().join("out"));
    assert!(finish(&whole).status.success());
    // Files are limited to 512 bytes: longer writes fail, as on a full disk.
    let limited = format!(
        "trap '' XFSZ; ulimit -f 1; exec {} {} --out '{}'",
        env!("CARGO_BIN_EXE_wedgelab"),
        JOB,
        out.display()
    );
    let output = Command::new("sh").args(["-c", &limited]).env_remove("WEDGELAB_DATA").output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert!(
        stderr(&output).contains("cannot be written") && stderr(&output).contains("free disk space"),
        "{}",
        stderr(&output)
    );
    assert!(!out.join("result.json").exists());
    assert!(finish(&out).status.success());
    assert!(findings(&out) == findings(&whole));
}

#[test]
fn a_folder_that_cannot_be_written_is_refused_before_the_work() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    // Nobody can create a folder below a file, not even root.
    for out in [file.clone(), file.join("out")] {
        let output = finish(&out);
        assert_eq!(output.status.code(), Some(2));
        assert!(stderr(&output).contains("choose another folder"), "{}", stderr(&output));
    }
    let mut permissions = std::fs::metadata(folder.path()).unwrap().permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(folder.path(), permissions).unwrap();
    if std::fs::write(folder.path().join("probe"), "").is_ok() {
        skipped("a folder that may not be written", "this user may write everywhere");
        return;
    }
    let output = finish(&folder.path().join("out"));
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("choose another folder"), "{}", stderr(&output));
}
