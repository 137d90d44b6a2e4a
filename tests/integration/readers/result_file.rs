//! `ResultFile::read`: a result with all its fields, or an error.

use serde_json::{Value, json};
use wedgelab::experiment::Numbers;
use wedgelab::job::{ResultError, ResultFile};

use super::FILE;

/// The formats that are accepted.
const FORMATS: [&str; 2] = ["wedgelab.result/1", "wedgelab.result/2"];

pub fn seeds() -> Vec<Vec<u8>> {
    let result = json!({
        "format": "wedgelab.result/2",
        "experiment": "interpolation",
        "specification": {"landscape": "wedges", "seed": 1},
        "provenance": {
            "version": "0.1.0", "commit": "unknown", "device": "CPU", "backend": "plain", "threads": 2,
            "seeds": [1, 2], "landscape": "three wedges", "start": "2026-01-01T00:00:00Z", "seconds": 0.5,
        },
        "numbers": {"position": [0.0, 0.5, 1.0], "loss": [0.0, 1e-3, 0.0]},
        "claims": [{
            "name": "straight-barrier", "statement": "There is a barrier.", "measured": 1.0, "relation": "equals",
            "expected": 1.0, "tolerance": 0.25, "holds": true,
        }],
    });
    let text = result.to_string();
    // A seed that is not a result would leave most of the reader untested.
    ResultFile::read(FILE, text.as_bytes()).expect("a result");
    let former = text.replacen("wedgelab.result/2", "wedgelab.result/1", 1).replacen(
        "\"relation\":\"equals\",",
        "",
        1,
    );
    ResultFile::read(FILE, former.as_bytes()).expect("a result of the version before");
    let other = text.replacen("wedgelab.result/2", "wedgelab.result/9", 1);
    let later = text.replacen("\"interpolation\"", "\"from-a-later-program\"", 1);
    let diverged = json!({"step": 2, "stage": "training"});
    let curves = json!({"training": {"step": [1], "loss": [2.0]}, "epochs": []});
    let mut until = result;
    (until["diverged"], until["numbers"]) = (diverged, curves);
    let read = |text: &str| ResultFile::read(FILE, text.as_bytes()).expect("a result").numbers;
    assert!(matches!(read(&text), Numbers::Interpolation(_)));
    assert!(matches!(read(&later), Numbers::Unknown(_)));
    assert!(matches!(read(&until.to_string()), Numbers::UntilDivergence(_)));
    [text, former, other, later, until.to_string()].map(String::into_bytes).into()
}

/// Whether all that was read is in the file; what a file lacks is empty, zero or null.
fn stands_in(read: &Value, file: Option<&Value>) -> bool {
    match (read, file) {
        (Value::Object(read), file) => {
            let field = |name: &String| file.and_then(|file| file.get(name));
            read.iter().all(|(name, value)| stands_in(value, field(name)))
        }
        (Value::Array(read), Some(Value::Array(file))) => {
            read.len() == file.len() && read.iter().zip(file).all(|(read, file)| stands_in(read, Some(file)))
        }
        (Value::Number(read), Some(Value::Number(file))) => {
            let is_beyond_counting = file.as_f64().is_some_and(|file| file >= usize::MAX as f64);
            read.as_f64() == file.as_f64() || is_beyond_counting
        }
        (read, Some(file)) => read == file,
        (Value::Array(read), None) => read.is_empty(),
        (read, None) => read.is_null() || read == "" || read == 0,
    }
}

pub fn check(bytes: &[u8]) {
    match ResultFile::read(FILE, bytes) {
        Ok(result) => {
            let value: Value = serde_json::from_slice(bytes).expect("what is no JSON is read");
            assert!(FORMATS.iter().any(|format| value["format"] == *format), "{value}");
            assert_eq!(value["experiment"], result.experiment.as_str());
            assert_eq!(value["specification"].as_object(), Some(&result.specification));
            match &result.numbers {
                // What is not known is kept as it is.
                Numbers::Unknown(unknown) => assert_eq!(Some(&unknown.object), value["numbers"].as_object()),
                known => {
                    let known = Value::Object(known.to_map());
                    assert!(stands_in(&known, Some(&value["numbers"])), "{known} from {value}");
                }
            }
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
                ResultError::Changed { .. } => assert!(error.to_string().contains("checksum")),
                ResultError::Format { format, .. } => assert!(!FORMATS.contains(&format.as_str())),
            }
        }
    }
}
