//! The reader's settings, and the job specifications derived from them.

use super::offered_names::{self, DEVICE, NAMES, NETWORK, OfferedName};
use super::offered_numbers::{
    self, BATCH_SIZE, EPOCHS, MEASURED_IMAGES, NUMBERS, OfferedNumber, TRAINING_IMAGES,
};
use super::presets::{PRESET_NAMES, PRESETS, Preset};
use crate::data::Source;
use crate::figure::LiveCurves;
use crate::job::SEED;
use crate::settings::Setting;
use crate::teaching::address::{Value as AddressValue, Values};
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

/// The settings. A copy is another handle on the same ones.
#[derive(Debug, Clone, Copy)]
pub(in crate::web::page) struct Settings {
    /// The chosen name for each of [`NAMES`].
    names: [RwSignal<&'static str>; offered_names::COUNT],
    /// The number for each of [`NUMBERS`].
    numbers: [RwSignal<f64>; offered_numbers::COUNT],
    /// The data set.
    pub(super) data: RwSignal<Source>,
    /// The experiment.
    pub(super) preset: RwSignal<&'static Preset>,
}

impl Settings {
    /// The default settings.
    pub(super) fn new() -> Self {
        Self {
            names: from_fn(|place| RwSignal::new(NAMES[place].default)),
            numbers: from_fn(|place| RwSignal::new(NUMBERS[place].default)),
            data: RwSignal::new(Source::Synthetic),
            preset: RwSignal::new(&PRESETS[0]),
        }
    }

    /// How a number is offered, and the number.
    pub(super) fn number(self, setting: &Setting) -> Option<(&'static OfferedNumber, RwSignal<f64>)> {
        NUMBERS.iter().zip(self.numbers).find(|(offered, _)| offered.name == setting.name)
    }

    /// How a name is offered, and the chosen one.
    pub(super) fn name(self, setting: &Setting) -> Option<(&'static OfferedName, RwSignal<&'static str>)> {
        NAMES.iter().zip(self.names).find(|(offered, _)| offered.name == setting.name)
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
        for (offered, value) in NAMES.iter().zip(self.names) {
            put(offered.name, value.get_untracked().into());
        }
        for (offered, value) in NUMBERS.iter().zip(self.numbers) {
            let number = value.get_untracked();
            put(
                offered.name,
                if offered.numbers.is_whole() { (number as u64).into() } else { number.into() },
            );
        }
        if preset.is_training() {
            // A training measures all its images.
            map.remove(MEASURED_IMAGES.name);
        } else {
            let measured = self.count(&MEASURED_IMAGES).min(self.count(&TRAINING_IMAGES));
            map.insert(MEASURED_IMAGES.name.to_owned(), measured.into());
        }
        map
    }

    /// The name of the chosen network.
    pub(super) fn network(self) -> &'static str {
        self.name(&NETWORK).map_or("", |(_, network)| network.get_untracked())
    }

    /// The name of the chosen device.
    pub(super) fn device(self) -> &'static str {
        self.name(&DEVICE).map_or("", |(_, device)| device.get_untracked())
    }

    /// The same experiment on the wedges, from the same seed, if there is one.
    pub(super) fn toy_specification(self) -> Option<Map<String, Value>> {
        self.preset.get_untracked().on_wedges(self.count(&SEED))
    }

    /// The empty curves for a training with these settings.
    pub(super) fn empty_curves(self) -> LiveCurves {
        LiveCurves::new(self.count(&TRAINING_IMAGES), self.count(&BATCH_SIZE), self.count(&EPOCHS))
    }

    fn count(self, setting: &Setting) -> usize {
        self.number(setting).map_or(0, |(_, number)| number.get_untracked() as usize)
    }

    /// The settings that an address can set.
    pub(in crate::web::page) fn entries(self) -> Vec<Entry> {
        let names = NAMES.iter().zip(self.names).map(|(offered, value)| Entry {
            chapter: "laboratory",
            name: offered.name.to_owned(),
            values: Values::Names(offered.names),
            take: Rc::new(move |given| {
                value.set(if let Some(AddressValue::Name(name)) = given { name } else { offered.default });
            }),
            written: Rc::new(move || {
                let name = value.get();
                (name != offered.default).then(|| name.to_owned())
            }),
        });
        let numbers = NUMBERS.iter().zip(self.numbers).map(|(offered, value)| Entry {
            chapter: "laboratory",
            name: offered.name.to_owned(),
            values: Values::Numbers(offered.numbers),
            take: Rc::new(move |given| {
                let number =
                    if let Some(AddressValue::Number(number)) = given { number } else { offered.default };
                value.set(number);
            }),
            written: Rc::new(move || {
                let number = value.get();
                (number != offered.default).then(|| number.to_string())
            }),
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
                (preset != usual).then(|| preset.offer.name.to_owned())
            }),
        }
    }
}
