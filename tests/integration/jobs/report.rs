//! A report on a few small jobs.

use crate::jobs::frontend::{finish, map};
use serde_json::{Value, json};
use wedgelab::data::Source;
use wedgelab::job::DeviceChoice;
use wedgelab::report::{
    Outcome, PlannedExperiment, PlannedFigure, Preset, ReportFile, ReportProvenance, ReportSettings, Verdict,
};

fn planned(name: &str, settings: &Value) -> PlannedExperiment {
    PlannedExperiment { name: name.to_owned(), settings: map(settings.clone()), seconds: 1.0 }
}

fn report(start: &str, experiments: &[(&str, Value)], failing: &[(&str, Value)]) -> ReportFile {
    let settings = ReportSettings {
        preset: Preset::Quick,
        figures: vec![3],
        seed: 1,
        data: Source::Synthetic,
        data_dir: None,
        has_mnist: false,
        device: DeviceChoice::Cpu,
    };
    let all = experiments.iter().chain(failing);
    let figure = PlannedFigure {
        number: 3,
        title: "A figure",
        claim: "Something is so.",
        experiments: all.map(|(name, settings)| planned(name, settings)).collect(),
    };
    let mut outcomes: Vec<Outcome> = experiments
        .iter()
        .map(|(_, settings)| Outcome::Finished(Box::new(finish(settings.clone()).result)))
        .collect();
    outcomes.extend(failing.iter().map(|_| Outcome::Failed("it could not be".to_owned())));
    let provenance = ReportProvenance {
        version: "0.1.0".to_owned(),
        commit: "unknown".to_owned(),
        threads: 2,
        start: start.to_owned(),
    };
    ReportFile::of(&settings, provenance, &[figure], &[outcomes])
}

fn two_jobs() -> [(&'static str, Value); 2] {
    [
        (
            "line",
            json!({"experiment": "interpolation", "network": "mlp-4", "epochs": 2, "positions": 5, "device": "cpu"}),
        ),
        ("line-on-wedges", json!({"experiment": "interpolation", "landscape": "wedges"})),
    ]
}

#[test]
fn a_report_holds_every_claim_with_the_experiment_that_measured_it() {
    let report = report("2026-01-01T00:00:00Z", &two_jobs(), &[]);
    let figure = &report.figures[0];
    assert_eq!(figure.experiments[0].result.as_deref(), Some("figure-3/line/result.json"));
    assert_eq!(figure.experiments[1].landscape, "wedges");
    let toy: Vec<_> = figure.claims.iter().filter(|claim| claim.experiment == "line-on-wedges").collect();
    assert!(!toy.is_empty() && toy.iter().all(|claim| claim.claim.holds() == Some(true)));
    assert_eq!(figure.verdicts.wedges, Verdict::Holds);
    assert_eq!(
        figure.claims.len(),
        toy.len() + figure.claims.iter().filter(|claim| claim.experiment == "line").count()
    );
    assert_eq!(report.devices.len(), 1);
    assert!(report.devices[0].starts_with("CPU"), "{:?}", report.devices);
    let seconds: f64 = figure.experiments.iter().map(|experiment| experiment.seconds).sum();
    assert_eq!((figure.seconds, report.seconds), (seconds, seconds));
}

/// Whether two values are equal up to the last bits of numbers, which JSON's fast reader may miss.
fn is_same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => {
            let (one, other) = (one.as_f64().unwrap(), other.as_f64().unwrap());
            (one - other).abs() <= 1e-15 * one.abs()
        }
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| is_same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            let is_there = |(name, value)| other.get(name).is_some_and(|other| is_same(value, other));
            one.len() == other.len() && one.iter().all(is_there)
        }
        _ => one == other,
    }
}

#[test]
fn a_report_reads_back_from_its_file() {
    let report = report("2026-01-01T00:00:00Z", &two_jobs(), &[]);
    let text = report.to_json().unwrap();
    let read: ReportFile = serde_json::from_str(&text).unwrap();
    let value: Value = serde_json::from_str(&text).unwrap();
    let again: Value = serde_json::from_str(&read.to_json().unwrap()).unwrap();
    assert!(is_same(&again, &value), "{again} and {value}");
    assert_eq!(value["format"], "wedgelab.report/2");
    for field in ["name", "statement", "measured", "relation", "expected", "tolerance", "holds", "experiment"]
    {
        assert!(value["figures"][0]["claims"][0].get(field).is_some(), "{field}");
    }
}

#[test]
fn what_diverged_or_failed_stands_in_the_report_and_spoils_the_verdict() {
    let [line, toy] = two_jobs();
    let diverging = json!({
        "experiment": "training", "landscape": "wedges", "learning_rate": 1000, "epochs": 400, "wedges": 1
    });
    let failing = json!({"experiment": "tunnel", "landscape": "wedges"});
    let report = report(
        "2026-01-01T00:00:00Z",
        &[line, toy, ("diverging-on-wedges", diverging)],
        &[("failing-on-wedges", failing)],
    );
    let figure = &report.figures[0];
    assert!(figure.experiments[2].diverged_after.is_some() && figure.experiments[2].result.is_some());
    assert_eq!(figure.experiments[3].failure.as_deref(), Some("it could not be"));
    assert_eq!(figure.experiments[3].result, None);
    // Every measured claim on the wedges holds, and not all were measured.
    assert_eq!(figure.verdicts.wedges, Verdict::Partly);
    assert_ne!(figure.verdict, Verdict::Holds);
    assert_ne!(figure.verdict, Verdict::DoesNotHold);
}
