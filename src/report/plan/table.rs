//! The table of a figure's experiments: each adds a few settings to those shared by the whole report.

use super::super::{Preset, ReportSettings};
use super::PlannedExperiment;
use crate::data::Source;
use crate::experiment::seed_of_repetition;
use serde_json::{Map, Value, json};

/// Repetitions of an experiment that has no setting for them.
const REPETITIONS: u64 = 3;

/// A table that is being filled.
pub(super) struct Table<'a> {
    settings: &'a ReportSettings,
    experiments: Vec<PlannedExperiment>,
}

/// A value for each preset.
pub(super) struct ByPreset<T> {
    pub(super) quick: T,
    pub(super) paper: T,
}

impl<T> ByPreset<T> {
    fn at(self, preset: Preset) -> T {
        match preset {
            Preset::Quick => self.quick,
            Preset::Paper => self.paper,
        }
    }
}

impl<'a> Table<'a> {
    /// An empty table.
    pub(super) fn new(settings: &'a ReportSettings) -> Self {
        Self { settings, experiments: Vec::new() }
    }

    /// The experiments in it.
    pub(super) fn finish(self) -> Vec<PlannedExperiment> {
        self.experiments
    }

    /// Adds an experiment on the report's network, with its approximate duration in seconds and its settings.
    pub(super) fn network(&mut self, name: &str, experiment: &str, own: ByPreset<(f64, Value)>) {
        let (seconds, own) = own.at(self.settings.preset);
        let network = self.network_settings();
        self.add(name.to_owned(), "network", experiment, seconds, [network, own]);
    }

    /// Adds an experiment on the report's network; for the preset `paper` three times, with the seeds of three
    /// repetitions from [`seeds_of_repetitions`](crate::experiment::seeds_of_repetitions), so that optima are shared.
    pub(super) fn network_thrice(&mut self, name: &str, experiment: &str, own: ByPreset<(f64, Value)>) {
        let repetitions = match self.settings.preset {
            Preset::Quick => 1,
            Preset::Paper => REPETITIONS,
        };
        let (seconds, own) = own.at(self.settings.preset);
        for repetition in 0..repetitions {
            let name = match repetition {
                0 => name.to_owned(),
                later => format!("{name}-{}", later + 1),
            };
            let seed = json!({ "seed": seed_of_repetition(self.settings.seed, repetition) });
            let network = self.network_settings();
            self.add(name, "network", experiment, seconds, [network, own.clone(), seed]);
        }
    }

    /// Adds an experiment on another network on MNIST, if the preset is `paper`, MNIST is available, and the report
    /// itself uses other data.
    pub(super) fn mnist(&mut self, name: &str, experiment: &str, seconds: f64, own: Value) {
        let settings = self.settings;
        if settings.preset == Preset::Paper && settings.has_mnist && settings.data != Source::Mnist {
            let network = self.network_settings();
            let mnist = json!({ "data": Source::Mnist.name() });
            self.add(name.to_owned(), "network", experiment, seconds, [network, mnist, own]);
        }
    }

    /// Adds an experiment on the wedges, with its approximate duration in seconds and its settings.
    pub(super) fn wedges(&mut self, name: &str, experiment: &str, seconds: f64, own: Value) {
        self.add(
            format!("{name}-on-wedges"),
            "wedges",
            experiment,
            seconds,
            [json!({ "device": "cpu" }), own],
        );
    }

    /// The settings of the network that all experiments of a report share, so that they share its optima.
    fn network_settings(&self) -> Value {
        let settings = self.settings;
        let mut network = match settings.preset {
            Preset::Quick => json!({
                "network": "cnn-4-8",
                "train_size": 1000,
                "test_size": 500,
                "measured_images": 500,
                "epochs": 8,
                "batch_size": 50,
                "learning_rate": 3e-3,
            }),
            Preset::Paper => json!({ "measured_images": 5000, "epochs": 8 }),
        };
        network["data"] = settings.data.name().into();
        network["device"] = settings.device.name().into();
        if let Some(folder) = &settings.data_dir {
            network["data_dir"] = folder.as_str().into();
        }
        network
    }

    fn add<const PARTS: usize>(
        &mut self,
        name: String,
        landscape: &str,
        experiment: &str,
        seconds: f64,
        parts: [Value; PARTS],
    ) {
        let mut settings = Map::from_iter([("seed".to_owned(), self.settings.seed.into())]);
        for part in parts {
            if let Value::Object(part) = part {
                settings.extend(part);
            }
        }
        settings.insert("experiment".to_owned(), experiment.into());
        settings.insert("landscape".to_owned(), landscape.into());
        self.experiments.push(PlannedExperiment { name, settings, seconds });
    }
}
