//! The reader's settings, and the job specifications derived from them.

use super::presets::{PRESET_NAMES, PRESETS, Preset};
use crate::data::Source;
use crate::figure::LiveCurves;
use crate::teaching::address::{Numbers, Value as AddressValue, Values};
use crate::web::page::address_bar::Entry;
use leptos::prelude::*;
use serde_json::{Map, Value};
use std::array::from_fn;
use std::rc::Rc;

/// The kind of job that the laboratory runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Task {
    /// Train one network.
    Training,
    /// An experiment on networks, which are trained for it.
    OnNetworks(&'static Preset),
    /// An experiment on the wedges.
    OnWedges,
}

impl Task {
    /// Its noun for use in sentences.
    pub(super) fn in_words(self) -> &'static str {
        match self {
            Self::Training => "training",
            Self::OnNetworks(_) | Self::OnWedges => "experiment",
        }
    }
}

/// A setting that is one of a few names.
pub(super) struct NamedSetting {
    /// Its name in a specification.
    name: &'static str,
    /// Its name for a reader.
    pub(super) label: &'static str,
    /// The names, each with its label for a reader. The first is the default.
    pub(super) names: &'static [(&'static str, &'static str)],
}

/// The settings that are names.
pub(super) static NAMED: [NamedSetting; 3] = [
    // The numbers are channels or units, layer by layer.
    NamedSetting {
        name: "network",
        label: "Network",
        names: &[
            ("simple-cnn", "SimpleCNN"),
            ("cnn-4-8", "CNN 4, 8"),
            ("cnn-8-16", "CNN 8, 16"),
            ("mlp-64-64", "MLP 64, 64"),
            ("mlp-256", "MLP 256"),
            ("mlp", "Linear classifier"),
        ],
    },
    NamedSetting { name: "activation", label: "Activation", names: &[("relu", "ReLU"), ("tanh", "tanh")] },
    NamedSetting {
        name: "device",
        label: "Device",
        names: &[
            ("auto", "Automatic"),
            (CPU, "CPU"),
            ("gpu", "GPU (WebGPU)"),
            ("software-gpu", "Software GPU, slow"),
        ],
    },
];

/// The index of the device in [`NAMED`].
const DEVICE: usize = 2;

/// A message about devices, with their names replaced by the labels of the menu.
pub(super) fn in_words_of_menu(message: &str) -> String {
    let names = NAMED[DEVICE].names.iter();
    names.fold(message.replace("choose the device `", "choose `"), |message, (name, shown)| {
        message.replace(&format!("`{name}`"), shown)
    })
}

/// The device that every browser has.
pub(super) const CPU: &str = "cpu";

/// A setting that is a number.
pub(super) struct NumberSetting {
    /// Its name in a specification.
    name: &'static str,
    /// Its name for a reader.
    pub(super) label: &'static str,
    /// Its unit; may be empty.
    pub(super) unit: &'static str,
    /// The numbers it takes.
    pub(super) numbers: Numbers,
    /// The step of the arrow keys.
    pub(super) step: f64,
    usual: f64,
}

/// The settings that are numbers. The defaults suit a browser on one core: a training takes seconds.
pub(super) static NUMBERS: [NumberSetting; 7] = [
    NumberSetting {
        name: "width",
        label: "Layer width",
        unit: "×",
        numbers: Numbers::real(0.25, 2.0),
        step: 0.25,
        usual: 1.0,
    },
    NumberSetting {
        name: "train_size",
        label: "Training images",
        unit: "",
        numbers: Numbers::whole(10.0, 60_000.0),
        step: 1.0,
        usual: 2000.0,
    },
    NumberSetting {
        name: "test_size",
        label: "Test images",
        unit: "",
        numbers: Numbers::whole(10.0, 10_000.0),
        step: 1.0,
        usual: 1000.0,
    },
    NumberSetting {
        name: "epochs",
        label: "Epochs",
        unit: "",
        numbers: Numbers::whole(1.0, 1000.0),
        step: 1.0,
        usual: 5.0,
    },
    NumberSetting {
        name: "learning_rate",
        label: "Learning rate",
        unit: "",
        numbers: Numbers::real(0.000_001, 10.0),
        step: 0.0005,
        usual: 0.003,
    },
    NumberSetting {
        name: "batch_size",
        label: "Batch size",
        unit: "images",
        numbers: Numbers::whole(1.0, 10_000.0),
        step: 1.0,
        usual: 32.0,
    },
    NumberSetting {
        name: "seed",
        label: "Seed",
        unit: "",
        numbers: Numbers::whole(0.0, 4_294_967_295.0),
        step: 1.0,
        usual: 1.0,
    },
];

