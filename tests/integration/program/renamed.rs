//! Settings under names that they had before: accepted with a remark, and the same settings.

use crate::program::running::{program, text};
use serde_json::{Map, Value};
use std::path::Path;
use std::process::Output;
use wedgelab::job::{Checkpoint, ResultFile, Surroundings};
use wedgelab::numerics::NUMERICS;
use wedgelab::observer::Record;

const JOB: &str = "run interpolation --network mlp-4 --train-size 30 --set test_size=20 --epochs 1 \
                   --set positions=3 --device cpu --instructions portable";
const REMARK: &str = "evaluation_size is now measured_images; the old name works until 1.0";

fn run(more: &[&str]) -> Output {
    program().args(JOB.split_whitespace()).args(more).output().unwrap()
}

/// What a dry run with these arguments says: the settings, and the remarks.
fn planned(more: &[&str]) -> (String, String) {
    let output = run(&[more, &["--dry-run"]].concat());
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    (text(&output.stdout), text(&output.stderr))
}

#[test]
fn arguments_under_a_former_name_are_taken_and_remarked_on() {
    for former in [&["--evaluation-size", "10"][..], &["--set", "evaluation_size=10"]] {
        let (settings, remarks) = planned(former);
        assert!(settings.contains("\nmeasured_images = 10\n"), "{settings}");
        assert_eq!(remarks.matches(REMARK).count(), 1, "{remarks}");
    }
    let (settings, remarks) = planned(&["--measured-images", "10"]);
    assert!(settings.contains("\nmeasured_images = 10\n") && remarks.is_empty(), "{settings}{remarks}");
    let (_, quiet) = planned(&["--evaluation-size", "10", "--quiet"]);
    assert_eq!(quiet, "");
    for both in [
        &["--evaluation-size", "10", "--measured-images", "20"][..],
        &["--set", "evaluation_size=10", "--set", "measured_images=20"],
        &["--measured-images", "20", "--set", "evaluation_size=10"],
    ] {
        let refused = run(both);
        assert_eq!(refused.status.code(), Some(2), "{both:?}");
        let message = text(&refused.stderr).replace('-', "_");
        assert!(message.contains("evaluation_size") && message.contains("measured_images"), "{message}");
    }
}

#[test]
fn a_job_file_under_a_former_name_is_taken_and_its_errors_name_the_line() {
    let folder = tempfile::tempdir().unwrap();
    let job = folder.path().join("job.toml");
    let job_argument = job.to_str().unwrap();
    std::fs::write(&job, "seed = 2\nevaluation_size = 10\n").unwrap();
    let (settings, remarks) = planned(&["--job", job_argument]);
    assert!(settings.contains("\nmeasured_images = 10\n") && remarks.contains(REMARK), "{settings}{remarks}");
    // An argument under the present name overrides it.
    let (settings, _) = planned(&["--job", job_argument, "--measured-images", "20"]);
    assert!(settings.contains("\nmeasured_images = 20\n"), "{settings}");
    std::fs::write(&job, "seed = 2\nevaluation_size = \"all\"\n").unwrap();
    let refused = text(&run(&["--job", job_argument]).stderr);
    assert!(refused.contains("line 2: measured_images is 'all'"), "{refused}");
    std::fs::write(&job, "measured_images = 20\nseed = 2\nevaluation_size = 10\n").unwrap();
    let refused = run(&["--job", job_argument]);
    assert_eq!(refused.status.code(), Some(2));
    let message = text(&refused.stderr);
    assert!(message.contains("lines 1 and 3: evaluation_size and measured_images are"), "{message}");
}

/// A finished run that measured on ten images, in a folder.
fn finished(out: &Path) -> ResultFile {
    let ended = run(&["--measured-images", "10", "--out", out.to_str().unwrap()]);
    assert_eq!(ended.status.code(), Some(0), "{}", text(&ended.stderr));
    ResultFile::read("result.json", &std::fs::read(out.join("result.json")).unwrap()).unwrap()
}

/// The settings of a result as an earlier version wrote them.
fn as_before(settings: &Map<String, Value>) -> Map<String, Value> {
    let mut settings = settings.clone();
    let size = settings.remove("measured_images").unwrap();
    settings.insert("evaluation_size".to_owned(), size);
    settings
}

#[test]
fn a_result_under_a_former_name_is_the_result_of_the_same_settings() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let mut result = finished(&out);
    result.specification = as_before(&result.specification);
    std::fs::write(out.join("result.json"), result.to_sealed_json().unwrap()).unwrap();
    let out = out.to_str().unwrap();
    let again = run(&["--measured-images", "10", "--out", out]);
    assert_eq!(again.status.code(), Some(0));
    assert!(text(&again.stderr).contains("already holds this result"), "{}", text(&again.stderr));
    let other = text(&run(&["--measured-images", "20", "--out", out]).stderr);
    assert!(other.contains("(measured_images is 10 there and 20 here)"), "{other}");
    // And it repeats the run.
    let result = format!("{out}/result.json");
    let repeated = program().args(["run", "--job", &result, "--dry-run"]).output().unwrap();
    assert!(text(&repeated.stdout).contains("\nmeasured_images = 10\n"), "{}", text(&repeated.stderr));
    assert!(text(&repeated.stderr).contains(REMARK));
}

#[test]
fn a_checkpoint_under_a_former_name_resumes() {
    let folder = tempfile::tempdir().unwrap();
    let result = finished(&folder.path().join("finished"));
    let checkpoint = Checkpoint {
        specification: as_before(&result.specification),
        surroundings: Surroundings {
            numerics: NUMERICS,
            device: Some(result.provenance.device.clone()),
            backend: Some(result.provenance.backend.clone()),
            instructions: result.provenance.instructions.clone(),
            landscape: result.provenance.landscape.clone(),
            data_sha256: result.provenance.data_sha256.clone(),
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
    let out = folder.path().join("resumed");
    std::fs::create_dir(&out).unwrap();
    std::fs::write(out.join("checkpoint.safetensors"), checkpoint.to_bytes().unwrap()).unwrap();
    let resumed = run(&["--measured-images", "10", "--out", out.to_str().unwrap()]);
    assert_eq!(resumed.status.code(), Some(0), "{}", text(&resumed.stderr));
    // Nobody typed the former name.
    assert!(!text(&resumed.stderr).contains(REMARK), "{}", text(&resumed.stderr));
    let found = ResultFile::read("result.json", &std::fs::read(out.join("result.json")).unwrap()).unwrap();
    assert_eq!((found.numbers, found.provenance.resumptions), (result.numbers, 1));
    assert_eq!(found.specification, result.specification);
}
