//! Two data sets of equal size in one place: results on one are never reused for the other.

use crate::fixtures::idx_file;
use crate::program::running::{files, program, text};
use serde_json::Value;
use std::path::Path;
use std::process::{Output, Stdio};
use std::time::Duration;

/// Four classes of small images: the class determines which quarter is bright, or dark if `inverted`.
pub fn write_set(folder: &Path, inverted: bool) {
    std::fs::create_dir_all(folder).unwrap();
    for (part, count) in [("train", 80_u32), ("t10k", 40)] {
        let labels: Vec<u8> = (0..count).map(|index| (index % 4) as u8).collect();
        let pixels: Vec<u8> = labels
            .iter()
            .enumerate()
            .flat_map(|(index, label)| {
                (0..64_u32).map(move |place| {
                    let noise = (index as u32 * 31 + place * 17) % 60;
                    let value = if place / 16 == u32::from(*label) { 190 + noise } else { noise } as u8;
                    if inverted { 255 - value } else { value }
                })
            })
            .collect();
        let write = |name: String, bytes: Vec<u8>| std::fs::write(folder.join(name), bytes).unwrap();
        write(format!("{part}-images-idx3-ubyte"), idx_file(&[count, 8, 8], &pixels));
        write(format!("{part}-labels-idx1-ubyte"), idx_file(&[count], &labels));
    }
}

fn on(data: &Path, arguments: &[&str]) -> Output {
    let settings = ["--data", "dropped", "--network", "mlp-4", "--batch-size", "10", "--device", "cpu"];
    let mut command = program();
    command.args(arguments).args(settings).arg("--data-dir").arg(data);
    command.output().unwrap()
}

fn numbers(output: &Output) -> Value {
    assert!(output.status.success(), "{}", text(&output.stderr));
    serde_json::from_slice::<Value>(&output.stdout).unwrap()["numbers"].clone()
}

#[test]
fn optima_are_shared_by_runs_on_the_same_images_alone() {
    let folder = tempfile::tempdir().unwrap();
    let [a, b, copy, optima] = ["a", "b", "copy", "optima"].map(|name| folder.path().join(name));
    write_set(&a, false);
    write_set(&b, true);
    write_set(&copy, false);
    let run = ["run", "interpolation", "--epochs", "2", "--set", "positions=3", "--json"];
    let sharing =
        |data: &Path| numbers(&on(data, &[&run[..], &["--optima", optima.to_str().unwrap()]].concat()));
    let first = sharing(&a);
    assert_eq!(files(&optima).len(), 2);
    assert_eq!(sharing(&b), numbers(&on(&b, &run)));
    assert_eq!(files(&optima).len(), 4);
    // The content of the files matters, not their location.
    assert_eq!(sharing(&copy), first);
    assert_eq!(files(&optima).len(), 4);
}

#[test]
fn a_finished_folder_is_not_the_result_on_exchanged_images() {
    let folder = tempfile::tempdir().unwrap();
    let [data, out] = ["data", "out"].map(|name| folder.path().join(name));
    write_set(&data, false);
    let train = ["train", "--epochs", "1", "--out", out.to_str().unwrap()];
    assert!(on(&data, &train).status.success());
    let kept = std::fs::read(out.join("result.json")).unwrap();
    let result: Value = serde_json::from_slice(&kept).unwrap();
    assert_eq!(result["provenance"]["data_sha256"].as_str().unwrap().len(), 64);
    assert!(text(&on(&data, &train).stderr).contains("nothing to do"));
    write_set(&data, true);
    let refused = on(&data, &train);
    assert_eq!(refused.status.code(), Some(2));
    assert!(text(&refused.stderr).contains("a result on other images"), "{}", text(&refused.stderr));
    assert_eq!(std::fs::read(out.join("result.json")).unwrap(), kept);
    // Without the files the result is still valid.
    std::fs::remove_dir_all(&data).unwrap();
    assert!(on(&data, &train).status.success());
}

#[test]
fn a_run_does_not_resume_with_exchanged_images() {
    let folder = tempfile::tempdir().unwrap();
    let [data, out] = ["data", "out"].map(|name| folder.path().join(name));
    write_set(&data, false);
    let checkpoint = out.join("checkpoint.safetensors");
    let settings = ["--network", "mlp-4", "--batch-size", "10", "--epochs", "20000", "--device", "cpu"];
    let mut child = program()
        .args([
            "train",
            "--data",
            "dropped",
            "--data-dir",
            data.to_str().unwrap(),
            "--out",
            out.to_str().unwrap(),
        ])
        .args(settings)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    while !checkpoint.exists() {
        assert!(child.try_wait().unwrap().is_none(), "it ended without a checkpoint");
        std::thread::sleep(Duration::from_millis(5));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let kept = std::fs::read(&checkpoint).unwrap();
    write_set(&data, true);
    let refused = on(&data, &["train", "--epochs", "20000", "--out", out.to_str().unwrap()]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(text(&refused.stderr).contains("a run on other images"), "{}", text(&refused.stderr));
    assert_eq!(std::fs::read(&checkpoint).unwrap(), kept);
}
