//! `ResultFile::read`: a result with all its fields, or an error.

use serde_json::{Map, Value, json};
use wedgelab::experiment::Claim;
use wedgelab::job::{Provenance, ResultError, ResultFile};

use super::FILE;

pub fn seeds() -> Vec<Vec<u8>> {
    let provenance = Provenance {
        version: "0.1.0".to_owned(),
        commit: "unknown".to_owned(),
        device: "CPU".to_owned(),
        backend: "plain".to_owned(),
        threads: 2,
        seeds: vec![1, 2],
        landscape: "three wedges".to_owned(),
        start: "2026-01-01T00:00:00Z".to_owned(),
        seconds: 0.5,
    };
    let map = |value: Value| value.as_object().cloned().unwrap_or_else(Map::new);
    let claim: Claim = serde_json::from_value(json!({
        "name": "straight-barrier", "statement": "There is a barrier.", "measured": 1.0, "expected": 1.0,
        "tolerance": 0.25, "holds": true,
    }))
    .expect("a claim");
    let result = ResultFile::new(
        "interpolation",
        map(json!({"landscape": "wedges", "seed": 1})),
        provenance,
        None,
        map(json!({"position": [0.0, 0.5, 1.0], "loss": [0.0, 1e-3, 0.0]})),
        vec![claim],
    );
    let text = result.to_json().expect("can be written");
    let other = text.replacen("wedgelab.result/1", "wedgelab.result/9", 1);
    vec![text.into_bytes(), other.into_bytes()]
}

pub fn check(bytes: &[u8]) {
    match ResultFile::read(FILE, bytes) {
        Ok(result) => {
            let value: Value = serde_json::from_slice(bytes).expect("what is no JSON is read");
            assert_eq!(value["format"], "wedgelab.result/1");
            assert_eq!(value["experiment"], result.experiment.as_str());
            assert_eq!(value["specification"].as_object(), Some(&result.specification));
            assert_eq!(value["numbers"].as_object(), Some(&result.numbers));
            assert_eq!(value["claims"].as_array().map(Vec::len), Some(result.claims.len()));
            let written = result.to_json().expect("can be written");
            assert!(ResultFile::read(FILE, written.as_bytes()).is_ok());
        }
        Err(error) => {
            assert!(error.to_string().contains(FILE), "no file is named: {error}");
            match &error {
                ResultError::Malformed { reason, .. } => {
                    assert!(reason.trim().len() > 4, "no reason: {error}")
                }
                ResultError::Format { format, .. } => assert_ne!(format, "wedgelab.result/1"),
            }
        }
    }
}
