//! A network that has no kernels on the CPU: its jobs run there through Burn.

use crate::data::real_files::real;
use crate::jobs::frontend::{Watcher, execute, finish, map};
use pollster::block_on;
use serde_json::{Value, json};
use std::path::Path;
use wedgelab::data::{DataError, Loaded, Source};
use wedgelab::experiment::Numbers;
use wedgelab::job::{Control, Event, ImageSource, Specification, run};

fn tiny(own: &Value) -> Value {
    let mut all = json!({
        "landscape": "network", "network": "resnet-8-16", "train_size": 20, "test_size": 10, "measured_images": 20, "epochs": 1,
        "batch_size": 10, "device": "cpu"
    });
    all.as_object_mut().unwrap().extend(own.as_object().unwrap().clone());
    all
}

/// The version of Burn's backend for the CPU that this build has.
fn locked_version() -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.lock");
    let lock = std::fs::read_to_string(file).unwrap();
    let mut lines = lock.lines().skip_while(|line| *line != "name = \"burn-flex\"").skip(1);
    let version = lines.next().and_then(|line| line.strip_prefix("version = \"")?.strip_suffix('"'));
    version.unwrap().to_owned()
}

#[test]
fn the_cpu_computes_it_through_burn_and_says_so() {
    let mut events = Vec::new();
    let training = tiny(&json!({"experiment": "training"}));
    let finished = execute(training, &Control::default(), &mut events).unwrap();
    let provenance = finished.result.provenance;
    assert_eq!((provenance.device.as_str(), provenance.instructions), ("CPU", None));
    let backend = format!("burn-flex {}, ", locked_version());
    assert!(provenance.backend.starts_with(&backend), "{}", provenance.backend);
    let Some(Event::Started { device, reason, .. }) =
        events.iter().find(|event| matches!(event, Event::Started { .. }))
    else {
        panic!("it never started")
    };
    assert_eq!(device, "CPU");
    assert!(
        reason.starts_with("it was requested; this network has no kernels of its own on the CPU"),
        "{reason}"
    );
    assert_eq!(provenance.choice.as_ref(), Some(reason));
    // One tensor per parameter block, named as PyTorch names them.
    let parameters = finished.parameters.unwrap();
    let tensors = safetensors::SafeTensors::deserialize(&parameters).unwrap();
    assert_eq!(tensors.tensor("blocks.1.shortcut.conv.weight").unwrap().shape(), [16, 8, 1, 1]);
    assert_eq!(tensors.len(), 20);
}

#[test]
fn tunnels_and_planes_run_on_it() {
    let tunnel = tiny(&json!({"experiment": "tunnel", "points": 3, "samples": 1, "pairs": 1, "steps": 2}));
    let numbers = finish(tunnel).result.numbers;
    let Numbers::Tunnel(tunnel) = &numbers else { panic!("{numbers:?}") };
    // Three points cut the path into four pieces, measured at their ends.
    assert_eq!((tunnel.tunnel.loss.len(), tunnel.cosine.len()), (5, 3));
    assert!(tunnel.tunnel.loss.iter().all(|loss| loss.is_finite()), "{:?}", tunnel.tunnel);
    for through in ["origin-optima", "filter-normalised"] {
        let plane = tiny(&json!({"experiment": "plane", "through": through, "columns": 3}));
        let numbers = finish(plane).result.numbers;
        let Numbers::Plane(plane) = &numbers else { panic!("{through}: {numbers:?}") };
        assert_eq!(plane.loss.iter().map(Vec::len).collect::<Vec<_>>(), [3, 3, 3], "{through}");
        assert!(plane.loss.iter().flatten().all(|loss| loss.is_finite()), "{through}: {:?}", plane.loss);
    }
}

/// The real images.
struct Real(Loaded);

impl ImageSource for Real {
    fn load(&self, _source: Source, _directory: Option<&str>) -> Result<Loaded, DataError> {
        Ok(self.0.clone())
    }
}

#[test]
fn it_learns_some_of_cifar10() {
    let Some(loaded) = real(Source::Cifar10) else { return };
    let specification = tiny(&json!({
        "experiment": "training", "data": "cifar10", "train_size": 300, "test_size": 100, "measured_images": 100,
        "epochs": 6, "batch_size": 10, "learning_rate": 0.003
    }));
    let specification = Specification::from_map(&map(specification)).unwrap();
    let (images, control) = (Real(loaded), Control::default());
    let finished =
        block_on(run(&specification, &images, &control, None, &mut Watcher::new(|_: Event| {}))).unwrap();
    let loss = finished.result.final_measurements.unwrap().train.loss;
    // Without learning, ten classes have a loss of ln 10 = 2.303 or more.
    assert!(loss < 2.25, "{loss}");
}
