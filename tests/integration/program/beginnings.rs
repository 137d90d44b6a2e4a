//! How a run begins: dry runs and restarts, and how much it prints.

use crate::program::running::{files, text, wedgelab};
use std::path::Path;
use std::process::Output;

fn run(out: &Path, more: &[&str]) -> Output {
    let settings = ["run", "interpolation", "--landscape", "wedges", "--set", "positions=3", "--out"];
    wedgelab(&[&settings[..], &[out.to_str().unwrap()], more].concat())
}

fn refused(out: &Path, more: &[&str]) -> String {
    let output = run(out, more);
    assert_eq!(output.status.code(), Some(2), "{more:?}: {}", text(&output.stderr));
    text(&output.stderr)
}

#[test]
fn a_dry_run_says_what_would_be_done_and_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let output = run(&out, &["--dry-run"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let words = text(&output.stdout);
    for part in
        ["positions = 3", "wedges of 900 dimensions", "Device: auto", "result.json", "nothing was computed"]
    {
        assert!(words.contains(part), "{part}: {words}");
    }
    assert!(!out.exists());
    let words = text(&wedgelab(&["train", "--network", "mlp-16", "--train-size", "200", "--dry-run"]).stdout);
    assert!(words.contains("parameters") && words.contains("Used: 200 for training"), "{words}");
    let output = wedgelab(&["train", "--data", "mnist", "--data-dir", "no-such-folder", "--dry-run"]);
    assert_eq!(output.status.code(), Some(2), "{}", text(&output.stdout));

    assert!(run(&out, &[]).status.success());
    let before = files(&out);
    assert!(text(&run(&out, &["--dry-run"]).stdout).contains("already holds this result"));
    assert!(refused(&out, &["--dry-run", "--seed", "2"]).contains("seed"));
    assert_eq!(files(&out), before);

    // A dry run reports the same errors as a run.
    let foreign = folder.path().join("foreign");
    std::fs::create_dir(&foreign).unwrap();
    std::fs::write(foreign.join("loss.svg"), "mine").unwrap();
    for more in [&["--dry-run"][..], &["--dry-run", "--restart"], &["--restart"], &[]] {
        assert!(refused(&foreign, more).contains("loss.svg already exists"), "{more:?}");
    }
    assert_eq!(files(&foreign), ["loss.svg"]);
    assert!(text(&run(&out, &["--dry-run", "--restart"]).stdout).contains("discarded first: result.json"));
}

#[test]
fn a_dry_run_of_a_report_lists_its_experiments() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("report");
    let output = wedgelab(&["reproduce", "--figure", "3", "--dry-run", "--out", out.to_str().unwrap()]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let words = text(&output.stdout);
    assert!(words.contains("Figure 3: ") && !words.contains("Figure 1: "), "{words}");
    assert!(words.contains("would be started") && !out.exists(), "{words}");
}

#[test]
fn a_restart_discards_what_is_ours_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    assert!(run(&out, &[]).status.success());
    std::fs::write(out.join("notes.txt"), "mine").unwrap();
    assert!(refused(&out, &["--seed", "2"]).contains("--restart"));
    let output = run(&out, &["--seed", "2", "--restart"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let result = std::fs::read_to_string(out.join("result.json")).unwrap();
    assert!(result.contains("\"seed\": 2"), "{result}");
    assert_eq!(std::fs::read_to_string(out.join("notes.txt")).unwrap(), "mine");

    std::fs::write(out.join("result.json"), "{\"theirs\": true}").unwrap();
    assert!(refused(&out, &["--restart"]).contains("is not a result of this program"));
    assert_eq!(std::fs::read_to_string(out.join("result.json")).unwrap(), "{\"theirs\": true}");

    let damaged = folder.path().join("damaged");
    std::fs::create_dir(&damaged).unwrap();
    std::fs::write(damaged.join("checkpoint.safetensors"), "a half with wedgelab.checkpoint/2").unwrap();
    let told = refused(&damaged, &[]);
    assert!(told.trim_end().ends_with(", or start over with --restart"), "{told}");
    assert!(run(&damaged, &["--restart"]).status.success());
    assert!(!damaged.join("checkpoint.safetensors").exists());
    let output = wedgelab(&["run", "interpolation", "--landscape", "wedges", "--restart"]);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn a_checkpoint_that_cannot_be_read_is_not_called_damaged() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("checkpoint.safetensors")).unwrap();
    let told = refused(folder.path(), &[]);
    assert!(told.contains("checkpoint.safetensors cannot be read (") && !told.contains("damaged"), "{told}");
    assert!(!told.contains("delete") && told.contains("; check its permissions"), "{told}");
}

#[test]
fn a_file_in_place_of_the_folder_is_told_in_the_same_words_by_every_command() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    let name = file.to_str().unwrap();
    let told = format!("{name} is not a folder; choose another folder");
    assert!(refused(&file, &[]).contains(&told) && refused(&file, &["--dry-run"]).contains(&told));
    for arguments in [&["reproduce", "--out", name][..], &["manual", "--dir", name]] {
        let output = wedgelab(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(text(&output.stderr).contains(&told), "{arguments:?}: {}", text(&output.stderr));
    }
}

#[test]
fn a_run_says_as_much_as_it_is_asked_to() {
    let folder = tempfile::tempdir().unwrap();
    let output = run(&folder.path().join("quiet"), &["--quiet"]);
    assert!(output.status.success());
    assert_eq!((text(&output.stdout), text(&output.stderr)), (String::new(), String::new()));
    assert!(refused(&folder.path().join("quiet"), &["--quiet", "--seed", "-1"]).contains("seed is -1"));
    let output = run(&folder.path().join("verbose"), &["--verbose"]);
    assert!(text(&output.stderr).contains("wedge_dimension = 900"), "{}", text(&output.stderr));
    assert!(text(&output.stdout).contains("loss.csv"), "{}", text(&output.stdout));
    assert!(refused(folder.path(), &["--verbose", "--quiet"]).contains("cannot be used with"));
}
