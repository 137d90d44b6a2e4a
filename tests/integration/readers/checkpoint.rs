//! `Checkpoint::read`: the state that was written, to the last bit, or an error.

use serde_json::json;
use wedgelab::job::{Checkpoint, CheckpointError, Surroundings};
use wedgelab::numerics::NUMERICS;
use wedgelab::observer::{DescentRecord, MeasurementRecord, PointsRecord, Record, TrainingRecord};
use wedgelab::points::{HostPoints, Measurement, Split};

use super::FILE;

fn state(record: Record) -> Checkpoint {
    Checkpoint {
        specification: json!({"epochs": 2}).as_object().cloned().unwrap_or_default(),
        surroundings: Surroundings {
            numerics: NUMERICS,
            device: Some("CPU".to_owned()),
            backend: Some("own kernels, avx2".to_owned()),
            instructions: Some("avx2".to_owned()),
            landscape: "wedges".to_owned(),
            data_sha256: None,
        },
        start: "2026-01-01T00:00:00Z".to_owned(),
        seconds: 0.5,
        passes: 3.0,
        resumptions: 0,
        earlier_devices: Vec::new(),
        choice: None,
        runs: Vec::new(),
        record,
    }
}

fn written() -> [Checkpoint; 2] {
    let point = |value: f64| HostPoints::single(vec![value, -value]);
    let descent = DescentRecord {
        work: "a step".to_owned(),
        step: 1,
        variables: point(0.1),
        memory: vec![point(2.0)],
        history: vec![vec![1.5]],
    };
    let measurement = Measurement { loss: 0.3, accuracy: Some(0.5) };
    let record = Record {
        descents: vec![descent],
        measurements: vec![MeasurementRecord { split: Split::Test, measurement }],
        points: vec![PointsRecord { work: "the middle".to_owned(), points: point(4.0) }],
        trainings: [false, true].map(|is_known| TrainingRecord { seed: 7, is_known }).to_vec(),
    };
    [state(Record::default()), state(record)]
}

pub fn seeds() -> Vec<Vec<u8>> {
    let bytes = |checkpoint: &Checkpoint| checkpoint.to_bytes().expect("can be written");
    written().iter().map(bytes).collect()
}

pub fn check(bytes: &[u8]) {
    match Checkpoint::read(FILE, bytes) {
        // The checksum rejects everything else.
        Ok(read) => assert!(written().contains(&read), "{read:?}"),
        Err(error) => {
            assert!(error.to_string().contains(FILE), "no file is named: {error}");
            match &error {
                CheckpointError::Damaged { reason, .. } => assert!(reason.trim().len() > 4, "{error}"),
                CheckpointError::Format { .. } | CheckpointError::Numerics { .. } => {}
                other => panic!("bytes alone do not give {other:?}"),
            }
        }
    }
}
