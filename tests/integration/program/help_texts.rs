//! What the help says of an option is true of the command, and clap's messages look like all others.

use crate::program::running::{program, text, wedgelab};

/// The help of a command, in one line.
fn help(command: &[&str]) -> String {
    let output = program().args(command).arg("--help").output().unwrap();
    text(&output.stdout).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn options_of_one_name_are_described_for_each_command() {
    let report = help(&["reproduce"]);
    assert!(!report.contains("--json") && report.contains("-q, --quiet Print errors only -v"), "{report}");
    assert!(report.contains("the folder of each at the end"), "{report}");
    assert!(help(&["train"]).contains("the JSON object if --json is given"));
    for command in ["evaluate", "bench"] {
        assert!(!help(&[command]).contains("resumed run"), "{command}");
    }
    let run = help(&["run"]);
    assert!(
        run.contains("a resumed run keeps those with which it began") && !run.contains("simd128"),
        "{run}"
    );
    assert!(help(&["settings"]).contains("wedges for descent-path"));
}

#[test]
fn a_folder_of_data_sets_has_one_option() {
    for command in
        [&["serve"][..], &["doctor"], &["data", "fetch"], &["train"], &["evaluate"], &["reproduce"]]
    {
        assert!(help(command).contains("--data-dir <DIR>"), "{command:?}");
    }
}

#[test]
fn an_experiment_says_what_it_is() {
    let cut = help(&["run", "random-cut"]);
    assert!(cut.contains("random-cut: descents in random planes"), "{cut}");
    assert!(help(&["run", "tunnel-width"]).contains("(on networks only). Settings of tunnel-width"));
}

#[test]
fn invalid_arguments_are_refused_like_all_other_input() {
    let refused = |arguments: &[&str]| {
        let output = wedgelab(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        text(&output.stderr)
    };
    let seconds = refused(&["bench", "--seconds", "0"]);
    assert_eq!(seconds, "wedgelab: seconds is 0; give a number above 0 and at most 3600\n");
    let set = refused(&["data", "fetch", "cifar1"]);
    assert!(set.starts_with("wedgelab: unknown data set 'cifar1'; did you mean 'cifar10'?"), "{set}");
    assert!(set.contains("mnist") && !set.contains("synthetic"), "{set}");
    let option = refused(&["train", "--no-such-option"]);
    assert!(option.starts_with("wedgelab: unexpected argument '--no-such-option' found"), "{option}");
    let help = refused(&["help", "--help"]);
    assert!(help.starts_with("wedgelab: --help is an option, not a command; "), "{help}");
    // Without a command there is no error, but the help.
    assert!(refused(&[]).starts_with("Explore the loss landscapes"));
}
