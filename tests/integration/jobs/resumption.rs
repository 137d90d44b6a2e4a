//! A job that was interrupted anywhere and resumed ends with exactly the numbers of an uninterrupted one.

use crate::jobs::frontend::{FewImages, Watcher, finish, map};
use pollster::block_on;
use rand::RngExt;
use serde_json::{Value, json};
use wedgelab::job::{Checkpoint, Control, Event, Finished, JobError, Specification, run};
use wedgelab::numerics::random::{Purpose, stream};

/// Runs a job until a number of events were reported, from a checkpoint's bytes to those of the next.
fn run_for(
    specification: &Value,
    events: usize,
    checkpoint: Option<Vec<u8>>,
) -> (Result<Finished, JobError>, Option<Vec<u8>>) {
    let specification = Specification::from_map(&map(specification.clone())).unwrap();
    let control = Control::default();
    let (watched, mut heard) = (control.clone(), 0);
    let mut frontend = Watcher::new(move |_: Event| {
        heard += 1;
        if heard == events {
            watched.cancel();
        }
    });
    let checkpoint = checkpoint.map(|bytes| ("c", Checkpoint::read("c", &bytes).unwrap()));
    let ended = block_on(run(&specification, &FewImages, &control, checkpoint, &mut frontend));
    (ended, frontend.checkpoint.map(|checkpoint| checkpoint.to_bytes().unwrap()))
}

/// Interrupts a job repeatedly, after numbers of events drawn from a seed, until it ends.
fn with_interruptions(specification: &Value, seed: u64) -> Finished {
    let mut random = stream(seed, Purpose::Start);
    let mut checkpoint = None;
    for interruptions in 0..1_000 {
        let (ended, kept) = run_for(specification, random.random_range(1..12), checkpoint);
        match ended {
            Ok(finished) => {
                assert!(interruptions > 1, "it was to be interrupted");
                assert_eq!(finished.result.provenance.resumptions, interruptions);
                return finished;
            }
            Err(error) => assert!(error.is_interruption(), "{error}"),
        }
        checkpoint = kept;
        assert!(checkpoint.is_some());
    }
    panic!("it never ends");
}

fn assert_same(specification: &Value) {
    let whole = finish(specification.clone());
    for seed in 1..=5 {
        let resumed = with_interruptions(specification, seed);
        assert_eq!(resumed.result.numbers, whole.result.numbers);
        assert_eq!(resumed.result.final_measurements, whole.result.final_measurements);
        assert_eq!(resumed.result.claims, whole.result.claims);
        assert_eq!(resumed.parameters, whole.parameters);
    }
}

#[test]
fn on_the_wedges() {
    for (experiment, optimizer) in
        [("training", "adam"), ("interpolation", "momentum"), ("interpolation", "sgd")]
    {
        assert_same(&json!({
            "experiment": experiment, "landscape": "wedges", "dimension": 200, "wedge_dimension": 180,
            "optimizer": optimizer, "schedule": "cosine-cyclic", "epochs": 30
        }));
    }
}

#[test]
fn other_settings_do_not_resume_from_it() {
    let specification = json!({"experiment": "training", "landscape": "wedges"});
    let (_, checkpoint) = run_for(&specification, 3, None);
    let mut other = specification;
    other["epochs"] = json!(61);
    let (ended, kept) = run_for(&other, usize::MAX, checkpoint);
    let message = ended.unwrap_err().to_string();
    assert!(message.contains("epochs is 60 there and 61 here"), "{message}");
    assert!(kept.is_none());
}

#[cfg(feature = "compute")]
#[test]
fn on_networks() {
    for (network, optimizer, dropout) in
        [("cnn-2", "adam", 0.3), ("mlp-4", "momentum", 0.0), ("mlp-4", "sgd", 0.2)]
    {
        assert_same(&json!({
            "experiment": "training", "network": network, "optimizer": optimizer, "dropout": dropout,
            "learning_rate": 0.01, "batch_size": 64, "epochs": 3, "device": "cpu", "target_loss": 1e-9
        }));
    }
    assert_same(&json!({
        "experiment": "interpolation", "network": "mlp", "epochs": 2, "device": "cpu", "positions": 5
    }));
}

