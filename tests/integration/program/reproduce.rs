//! Reports: what they write, how they resume after a kill, and which errors they give.

use crate::program::running::{files, program, text};
use serde_json::Value;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

fn reproduce(out: &Path, arguments: &[&str]) -> Command {
    let mut command = program();
    command.arg("reproduce").args(arguments).args(["--device", "cpu"]).arg("--out").arg(out);
    command
}

fn finish(out: &Path, arguments: &[&str]) -> Output {
    reproduce(out, arguments).output().unwrap()
}

fn refused(out: &Path, arguments: &[&str]) -> String {
    let output = finish(out, arguments);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", text(&output.stderr));
    text(&output.stderr)
}

/// A report without the fields that depend on when and how fast it was computed.
fn findings(out: &Path) -> Value {
    let mut report: Value = serde_json::from_slice(&std::fs::read(out.join("report.json")).unwrap()).unwrap();
    forget_time(&mut report);
    report
}

fn forget_time(value: &mut Value) {
    match value {
        Value::Object(map) => {
            map.retain(|name, _| !["provenance", "seconds", "checksum"].contains(&name.as_str()));
            map.values_mut().for_each(forget_time);
        }
        Value::Array(list) => list.iter_mut().for_each(forget_time),
        _ => {}
    }
}

/// The numbers and claims of every experiment of a report.
fn results(out: &Path, report: &Value) -> Vec<Value> {
    let experiments = report["figures"].as_array().unwrap().iter();
    experiments
        .flat_map(|figure| figure["experiments"].as_array().unwrap())
        .map(|experiment| {
            let path = out.join(experiment["result"].as_str().unwrap());
            let mut result = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
            forget_time(&mut result);
            result
        })
        .collect()
}

const TINY: &[&str] = &["--figure", "1"];

#[test]
fn a_report_tells_every_figure_and_is_whole_in_one_file() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("report");
    let output = finish(&out, TINY);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert!(text(&output.stdout).contains("figure 1"), "{}", text(&output.stdout));
    assert_eq!(files(&out), ["figure-1", "optima", "report.html", "report.json", "reproduce.json"]);
    let report = findings(&out);
    assert_eq!(report["format"], "wedgelab.report/2");
    assert_eq!(report["settings"]["seed"], 1);
    let figure = &report["figures"][0];
    assert_eq!(figure["number"], 1);
    for landscape in ["network", "wedges"] {
        assert_ne!(figure["verdicts"][landscape], "not-measured", "{landscape}");
    }
    for claim in figure["claims"].as_array().unwrap() {
        let experiments = figure["experiments"].as_array().unwrap();
        assert!(experiments.iter().any(|experiment| experiment["name"] == claim["experiment"]));
        let is_judged = claim["measured"].is_number() && claim["holds"].is_boolean();
        assert!(is_judged || (claim["measured"].is_null() && claim["holds"].is_null()), "{claim}");
    }
    assert!(results(&out, &report).iter().all(|result| result["format"] == "wedgelab.result/2"));
    // The page loads nothing: no script, no other file; and links lead to existing files.
    let page = std::fs::read_to_string(out.join("report.html")).unwrap();
    assert!(!page.contains("<script") && !page.contains("src=") && !page.contains("@import"));
    assert!(page.contains("<svg") && page.contains(figure["claim"].as_str().unwrap()));
    let links = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    for link in links.filter(|link| !link.starts_with('#') && !link.starts_with("https://")) {
        assert!(out.join(link).exists(), "{link}");
    }

    // The same command again finds everything finished, and changes nothing.
    let before = std::fs::read(out.join("report.json")).unwrap();
    let again = finish(&out, &[TINY, &["--resume"]].concat());
    assert!(again.status.success(), "{}", text(&again.stderr));
    assert_eq!(std::fs::read(out.join("report.json")).unwrap(), before);

    // A restart keeps nothing of the previous report, and leaves files that do not belong to a report.
    std::fs::write(out.join("figure-1").join("notes.txt"), "mine").unwrap();
    assert!(refused(&out, &[TINY, &["--seed", "2"]].concat()).contains("seed is 1 there and 2 here"));
    let restart = [TINY, &["--seed", "2", "--restart", "--quiet"]].concat();
    let experiment = out.join(report["figures"][0]["experiments"][0]["result"].as_str().unwrap());
    let foreign = experiment.with_file_name("notes.txt");
    std::fs::write(&foreign, "mine").unwrap();
    assert!(refused(&out, &restart).contains("notes.txt does not belong to this report"));
    assert_eq!(std::fs::read(out.join("report.json")).unwrap(), before);
    std::fs::remove_file(&foreign).unwrap();
    let anew = finish(&out, &restart);
    assert!(anew.status.success(), "{}", text(&anew.stderr));
    assert_eq!((text(&anew.stdout), text(&anew.stderr)), (String::new(), String::new()));
    assert_eq!(findings(&out)["settings"]["seed"], 2);
    assert_eq!(std::fs::read_to_string(out.join("figure-1").join("notes.txt")).unwrap(), "mine");
}

