//! What the reader chose, and the job specifications that follow from it.

use crate::data::Source;
use crate::figure::LiveCurves;
use crate::job::DeviceChoice;
use leptos::prelude::*;
use serde_json::{Map, Value, json};

/// Which of the program's experiments the laboratory runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Task {
    /// Train one network.
    Training,
    /// Train two, and measure the straight line between them.
    Interpolation,
}

impl Task {
    fn experiment(self) -> &'static str {
        match self {
            Self::Training => "training",
            Self::Interpolation => "interpolation",
        }
    }
}

/// The networks on offer: the name in a specification, and the name for a reader (with channels, or units, layer by
/// layer).
pub(super) const NETWORKS: [(&str, &str); 6] = [
    ("simple-cnn", "SimpleCNN"),
    ("cnn-4-8", "CNN 4, 8"),
    ("cnn-8-16", "CNN 8, 16"),
    ("mlp-64-64", "MLP 64, 64"),
    ("mlp-256", "MLP 256"),
    ("mlp", "Linear classifier"),
];

/// The activations on offer.
pub(super) const ACTIVATIONS: [(&str, &str); 2] = [("relu", "ReLU"), ("tanh", "tanh")];

/// The devices on offer.
pub(super) const DEVICES: [(DeviceChoice, &str, &str); 4] = [
    (DeviceChoice::Auto, "auto", "Automatic"),
    (DeviceChoice::Cpu, "cpu", "CPU"),
    (DeviceChoice::Gpu, "gpu", "GPU (WebGPU)"),
    (DeviceChoice::SoftwareGpu, "software-gpu", "GPU in software (slow; only for testing)"),
];

/// The settings. A copy is another handle on the same ones.
///
/// The numbers suit a browser on one core: a training takes a few tens of seconds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Settings {
    /// A name of [`NETWORKS`].
    pub(super) network: RwSignal<String>,
    /// How many times as wide as named, 1/4 to 2.
    pub(super) width: RwSignal<f64>,
    /// A name of [`ACTIVATIONS`].
    pub(super) activation: RwSignal<String>,
    /// The data set.
    pub(super) data: RwSignal<Source>,
    /// Training images, class-balanced.
    pub(super) training_images: RwSignal<f64>,
    /// Test images, class-balanced.
    pub(super) test_images: RwSignal<f64>,
    /// Passes over the training images.
    pub(super) epochs: RwSignal<f64>,
    /// The learning rate of Adam.
    pub(super) learning_rate: RwSignal<f64>,
    /// Training images a step.
    pub(super) batch_size: RwSignal<f64>,
    /// Seeds the start and the order of the images.
    pub(super) seed: RwSignal<f64>,
    /// What computes.
    pub(super) device: RwSignal<DeviceChoice>,
}

impl Settings {
    /// The settings that a reader finds.
    pub(super) fn new() -> Self {
        Self {
            network: RwSignal::new(NETWORKS[0].0.to_owned()),
            width: RwSignal::new(1.0),
            activation: RwSignal::new(ACTIVATIONS[0].0.to_owned()),
            data: RwSignal::new(Source::Synthetic),
            training_images: RwSignal::new(2000.0),
            test_images: RwSignal::new(1000.0),
            epochs: RwSignal::new(5.0),
            learning_rate: RwSignal::new(0.003),
            batch_size: RwSignal::new(32.0),
            seed: RwSignal::new(1.0),
            device: RwSignal::new(DeviceChoice::Auto),
        }
    }

    /// The specification of such a job on a network.
    pub(super) fn specification(self, task: Task) -> Map<String, Value> {
        map(json!({
            "experiment": task.experiment(),
            "landscape": "network",
            "network": self.network.get_untracked(),
            "width": self.width.get_untracked(),
            "activation": self.activation.get_untracked(),
            "data": self.data.get_untracked(),
            "train_size": whole(self.training_images),
            "test_size": whole(self.test_images),
            "epochs": whole(self.epochs),
            "learning_rate": self.learning_rate.get_untracked(),
            "batch_size": whole(self.batch_size),
            "seed": whole(self.seed),
            "device": self.device.get_untracked(),
        }))
    }

    /// The very same experiment on the toy: 16 wedges along the axes, of 900 of 1,000 dimensions.
    pub(super) fn toy_specification(self) -> Map<String, Value> {
        map(json!({
            "experiment": Task::Interpolation.experiment(),
            "landscape": "wedges",
            "dimension": TOY_DIMENSION,
            "wedge_dimension": TOY_WEDGE_DIMENSION,
            "family": "axis-aligned",
            "seed": whole(self.seed),
        }))
    }

    /// The curves that a training of these settings will fill.
    pub(super) fn empty_curves(self) -> LiveCurves {
        let count = |signal: RwSignal<f64>| whole(signal) as usize;
        LiveCurves::new(count(self.training_images), count(self.batch_size), count(self.epochs))
    }
}

/// D of the toy beside the network's figure.
pub(super) const TOY_DIMENSION: usize = 1000;
/// n of the toy beside the network's figure.
pub(super) const TOY_WEDGE_DIMENSION: usize = 900;

fn whole(signal: RwSignal<f64>) -> u64 {
    signal.get_untracked() as u64
}

/// The worker checks a specification; a page that did so too would be larger by a tenth.
fn map(settings: Value) -> Map<String, Value> {
    match settings {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}
