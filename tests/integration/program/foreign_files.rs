//! Folders with files that the program did not write, and folders that it cannot lock.

use crate::program::running::{files, program, text};
use crate::skipped::skipped;
use std::path::Path;
use std::process::{Command, Output};

const TRAIN: &str = "train --network mlp-4 --train-size 100 --set test_size=50 --epochs 1 --device cpu";

fn train(out: &Path) -> Output {
    program().args(TRAIN.split(' ')).arg("--out").arg(out).output().unwrap()
}

#[test]
fn a_file_of_somebody_is_never_replaced() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["loss.csv", "loss.png", "accuracy.svg", "theta.safetensors"] {
        let out = folder.path().join(name.replace('.', "-"));
        std::fs::create_dir(&out).unwrap();
        std::fs::write(out.join(name), "mine").unwrap();
        let output = train(&out);
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{name}: {said}");
        assert!(said.contains(name) && said.contains("choose another folder"), "{name}: {said}");
        assert!(!said.contains("Device:"), "{name} is found before the work: {said}");
        assert_eq!(files(&out), [name]);
        assert_eq!(std::fs::read_to_string(out.join(name)).unwrap(), "mine");
    }
    // A dangling link occupies the name, too.
    let out = folder.path().join("link");
    std::fs::create_dir(&out).unwrap();
    std::os::unix::fs::symlink("nowhere", out.join("loss.svg")).unwrap();
    assert_eq!(train(&out).status.code(), Some(2));
}

/// Many programs, and other runs of this one, use the same names for parameters, results and checkpoints.
#[test]
fn files_of_other_runs_and_programs_are_never_replaced_nor_removed() {
    let folder = tempfile::tempdir().unwrap();
    let trained = folder.path().join("trained");
    assert!(train(&trained).status.success());
    let of_another_run = std::fs::read(trained.join("theta.safetensors")).unwrap();
    let cases: [(&str, &[u8]); 4] = [
        ("theta.safetensors", &of_another_run),
        ("result.json", b"{\"accuracy\": 0.9}"),
        ("checkpoint.safetensors", &of_another_run),
        ("checkpoint.safetensors", b"PK\x03\x04 archive/data.pkl"),
    ];
    for (index, (name, bytes)) in cases.into_iter().enumerate() {
        let out = folder.path().join(index.to_string());
        std::fs::create_dir(&out).unwrap();
        std::fs::write(out.join(name), bytes).unwrap();
        for more in [&[][..], &["--dry-run"], &["--restart"], &["--dry-run", "--restart"]] {
            let output = program().args(TRAIN.split(' ')).arg("--out").arg(&out).args(more).output().unwrap();
            let said = text(&output.stderr);
            assert_eq!(output.status.code(), Some(2), "{name}, {more:?}: {said}");
            assert!(
                said.contains(name) && said.contains("choose another folder"),
                "{name}, {more:?}: {said}"
            );
            assert_eq!(files(&out), [name]);
            assert!(std::fs::read(out.join(name)).unwrap() == bytes, "{name}, {more:?}");
        }
    }
}

#[test]
fn a_restart_keeps_parameters_next_to_a_result_without_them() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let line = || {
        let line =
            "run interpolation --network mlp-4 --train-size 100 --epochs 1 --set positions=3 --device cpu";
        let mut line: Vec<String> = line.split(' ').map(str::to_owned).collect();
        line.extend(["--out".to_owned(), out.display().to_string()]);
        line
    };
    assert!(program().args(line()).output().unwrap().status.success());
    let trained = folder.path().join("trained");
    assert!(train(&trained).status.success());
    std::fs::copy(trained.join("theta.safetensors"), out.join("theta.safetensors")).unwrap();
    let output = program().args(line()).args(["--seed", "2", "--restart"]).output().unwrap();
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert!(out.join("theta.safetensors").exists());
}

#[test]
fn other_files_of_somebody_do_no_harm() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["notes.txt", "cosine.svg", "losses.csv"] {
        std::fs::write(folder.path().join(name), "mine").unwrap();
    }
    let output = train(folder.path());
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert_eq!(std::fs::read_to_string(folder.path().join("notes.txt")).unwrap(), "mine");
    assert!(folder.path().join("result.json").exists());
}

#[test]
fn files_of_a_run_that_ended_while_it_wrote_them_are_its_own() {
    let folder = tempfile::tempdir().unwrap();
    assert!(train(folder.path()).status.success());
    // The state that a power cut leaves before the last file is written.
    std::fs::remove_file(folder.path().join("result.json")).unwrap();
    std::fs::write(folder.path().join(".wedgelab.writing"), "").unwrap();
    let output = train(folder.path());
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert!(!folder.path().join(".wedgelab.writing").exists());
    // The state after a user deletes the result to compute it again.
    std::fs::remove_file(folder.path().join("result.json")).unwrap();
    assert!(train(folder.path()).status.success());
}

#[test]
fn a_finished_folder_that_cannot_be_written_holds_its_result_all_the_same() {
    let folder = tempfile::tempdir().unwrap();
    assert!(train(folder.path()).status.success());
    let before = files(folder.path());
    let output = train(folder.path());
    assert!(output.status.success() && text(&output.stderr).contains("already holds this result"));
    // On a read-only file system a removal fails like this even if there is nothing to remove.
    let Some(output) = injected("unlink,unlinkat:error=EROFS", folder.path()) else { return };
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert_eq!(files(folder.path()), before);
}

#[test]
fn a_file_system_without_locks_is_remarked_once_and_used() {
    for error in ["ENOLCK", "ENOSYS", "EOPNOTSUPP"] {
        let folder = tempfile::tempdir().unwrap();
        let Some(output) = injected(&format!("flock:error={error}"), folder.path()) else { return };
        let said = text(&output.stderr);
        assert!(output.status.success(), "{error}: {said}");
        assert_eq!(said.matches("does not support locks").count(), 1, "{error}: {said}");
        assert!(folder.path().join("result.json").exists());
    }
}

/// A training under strace, which makes system calls fail; `None` if strace is not installed or not permitted.
fn injected(fault: &str, out: &Path) -> Option<Output> {
    let traced = |command: &[&str]| {
        let mut strace = Command::new("strace");
        strace.args(["-f", "-o", "/dev/null", "-e", &format!("inject={fault}")]).args(command);
        strace
    };
    if !traced(&["true"]).output().is_ok_and(|output| output.status.success()) {
        skipped(&format!("a training with {fault}"), "strace is not installed or not permitted");
        return None;
    }
    let mut command = traced(&[env!("CARGO_BIN_EXE_wedgelab")]);
    Some(command.args(TRAIN.split(' ')).arg("--out").arg(out).output().unwrap())
}