#[test]
fn a_report_that_is_killed_five_times_is_the_one_that_never_was() {
    let folder = tempfile::tempdir().unwrap();
    let (whole, out) = (folder.path().join("whole"), folder.path().join("out"));
    let begin = Instant::now();
    assert!(finish(&whole, TINY).status.success());
    let duration = begin.elapsed();
    let expected = findings(&whole);
    for kill in 1..=5 {
        let mut child = reproduce(&out, TINY).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        // At several times, so that some parts are finished and some are not.
        std::thread::sleep(duration.mul_f64(f64::from(kill * kill % 7) / 8.0).max(Duration::from_millis(5)));
        let _ = child.kill();
        child.wait().unwrap();
    }
    let output = finish(&out, TINY);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert_eq!(findings(&out), expected);
    assert_eq!(results(&out, &expected), results(&whole, &expected));
    assert_eq!(files(&out), files(&whole));
    assert_eq!(files(&out.join("optima")), files(&whole.join("optima")));
}

#[test]
fn a_damaged_optimum_is_trained_anew() {
    let folder = tempfile::tempdir().unwrap();
    let job = "run interpolation --network mlp-4 --train-size 100 --set test_size=50 --epochs 2 --device cpu";
    let optima = folder.path().join("optima");
    let run = |out: &str| {
        let mut command = program();
        command.args(job.split(' ')).arg("--optima").arg(&optima).arg("--out").arg(folder.path().join(out));
        let output = command.output().unwrap();
        assert!(output.status.success(), "{}", text(&output.stderr));
        let mut result: Value =
            serde_json::from_slice(&std::fs::read(folder.path().join(out).join("result.json")).unwrap())
                .unwrap();
        forget_time(&mut result);
        (result, text(&output.stderr))
    };
    let (first, told) = run("first");
    assert!(told.contains("epoch 2"), "{told}");
    let (second, told) = run("second");
    // A stored optimum is not trained again.
    assert!(!told.contains("epoch 2") && second == first, "{told}");
    let damaged = optima.join(&files(&optima)[0]);
    let bytes = std::fs::read(&damaged).unwrap();
    std::fs::write(&damaged, &bytes[..bytes.len() / 2]).unwrap();
    let (third, told) = run("third");
    assert!(told.contains("is damaged") && told.contains("trained again"), "{told}");
    assert_eq!(third, first);
    assert_eq!(std::fs::read(&damaged).unwrap(), bytes);
}

/// The quickest figure. A report on the wedges only would be quicker.
const OTHER: &[&str] = &["--figure", "6"];

