//! The table of a figure's experiments, which are few settings each beside those that all of a report share.

use super::super::{Preset, ReportSettings};
use super::PlannedExperiment;
use crate::data::Source;
use serde_json::{Map, Value, json};

/// A table that is being filled.
pub(super) struct Table<'a> {
    settings: &'a ReportSettings,
    experiments: Vec<PlannedExperiment>,
}

/// A value at each preset.
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
    /// An empty one.
    pub(super) fn new(settings: &'a ReportSettings) -> Self {
        Self { settings, experiments: Vec::new() }
    }

    /// The experiments in it.
    pub(super) fn finish(self) -> Vec<PlannedExperiment> {
        self.experiments
    }

    /// Adds an experiment on the report's network, with about how many seconds it takes and its settings.
    pub(super) fn network(&mut self, name: &str, experiment: &str, own: ByPreset<(f64, Value)>) {
        let (seconds, own) = own.at(self.settings.preset);
        let network = self.network_settings();
        self.add(name.to_owned(), "network", experiment, seconds, [network, own]);
    }

    /// Adds an experiment on another network on MNIST, to reports of the preset `paper` for which MNIST is there.
    pub(super) fn mnist(&mut self, name: &str, experiment: &str, seconds: f64, own: Value) {
        let settings = self.settings;
        if settings.preset == Preset::Paper && settings.has_mnist && settings.data != Source::Mnist {
            let network = self.network_settings();
            let mnist = json!({ "data": Source::Mnist.name() });
            self.add(name.to_owned(), "network", experiment, seconds, [network, mnist, own]);
        }
    }

    /// Adds an experiment on the wedges, with about how many seconds it takes and its settings.
    pub(super) fn wedges(&mut self, name: &str, experiment: &str, seconds: f64, own: Value) {
        self.add(
            format!("{name}-on-wedges"),
            "wedges",
            experiment,
            seconds,
            [json!({ "device": "cpu" }), own],
        );
    }

    /// The network that all experiments of a report share, so that they share its optima.
    fn network_settings(&self) -> Value {
        let settings = self.settings;
        let mut network = match settings.preset {
            Preset::Quick => json!({
                "network": "cnn-4-8",
                "train_size": 1000,
                "test_size": 500,
                "evaluation_size": 500,
                "epochs": 8,
                "batch_size": 50,
                "learning_rate": 3e-3,
            }),
            Preset::Paper => json!({ "evaluation_size": 5000 }),
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
        let mut settings = Map::new();
        for part in parts {
            if let Value::Object(part) = part {
                settings.extend(part);
            }
        }
        settings.insert("experiment".to_owned(), experiment.into());
        settings.insert("landscape".to_owned(), landscape.into());
        settings.insert("seed".to_owned(), self.settings.seed.into());
        self.experiments.push(PlannedExperiment { name, settings, seconds });
    }
}