/// The largest number of training images on which a browser measures landscapes.
const MEASURED_IMAGES: usize = 500;
/// The index of the training images in [`NUMBERS`].
const TRAINING_IMAGES: usize = 1;
/// The index of the epochs in [`NUMBERS`].
const EPOCHS: usize = 3;
/// The index of the batch size in [`NUMBERS`].
const BATCH_SIZE: usize = 5;
/// The index of the seed in [`NUMBERS`].
const SEED: usize = 6;

/// The settings. A copy is another handle on the same ones.
#[derive(Debug, Clone, Copy)]
pub(in crate::web::page) struct Settings {
    /// The chosen name for each of [`NAMED`].
    pub(super) named: [RwSignal<&'static str>; 3],
    /// The number for each of [`NUMBERS`].
    pub(super) numbers: [RwSignal<f64>; 7],
    /// The data set.
    pub(super) data: RwSignal<Source>,
    /// The experiment.
    pub(super) preset: RwSignal<&'static Preset>,
}

impl Settings {
    /// The default settings.
    pub(super) fn new() -> Self {
        Self {
            named: from_fn(|place| RwSignal::new(NAMED[place].names[0].0)),
            numbers: from_fn(|place| RwSignal::new(NUMBERS[place].usual)),
            data: RwSignal::new(Source::Synthetic),
            preset: RwSignal::new(&PRESETS[0]),
        }
    }

    /// The specification of the chosen experiment on a network. Only the worker validates it; validation in the page
    /// would make the page 10 % larger.
    pub(super) fn specification(self) -> Map<String, Value> {
        let preset = self.preset.get_untracked();
        let mut map = preset.on_network();
        let mut put = |name: &str, value: Value| {
            map.insert(name.to_owned(), value);
        };
        put("data", self.data.get_untracked().name().into());
        for (setting, value) in NAMED.iter().zip(self.named) {
            put(setting.name, value.get_untracked().into());
        }
        for (setting, value) in NUMBERS.iter().zip(self.numbers) {
            let number = value.get_untracked();
            put(setting.name, if setting.numbers.is_whole { (number as u64).into() } else { number.into() });
        }
        if !preset.is_training() {
            put("evaluation_size", self.count(TRAINING_IMAGES).min(MEASURED_IMAGES).into());
        }
        map
    }

    /// The name of the chosen device.
    pub(super) fn device(self) -> &'static str {
        self.named[DEVICE].get_untracked()
    }

    /// The same experiment on the wedges, from the same seed, if there is one.
    pub(super) fn toy_specification(self) -> Option<Map<String, Value>> {
        self.preset.get_untracked().on_wedges(self.count(SEED))
    }

    /// The empty curves for a training with these settings.
    pub(super) fn empty_curves(self) -> LiveCurves {
        LiveCurves::new(self.count(TRAINING_IMAGES), self.count(BATCH_SIZE), self.count(EPOCHS))
    }

    fn count(self, place: usize) -> usize {
        self.numbers[place].get_untracked() as usize
    }

    /// The settings that an address can set.
    pub(in crate::web::page) fn entries(self) -> Vec<Entry> {
        let names = NAMED.iter().zip(self.named).map(|(setting, value)| {
            let usual = setting.names[0].0;
            Entry {
                chapter: "laboratory",
                name: setting.name.to_owned(),
                values: Values::Names(setting.names),
                take: Rc::new(move |given| {
                    value.set(if let Some(AddressValue::Name(name)) = given { name } else { usual });
                }),
                written: Rc::new(move || {
                    let name = value.get();
                    (name != usual).then(|| name.to_owned())
                }),
            }
        });
        let numbers = NUMBERS.iter().zip(self.numbers).map(|(setting, value)| {
            let usual = setting.usual;
            Entry {
                chapter: "laboratory",
                name: setting.name.to_owned(),
                values: Values::Numbers(setting.numbers),
                take: Rc::new(move |given| {
                    value.set(if let Some(AddressValue::Number(number)) = given { number } else { usual });
                }),
                written: Rc::new(move || {
                    let number = value.get();
                    (number != usual).then(|| number.to_string())
                }),
            }
        });
        names.chain(numbers).chain([self.preset_entry()]).collect()
    }

    fn preset_entry(self) -> Entry {
        let usual = &PRESETS[0];
        Entry {
            chapter: "laboratory",
            name: "experiment".to_owned(),
            values: Values::Names(PRESET_NAMES),
            take: Rc::new(move |given| {
                let named = match given {
                    Some(AddressValue::Name(name)) => Preset::named(name),
                    _ => None,
                };
                self.preset.set(named.unwrap_or(usual));
            }),
            written: Rc::new(move || {
                let preset = self.preset.get();
                (preset != usual).then(|| preset.name.to_owned())
            }),
        }
    }
}
