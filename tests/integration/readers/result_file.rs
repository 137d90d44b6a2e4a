//! `ResultFile::read`: a result with all its fields, or an error.

use serde_json::{Value, json};
use wedgelab::job::{ResultError, ResultFile};

use super::FILE;

pub fn seeds() -> Vec<Vec<u8>> {
    let result = json!({
        "format": "wedgelab.result/1",
        "experiment": "interpolation",
        "specification": {"landscape": "wedges", "seed": 1},
        "provenance": {
            "version": "0.1.0", "commit": "unknown", "device": "CPU", "backend": "plain", "threads": 2,
            "seeds": [1, 2], "landscape": "three wedges", "start": "2026-01-01T00:00:00Z", "seconds": 0.5,
        },
        "numbers": {"position": [0.0, 0.5, 1.0], "loss": [0.0, 1e-3, 0.0]},
        "claims": [{
            "name": "straight-barrier", "statement": "There is a barrier.", "measured": 1.0, "expected": 1.0,
            "tolerance": 0.25, "holds": true,
        }],
    });
    let text = result.to_string();
    // A seed that is no result would leave most of the reader untried.
    ResultFile::read(FILE, text.as_bytes()).expect("a result");
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
