//! Every experiment on a network, tiny, on the CPU and on a software GPU: the same numbers up to rounding.

use crate::jobs::frontend::finish;
use crate::skipped::skipped;
use pollster::block_on;
use serde_json::{Map, Value, json};
use wedgelab::job::{DeviceChoice, open_device};

const TINY: &str = include_str!("../tiny_experiments.json");
/// Numbers may differ by this share of the largest one in the same list, or of 1.
const TOLERANCE: f64 = 1e-3;
/// Counts of examples, or of eigenvalues beyond a threshold: a tie may go either way.
const COUNTS: [&str; 4] = ["accuracy", "agreement", "labels", "above"];

/// The numbers of an experiment on a device.
fn numbers(every: &Map<String, Value>, own: &Value, device: DeviceChoice) -> Value {
    let mut specification = every.clone();
    specification.extend(own.as_object().unwrap().clone());
    specification.insert("device".to_owned(), device.name().into());
    Value::Object(finish(Value::Object(specification)).result.numbers.to_map())
}

/// Where two values differ by more than the tolerance, as text.
fn differences(one: &Value, other: &Value, path: &str, scale: f64, found: &mut Vec<String>) {
    match (one, other) {
        (Value::Object(one), Value::Object(other)) => {
            assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>(), "{path}");
            for (name, value) in
                one.iter().filter(|(name, _)| !COUNTS.iter().any(|count| name.contains(count)))
            {
                differences(value, &other[name], &format!("{path}.{name}"), 1.0, found);
            }
        }
        (Value::Array(one), Value::Array(other)) => {
            assert_eq!(one.len(), other.len(), "{path}");
            let largest =
                one.iter().filter_map(Value::as_f64).fold(1.0, |largest, value| value.abs().max(largest));
            for (place, (one, other)) in one.iter().zip(other).enumerate() {
                differences(one, other, &format!("{path}[{place}]"), largest, found);
            }
        }
        _ => {
            let is_same = match (one.as_f64(), other.as_f64()) {
                (Some(one), Some(other)) => (one - other).abs() <= TOLERANCE * scale.max(one.abs()),
                _ => one == other,
            };
            if !is_same {
                found.push(format!("{path}: {one} and {other}"));
            }
        }
    }
}

/// Experiments on a network that has no kernels on the CPU. One block, because each further one costs a software GPU
/// half a minute of compiling; its gradient with two is compared in `network::agreement`.
fn on_residual_network() -> Vec<(&'static str, Value)> {
    let network = |own: Value| {
        let mut all =
            json!({"network": "resnet-8", "train_size": 10, "measured_images": 10, "test_size": 10});
        all.as_object_mut().unwrap().extend(own.as_object().unwrap().clone());
        all
    };
    vec![
        (
            "a residual tunnel",
            network(json!({"experiment": "tunnel", "points": 2, "samples": 1, "pairs": 1, "steps": 2})),
        ),
        (
            "a residual plane",
            network(json!({"experiment": "plane", "through": "filter-normalised", "columns": 3})),
        ),
    ]
}

#[test]
fn every_experiment_finds_on_a_gpu_what_it_finds_on_the_cpu() {
    if let Err(error) = block_on(open_device(DeviceChoice::SoftwareGpu)) {
        skipped("experiments on a GPU in software", error);
        return;
    }
    let tiny: Value = serde_json::from_str(TINY).unwrap();
    let (every, experiments) = (tiny["every"].as_object().unwrap(), tiny["experiments"].as_object().unwrap());
    let mut found = Vec::new();
    let residual = on_residual_network();
    let residual = residual.iter().map(|(name, own)| (*name, own));
    for (name, own) in experiments.iter().map(|(name, own)| (name.as_str(), own)).chain(residual) {
        let [cpu, gpu] =
            [DeviceChoice::Cpu, DeviceChoice::SoftwareGpu].map(|device| numbers(every, own, device));
        differences(&cpu, &gpu, name, 1.0, &mut found);
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}
