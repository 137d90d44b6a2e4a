//! Standard output and standard error that are closed or full: no panic, and no work is lost.

use crate::program::running::{files, program, text};
use crate::skipped::skipped;
use std::fs::File;
use std::path::Path;
use std::process::{Command, Stdio};

/// A short job on a network that prints a lot.
const TRAIN: [&str; 11] = [
    "train",
    "--network",
    "mlp-4",
    "--train-size",
    "100",
    "--set",
    "test_size=50",
    "--epochs",
    "2",
    "--device",
    "cpu",
];

/// A pipe without a reader.
fn closed_pipe() -> Stdio {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    writer.into()
}

/// A full disk.
fn full() -> Option<Stdio> {
    File::options().write(true).open("/dev/full").ok().map(Stdio::from)
}

/// Commands that write to standard output and then end.
fn commands(folder: &Path) -> Vec<Vec<String>> {
    let theta = folder.join("theta.safetensors").display().to_string();
    let report = folder.join("report").display().to_string();
    let own = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect::<Vec<_>>();
    let small = ["--train-size", "100", "--set", "test_size=50", "--device", "cpu"];
    vec![
        own(&TRAIN),
        own(&[&TRAIN[..], &["--json"]].concat()),
        own(&["run", "interpolation", "--landscape", "wedges"]),
        own(&[&["evaluate", "--theta", &theta][..], &small].concat()),
        own(&[&["evaluate", "--json", "--theta", &theta][..], &small].concat()),
        own(&["reproduce", "--figure", "1", "--device", "cpu", "--out", &report]),
        own(&["bench", "--only", "mlp-64-64/forward/32", "--seconds", "0.01"]),
        own(&["doctor"]),
        own(&["completions", "zsh"]),
        own(&["manual"]),
        own(&["--help"]),
        own(&["train", "--help"]),
        own(&["help", "run"]),
        own(&["--version"]),
    ]
}

fn with_parameters() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("trained");
    let trained = program().args(TRAIN).arg("--out").arg(&out).output().unwrap();
    assert!(trained.status.success(), "{}", text(&trained.stderr));
    std::fs::rename(out.join("theta.safetensors"), folder.path().join("theta.safetensors")).unwrap();
    folder
}

#[test]
fn a_reader_who_leaves_ends_no_command_by_a_panic() {
    let folder = with_parameters();
    for arguments in commands(folder.path()) {
        let output = program().args(&arguments).stdout(closed_pipe()).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", text(&output.stderr));
        assert!(!text(&output.stderr).contains("panicked"), "{arguments:?}");
    }
}

#[test]
fn a_full_disk_under_the_output_is_reported_after_the_work() {
    let folder = with_parameters();
    for arguments in commands(folder.path()) {
        let Some(stdout) = full() else {
            skipped("commands whose output cannot be written", "this system has no /dev/full");
            return;
        };
        let output = program().args(&arguments).stdout(stdout).output().unwrap();
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {said}");
        assert!(said.contains("wedgelab: standard output cannot be written: "), "{arguments:?}: {said}");
    }
    assert!(files(&folder.path().join("report")).contains(&"report.html".to_owned()));
    let out = folder.path().join("run");
    let mut command = program();
    command.args(TRAIN).arg("--out").arg(&out).stdout(full().unwrap());
    assert_eq!(command.output().unwrap().status.code(), Some(1));
    assert!(out.join("result.json").exists() && out.join("theta.safetensors").exists());
}

#[test]
fn progress_that_nobody_sees_does_not_end_the_work() {
    let folder = tempfile::tempdir().unwrap();
    let run = |name: &str, stderr: Stdio| {
        let out = folder.path().join(name);
        let mut command: Command = program();
        command.args(TRAIN).arg("--out").arg(&out).stdout(Stdio::null()).stderr(stderr);
        assert_eq!(command.status().unwrap().code(), Some(0), "{name}");
        assert!(out.join("result.json").exists() && !out.join("checkpoint.safetensors").exists(), "{name}");
    };
    run("closed", closed_pipe());
    match full() {
        Some(stderr) => run("full", stderr),
        None => skipped("progress that cannot be written", "this system has no /dev/full"),
    }
    // Errors have their exit code even if nobody sees the message.
    let refused = program().args(["train", "--epochs", "0"]).stderr(closed_pipe()).status().unwrap();
    assert_eq!(refused.code(), Some(2));
    let refused = program().arg("trian").stderr(closed_pipe()).status().unwrap();
    assert_eq!(refused.code(), Some(2));
}

#[test]
fn a_folder_of_data_may_have_any_name() {
    use std::os::unix::ffi::OsStrExt;

    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join(std::ffi::OsStr::from_bytes(b"caf\xe9"));
    std::fs::create_dir(&data).unwrap();
    let idx = |sizes: &[u32], bytes: usize| {
        let values: Vec<u8> = (0..10).cycle().take(bytes).collect();
        crate::fixtures::idx_file(sizes, &values)
    };
    for (part, count) in [("train", 20_usize), ("t10k", 10)] {
        let images = idx(&[count as u32, 28, 28], count * 28 * 28);
        std::fs::write(data.join(format!("{part}-images-idx3-ubyte")), images).unwrap();
        std::fs::write(data.join(format!("{part}-labels-idx1-ubyte")), idx(&[count as u32], count)).unwrap();
    }
    let mut command = program();
    command.args(["train", "--data", "mnist", "--network", "mlp-2", "--epochs", "1", "--device", "cpu"]);
    let output = command.arg("--data-dir").arg(&data).output().unwrap();
    assert!(output.status.success(), "{}", text(&output.stderr));
}

#[test]
fn arguments_that_are_no_text_are_refused_in_a_sentence() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let bytes = OsStr::from_bytes(b"caf\xe9");
    for before in [&[][..], &["trian"], &["train"], &["run"], &["train", "--network"], &["data", "fetch"]] {
        let output = program().args(before).arg(bytes).output().unwrap();
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{before:?}: {said}");
        assert!(!said.is_empty() && !said.contains("panicked"), "{before:?}: {said}");
    }
}
