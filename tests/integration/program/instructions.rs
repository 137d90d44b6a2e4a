//! The argument `--instructions`, and checkpoints with other instructions or another numerics version.

use crate::program::running::{files, program, text};
use serde_json::{Value, json};
use std::path::Path;
use std::process::Output;
use wedgelab::job::{Checkpoint, Specification, Surroundings};
use wedgelab::numerics::NUMERICS;
use wedgelab::observer::Record;
use wedgelab::simd::Instructions;

const JOB: &str =
    "run interpolation --landscape wedges --set dimension=20 --set wedge_dimension=15 --device cpu";

fn run(out: &Path, more: &[&str]) -> Output {
    program().args(JOB.split(' ')).arg("--out").arg(out).args(more).output().unwrap()
}

/// A folder with a checkpoint of that job.
fn begun(instructions: &str, numerics: u32) -> tempfile::TempDir {
    let settings = json!({
        "experiment": "interpolation", "landscape": "wedges", "dimension": 20, "wedge_dimension": 15, "device": "cpu",
    });
    let checkpoint = Checkpoint {
        specification: Specification::from_map(settings.as_object().unwrap()).unwrap().to_map(),
        surroundings: Surroundings {
            numerics,
            device: Some("CPU".to_owned()),
            backend: None,
            instructions: Some(instructions.to_owned()),
            landscape: "wedges of 15 dimensions in a space of 20".to_owned(),
            data_sha256: None,
        },
        start: "2026-01-01T00:00:00Z".to_owned(),
        seconds: 1.0,
        passes: 1.0,
        resumptions: 0,
        earlier_devices: Vec::new(),
        choice: None,
        runs: Vec::new(),
        record: Record::default(),
    };
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("checkpoint.safetensors"), checkpoint.to_bytes().unwrap()).unwrap();
    folder
}

#[test]
fn a_run_names_the_instructions_that_were_requested() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let ended = run(&out, &["--instructions", "portable"]);
    assert_eq!(ended.status.code(), Some(0), "{}", text(&ended.stderr));
    let result: Value = serde_json::from_slice(&std::fs::read(out.join("result.json")).unwrap()).unwrap();
    assert!(result["provenance"]["instructions"] == "portable", "{result}");
}

#[test]
fn instructions_that_are_not_here_are_refused_by_every_command_that_computes() {
    let missing = Instructions::ALL.into_iter().find(|instructions| !instructions.is_available()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let theta = folder.path().join("theta");
    std::fs::write(&theta, wedgelab_theta()).unwrap();
    let out = folder.path().join("out");
    let (theta, out) = (theta.to_str().unwrap(), out.to_str().unwrap());
    for command in [
        &["train", "--out", out][..],
        &["run", "interpolation", "--out", out],
        &["reproduce", "--out", out],
        &["evaluate", "--theta", theta],
        &["bench"],
    ] {
        for (name, advice) in [(missing.name(), "choose one of"), ("avx1024", "portable")] {
            let refused = program().args(command).args(["--instructions", name]).output().unwrap();
            assert_eq!(refused.status.code(), Some(2), "{command:?}");
            let message = text(&refused.stderr);
            assert!(message.contains(name) && message.contains(advice), "{message}");
        }
    }
    assert_eq!(files(folder.path()), ["theta"]);
}

#[test]
fn instructions_without_effect_on_a_network_are_remarked_on() {
    let remarks = |network: &str| {
        let job = ["train", "--network", network, "--instructions", "portable", "--dry-run"];
        text(&program().args(job).output().unwrap().stderr)
    };
    let remarked = remarks("resnet-8");
    assert!(remarked.contains("--instructions has no effect on the network resnet-8"), "{remarked}");
    assert!(!remarks("mlp-4").contains("--instructions"), "{}", remarks("mlp-4"));
}

/// The smallest safetensors file.
fn wedgelab_theta() -> Vec<u8> {
    let mut bytes = 2_u64.to_le_bytes().to_vec();
    bytes.extend(b"{}");
    bytes
}

#[test]
fn a_run_resumes_with_the_instructions_of_its_checkpoint() {
    let folder = begun("portable", NUMERICS);
    let refused = run(folder.path(), &["--instructions", Instructions::best().name()]);
    if Instructions::best() != Instructions::Portable {
        assert_eq!(refused.status.code(), Some(2));
        assert!(text(&refused.stderr).contains("'portable'"), "{}", text(&refused.stderr));
    }
    let ended = run(folder.path(), &[]);
    assert_eq!(ended.status.code(), Some(0), "{}", text(&ended.stderr));
    let result: Value =
        serde_json::from_slice(&std::fs::read(folder.path().join("result.json")).unwrap()).unwrap();
    assert!(result["provenance"]["instructions"] == "portable", "{result}");
}

#[test]
fn a_run_whose_instructions_are_not_here_is_refused_and_nothing_is_changed() {
    let missing = Instructions::ALL.into_iter().find(|instructions| !instructions.is_available()).unwrap();
    let folder = begun(missing.name(), NUMERICS);
    let refused = run(folder.path(), &[]);
    assert_eq!(refused.status.code(), Some(2));
    let message = text(&refused.stderr);
    assert!(message.contains(missing.name()) && message.contains(Instructions::best().name()), "{message}");
    assert!(files(folder.path()).contains(&"checkpoint.safetensors".to_owned()));
    assert!(!folder.path().join("result.json").exists());
}

#[test]
fn a_run_of_other_numerics_is_refused_with_both_versions() {
    let folder = begun("portable", NUMERICS - 1);
    let refused = run(folder.path(), &[]);
    assert_eq!(refused.status.code(), Some(2));
    let wanted = format!("another version of the numerics ({}, but this is {NUMERICS})", NUMERICS - 1);
    assert!(text(&refused.stderr).contains(&wanted), "{}", text(&refused.stderr));
    assert!(!folder.path().join("result.json").exists());
}
