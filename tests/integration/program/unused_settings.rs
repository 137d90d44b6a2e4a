//! Settings that an experiment does not use on its landscape are refused where somebody gives them, and change nothing in
//! a result that records them.

use crate::program::running::{text, wedgelab};
use serde_json::{Value, json};
use std::path::Path;

/// The program's message when it refuses these arguments.
fn refused(arguments: &[&str]) -> String {
    let output = wedgelab(arguments);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", text(&output.stderr));
    text(&output.stderr)
}

#[test]
fn a_setting_without_effect_is_refused_with_the_line_of_a_job_file() {
    let by_option = refused(&["run", "descent-path", "--epochs", "7"]);
    let expected = "wedgelab: the experiment descent-path does not use epochs on wedges; omit it\n";
    assert_eq!(by_option, expected);
    let by_assignment = refused(&["run", "averaging", "--set", "kicks=1"]);
    assert!(by_assignment.contains("averaging does not use kicks on networks; omit it"), "{by_assignment}");
    let batches = refused(&["run", "tunnel", "--landscape", "wedges", "--batch-size", "5"]);
    assert!(batches.contains("tunnel does not use batch_size on wedges"), "{batches}");

    let folder = tempfile::tempdir().unwrap();
    let job = folder.path().join("job.toml");
    std::fs::write(&job, "experiment = 'random-cut'\nlandscape = 'wedges'\nradii = [1]\n").unwrap();
    let by_file = refused(&["run", "--job", job.to_str().unwrap()]);
    assert!(by_file.contains("job.toml, line 3: the experiment random-cut does not use radii"), "{by_file}");
}

/// The numbers of the job that a result records.
fn repeated(result: &Path) -> Value {
    let output = wedgelab(&["run", "--job", result.to_str().unwrap(), "--json"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let result: Value = serde_json::from_slice(&output.stdout).unwrap();
    result["numbers"].clone()
}

#[test]
fn a_result_records_unused_settings_and_they_change_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let small = json!({ "dimension": 30, "wedge_dimension": 20, "landscape": "wedges" });
    for (own, changes) in [
        (
            json!({ "experiment": "descent-path", "steps": 5 }),
            json!({ "epochs": 7, "optimizer": "adam", "learning_rate": 0.01, "schedule": "step", "target_loss": 1.0 }),
        ),
        (
            json!({ "experiment": "random-cut", "plane_dimensions": [2, 10], "trials": 2, "epochs": 20 }),
            json!({ "radii": [7], "radius_dimension": 3, "steps": 5, "plane_learning_rate": 1.0, "batch_size": 9 }),
        ),
        (
            json!({ "experiment": "averaging", "kicks": [1], "repetitions": 2 }),
            json!({ "maximum_rates": [7], "cycle_epochs": 3, "cycle_optimizer": "sgd", "batch_size": 9 }),
        ),
        (
            json!({ "experiment": "short-directions", "m": [1], "trials": 1, "probes": 2 }),
            json!({
                "threshold": 7, "plane_dimensions": [3], "plane_steps": 3, "plane_learning_rate": 1.0, "steps": 9,
                "learning_rates": [1], "repetitions": 3, "lanczos_steps": 3, "curvature_examples": 7,
                "relative_threshold": 0.5, "absolute_threshold": 3, "batch_size": 9
            }),
        ),
    ] {
        let result = folder.path().join("result.json");
        let numbers = |settings: &[&Value]| {
            let specification: serde_json::Map<String, Value> =
                settings.iter().flat_map(|one| one.as_object().unwrap().clone()).collect();
            let text = json!({ "format": "wedgelab.result/2", "specification": specification }).to_string();
            std::fs::write(&result, text).unwrap();
            repeated(&result)
        };
        let as_they_are = numbers(&[&small, &own]);
        assert!(!as_they_are.as_object().unwrap().is_empty(), "{own}");
        assert_eq!(numbers(&[&small, &own, &changes]), as_they_are, "{own}");
    }
}