#[cfg(feature = "compute")]
#[test]
fn on_a_network_without_kernels() {
    assert_same(&json!({
        "experiment": "training", "network": "resnet-8", "train_size": 40, "test_size": 10, "batch_size": 10,
        "epochs": 3, "device": "cpu", "dropout": 0.2
    }));
}

/// A small training whose device is chosen.
fn on_chosen_device() -> Value {
    json!({"experiment": "training", "network": "mlp-4", "batch_size": 64, "epochs": 3, "device": "auto"})
}

#[test]
fn a_job_keeps_the_device_that_was_chosen_and_the_reason() {
    let (specification, mut reasons) = (on_chosen_device(), Vec::new());
    let control = Control::default();
    let mut frontend = Watcher::new(|event| match event {
        Event::Started { reason, .. } => reasons.push(reason),
        Event::Losses { .. } => control.cancel(),
        _ => {}
    });
    let job = Specification::from_map(&map(specification.clone())).unwrap();
    assert!(block_on(run(&job, &FewImages, &control, None, &mut frontend)).unwrap_err().is_interruption());
    let checkpoint = frontend.checkpoint.unwrap();
    let device = checkpoint.last_device().unwrap().to_owned();
    let (ended, _) = run_for(&specification, usize::MAX, Some(checkpoint.to_bytes().unwrap()));
    let provenance = ended.unwrap().result.provenance;
    assert_eq!((provenance.device, provenance.choice), (device, reasons.pop()));
}

#[test]
fn a_job_does_not_choose_again_when_its_device_is_gone() {
    let specification = on_chosen_device();
    let (_, checkpoint) = run_for(&specification, 3, None);
    let mut checkpoint = Checkpoint::read("c", &checkpoint.unwrap()).unwrap();
    checkpoint.surroundings.device = Some("a card that is gone".to_owned());
    let (ended, _) = run_for(&specification, usize::MAX, Some(checkpoint.to_bytes().unwrap()));
    let message = ended.unwrap_err().to_string();
    assert!(message.contains("the device a card that is gone"), "{message}");
}

#[test]
fn a_result_tells_every_run_that_worked_on_it() {
    let specification = json!({"experiment": "training", "landscape": "wedges"});
    let (_, first) = run_for(&specification, 3, None);
    // Resumed by the same run, and by one elsewhere.
    let (ended, _) = run_for(&specification, usize::MAX, first.clone());
    assert_eq!(ended.unwrap().result.provenance.earlier_runs, []);
    let mut checkpoint = Checkpoint::read("c", &first.unwrap()).unwrap();
    assert_eq!(checkpoint.runs.len(), 1);
    checkpoint.runs[0].host = Some("elsewhere".to_owned());
    checkpoint.runs[0].threads = 77;
    let before = checkpoint.runs.clone();
    let (ended, _) = run_for(&specification, usize::MAX, Some(checkpoint.to_bytes().unwrap()));
    let result = ended.unwrap().result;
    assert_eq!(result.provenance.earlier_runs, before);
    assert_ne!(result.provenance.host.as_deref(), Some("elsewhere"));
    assert_ne!(result.provenance.threads, 77);
    // Where it was computed does not change the result.
    let job = Specification::from_map(&map(specification)).unwrap();
    assert!(result.differences(&job).is_empty());
}

#[test]
fn a_result_names_every_device_that_computed_for_it() {
    let specification = json!({"experiment": "training", "landscape": "wedges"});
    for (before, named) in [("another device", "another device, then CPU"), ("CPU", "CPU")] {
        let (_, checkpoint) = run_for(&specification, 3, None);
        let mut checkpoint = Checkpoint::read("c", &checkpoint.unwrap()).unwrap();
        checkpoint.surroundings.device = Some(before.to_owned());
        checkpoint.release_device(&json!("auto"));
        let (ended, _) = run_for(&specification, usize::MAX, Some(checkpoint.to_bytes().unwrap()));
        assert_eq!(ended.unwrap().result.provenance.device, named);
    }
}
