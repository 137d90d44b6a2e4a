//! The verdicts of every experiment, recomputed only from its result as JSON.

use crate::jobs::frontend::{finish, map};
use serde_json::{Map, Value, json};
use wedgelab::experiment::{Experiment, Numbers};
use wedgelab::figure::figures;
use wedgelab::job::{Finished, ResultFile};
use wedgelab::report::ReportFile;

const TINY: &str = include_str!("../tiny_experiments.json");

/// The verdict that follows from the file alone.
fn verdict(claim: &Value) -> Option<bool> {
    let number = |name: &str| claim[name].as_f64();
    let (measured, expected, tolerance) = (number("measured")?, number("expected")?, number("tolerance")?);
    Some(match claim["relation"].as_str().expect("a relation") {
        "at-least" => measured >= expected - tolerance,
        "at-most" => measured <= expected + tolerance,
        "equals" => (measured - expected).abs() <= tolerance,
        "above" => measured > expected + tolerance,
        "below" => measured < expected - tolerance,
        other => panic!("{other}"),
    })
}

/// Checks every claim of a result, and returns how many there are.
fn check(name: &str, finished: &Finished) -> usize {
    let text = finished.result.to_json().unwrap();
    let written: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(written["format"], "wedgelab.result/2");
    let read = ResultFile::read(name, text.as_bytes()).unwrap();
    let claims = written["claims"].as_array().unwrap();
    for ((claim, read), found) in claims.iter().zip(&read.claims).zip(&finished.result.claims) {
        assert!(
            ["at-least", "at-most", "equals", "above", "below"]
                .contains(&claim["relation"].as_str().unwrap())
        );
        assert_eq!(claim["holds"].as_bool(), verdict(claim), "{name}: {claim}");
        assert_eq!(claim["holds"].is_null(), claim["measured"].is_null(), "{name}: {claim}");
        assert_eq!((read.holds(), read.in_words()), (found.holds(), found.in_words()), "{name}: {claim}");
    }
    claims.len()
}

fn merged(parts: [&Value; 2]) -> Value {
    let mut all = Map::new();
    for part in parts {
        all.extend(map(part.clone()));
    }
    Value::Object(all)
}

#[test]
fn every_verdict_on_the_wedges_follows_from_its_file() {
    // Large enough for the planes of every experiment's default settings.
    let every = json!({"landscape": "wedges", "device": "cpu", "dimension": 300, "wedge_dimension": 240, "wedges": 20,
        "seed": 5});
    let all = merged([&every, &json!({"family": "all"})]);
    let more = json!([
        {"experiment": "interpolation", "ends": "start-to-optimum"},
        {"experiment": "plane", "through": "optima-and-tunnel", "columns": 5},
        {"experiment": "plane", "through": "optima-and-crossing", "columns": 5},
        {"experiment": "plane", "through": "random", "columns": 5},
        {"experiment": "plane", "through": "filter-normalised", "columns": 5},
        {"experiment": "plane", "through": "path", "columns": 5},
        {"experiment": "random-cut", "solver": "adam", "trials": 2},
        {"experiment": "tunnel", "refine": 1},
    ]);
    let mut judged = 0;
    // `tunnel-width` runs only on networks.
    for name in Experiment::KNOWN.iter().filter(|name| **name != "tunnel-width") {
        let settings = match *name {
            "random-cut" => json!({"experiment": name, "trials": 2}),
            _ => json!({"experiment": name}),
        };
        for landscape in [&every, &all] {
            judged += check(name, &finish(merged([landscape, &settings])));
        }
    }
    for settings in more.as_array().unwrap() {
        judged += check(&settings.to_string(), &finish(merged([&every, settings])));
    }
    assert!(judged > 40, "{judged}");
}

#[test]
fn every_verdict_on_networks_follows_from_its_file() {
    let tiny: Value = serde_json::from_str(TINY).unwrap();
    let mut judged = 0;
    for (name, settings) in tiny["experiments"].as_object().unwrap() {
        judged +=
            check(name, &finish(merged([&merged([&tiny["every"], &json!({"device": "cpu"})]), settings])));
    }
    assert!(judged > 20, "{judged}");
}

#[test]
fn widths_at_a_loss_that_no_network_reaches_are_not_judged() {
    let tiny: Value = serde_json::from_str(TINY).unwrap();
    let settings = json!({
        "experiment": "tunnel-width", "vary": "learning_rate", "values": [0.01, 0.02, 0.03], "repetitions": 1,
        "directions": 1, "target_loss": 0.001, "device": "cpu"
    });
    let finished = finish(merged([&tiny["every"], &settings]));
    check("tunnel-width", &finished);
    assert!(!finished.result.claims.is_empty());
    for claim in &finished.result.claims {
        assert_eq!(claim.holds(), None, "{claim:?}");
        assert!(claim.in_words().contains("target loss"), "{}", claim.in_words());
    }
}

/// The recorded report, written by an earlier version.
#[test]
fn files_of_the_version_before_are_read_and_get_no_relation() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("public/recorded");
    let text = std::fs::read_to_string(folder.join("report.json")).unwrap();
    let written: Value = serde_json::from_str(&text).unwrap();
    if written["format"] != "wedgelab.report/1" {
        return;
    }
    let report: ReportFile = serde_json::from_str(&text).unwrap();
    let mut read = 0;
    for (figure, reported) in written["figures"].as_array().unwrap().iter().zip(&report.figures) {
        for (claim, reported) in figure["claims"].as_array().unwrap().iter().zip(&reported.claims) {
            assert_eq!(reported.claim.relation(), None);
            let expected = claim["holds"].as_bool().filter(|_| !claim["measured"].is_null());
            assert_eq!(reported.claim.holds(), expected, "{claim}");
            assert!(expected.is_none() || reported.claim.in_words().contains("compared with"), "{claim}");
            read += 1;
        }
        for experiment in figure["experiments"].as_array().unwrap() {
            let file = folder.join(experiment["result"].as_str().unwrap());
            let bytes = std::fs::read(file).unwrap();
            let result = ResultFile::read("r", &bytes).unwrap();
            // Every number is read, and none is made up.
            assert!(!matches!(result.numbers, Numbers::Unknown(_)), "{:?}", result.numbers);
            let written: Value = serde_json::from_slice(&bytes).unwrap();
            assert_eq!(Some(&result.numbers.to_map()), written["numbers"].as_object());
            assert_eq!(result.format, "wedgelab.result/1");
            assert!(!figures(&result).unwrap().is_empty());
            assert!(result.claims.iter().all(|claim| claim.relation().is_none()));
            assert!(!result.to_json().unwrap().contains("\"relation\""));
        }
    }
    assert!(read > 20, "{read}");
}