#[test]
fn a_report_takes_more_figures_and_survives_what_happens_to_its_files() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("report");
    assert!(finish(&out, TINY).status.success());
    let before = findings(&out);

    // A figure is added, and stays when the first command is run again.
    let output = finish(&out, OTHER);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let both = findings(&out);
    assert_eq!(both["figures"][0], before["figures"][0]);
    assert_eq!(both["figures"][1]["number"], 6);
    assert!(finish(&out, TINY).status.success());
    assert_eq!(findings(&out), both);
    // Other settings are still an error.
    assert!(refused(&out, &[OTHER, &["--seed", "2"]].concat()).contains("seed is 1 there and 2 here"));

    // A deleted figure is drawn again.
    let experiment = out.join("figure-1").join(&files(&out.join("figure-1"))[0]);
    let names = files(&experiment);
    let drawn = names.iter().filter(|name| !name.ends_with("json") && !name.ends_with("safetensors"));
    let kept: Vec<(&String, Vec<u8>)> =
        drawn.map(|name| (name, std::fs::read(experiment.join(name)).unwrap())).collect();
    assert!(kept.len() >= 3);
    kept.iter().for_each(|(name, _)| std::fs::remove_file(experiment.join(name)).unwrap());
    assert!(finish(&out, TINY).status.success());
    for (name, bytes) in kept {
        assert!(std::fs::read(experiment.join(name)).unwrap() == bytes, "{name}");
    }

    // Without the record of the settings, the results of other ones are still an error. To start over would discard the
    // whole report, so that is not the advice.
    let record = std::fs::read(out.join("reproduce.json")).unwrap();
    std::fs::remove_file(out.join("reproduce.json")).unwrap();
    let told = refused(&out, &[TINY, &["--seed", "2"]].concat());
    assert!(
        told.contains("holds a result with other settings (seed is 1 there and 2 here); move it away"),
        "{told}"
    );
    assert!(!told.contains("--restart"), "{told}");
    std::fs::write(out.join("reproduce.json"), record).unwrap();

    // A result with a changed digit is an error, and so is half a result; following the advice helps.
    let result = experiment.join("result.json");
    let whole = std::fs::read_to_string(&result).unwrap();
    let digit = whole.find("\"measured\": ").unwrap() + "\"measured\": ".len();
    let mut changed = whole.clone().into_bytes();
    changed[digit] = if changed[digit] == b'1' { b'2' } else { b'1' };
    for damaged in [changed, whole.as_bytes()[..whole.len() / 2].to_vec()] {
        std::fs::write(&result, damaged).unwrap();
        let told = refused(&out, TINY);
        assert!(told.contains("result.json") && told.contains("delete it to compute it again"), "{told}");
        assert_eq!(findings(&out), both);
    }
    std::fs::remove_file(&result).unwrap();

    // So is half the record of the settings.
    let begun = out.join("reproduce.json");
    let text_of_begun = std::fs::read(&begun).unwrap();
    std::fs::write(&begun, &text_of_begun[..text_of_begun.len() / 2]).unwrap();
    let told = refused(&out, TINY);
    assert!(told.contains("reproduce.json is damaged") && told.contains("delete it"), "{told}");
    std::fs::remove_file(&begun).unwrap();
    assert!(finish(&out, &[TINY, &["--figure", "6", "--resume"]].concat()).status.success());
    assert_eq!(findings(&out), both);
}

#[test]
fn what_is_no_report_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("report");
    assert!(refused(&out, &["--figure", "7"]).contains("1 to 6"));
    assert!(refused(&out, &["--figure", "two"]).contains("figure"));
    assert!(refused(&out, &["--preset", "quik"]).contains("did you mean 'quick'"));
    assert!(refused(&out, &["--data", "dropped"]).contains("choose one of synthetic"));
    assert!(refused(&out, &["--seed", "-1"]).contains("seed"));
    assert!(refused(&out, &["--preset", "paper"]).contains("wedgelab data fetch cifar10"));
    let missing = folder.path().join("none").display().to_string();
    assert!(refused(&out, &["--preset", "paper", "--data-dir", &missing]).contains("none"));
    assert!(refused(&out, &["--resume"]).contains("holds no report to resume"));
    assert!(!out.exists());

    // The folder of another command, and a folder with the user's files.
    let other = folder.path().join("run");
    let arguments = ["run", "training", "--landscape", "wedges", "--out"];
    assert!(program().args(arguments).arg(&other).output().unwrap().status.success());
    assert!(
        refused(&other, &[])
            .contains("result.json already exists and does not belong to a report begun here")
    );
    assert_eq!(files(&other), ["loss.csv", "loss.png", "loss.svg", "result.json"]);
    let own = folder.path().join("own");
    std::fs::create_dir(&own).unwrap();
    std::fs::write(own.join("notes.txt"), "mine").unwrap();
    std::fs::write(own.join("report.html"), "mine").unwrap();
    for arguments in [&["--dry-run"][..], &["--restart"], &[]] {
        assert!(refused(&own, &[TINY, arguments].concat()).contains("report.html"));
    }
    assert_eq!(std::fs::read_to_string(own.join("report.html")).unwrap(), "mine");
    assert_eq!(files(&own), ["notes.txt", "report.html"]);

    // A report with other settings.
    std::fs::create_dir(&out).unwrap();
    let begun = r#"{"format": "wedgelab.reproduce/1", "version": "0.1.0", "start": "", "settings": {
        "preset": "quick", "figures": [1], "seed": 2, "data": "synthetic", "data_dir": null, "has_mnist": false,
        "device": "cpu"}}"#;
    std::fs::write(out.join("reproduce.json"), begun).unwrap();
    assert!(refused(&out, TINY).contains("seed is 2 there and 1 here"));
    assert_eq!(files(&out), ["reproduce.json"]);
}
