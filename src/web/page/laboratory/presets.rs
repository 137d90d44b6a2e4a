//! The experiments on a network that the page offers, each with settings that suit a browser, and the same experiment
//! on the wedges for comparison.

use crate::experiment::{Experiment, Offer};
use crate::web::typed_number::typed_number;
use serde_json::{Map, Value};

/// An experiment on a network. The reader's settings define how its optima are trained.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Preset {
    experiment: &'static str,
    /// How the menu offers it.
    pub(super) offer: &'static Offer,
}

/// The name of the preset that only trains.
const TRAINING: &str = "training";

/// All presets, in the order of the experiments; the first is the default.
pub(super) static PRESETS: [Preset; COUNT] = presets();

/// Their names and labels, for addresses.
pub(super) static PRESET_NAMES: &[(&str, &str)] = &names();

const COUNT: usize = {
    let (mut count, mut place) = (0, 0);
    while place < Experiment::OFFERS.len() {
        count += Experiment::OFFERS[place].1.len();
        place += 1;
    }
    count
};

const fn presets() -> [Preset; COUNT] {
    let (first, offers) = Experiment::OFFERS[0];
    let mut presets = [Preset { experiment: first, offer: &offers[0] }; COUNT];
    let (mut count, mut place) = (0, 0);
    while place < Experiment::OFFERS.len() {
        let (experiment, offers) = Experiment::OFFERS[place];
        let mut offer = 0;
        while offer < offers.len() {
            presets[count] = Preset { experiment, offer: &offers[offer] };
            count += 1;
            offer += 1;
        }
        place += 1;
    }
    presets
}

const fn names() -> [(&'static str, &'static str); COUNT] {
    let presets = presets();
    let mut names = [("", ""); COUNT];
    let mut place = 0;
    while place < COUNT {
        names[place] = (presets[place].offer.name, presets[place].offer.title);
        place += 1;
    }
    names
}

impl Preset {
    /// The preset of this name.
    pub(super) fn named(name: &str) -> Option<&'static Self> {
        PRESETS.iter().find(|preset| preset.offer.name == name)
    }

    /// Whether it only trains.
    pub(super) fn is_training(&self) -> bool {
        self.offer.name == TRAINING
    }

    /// The part of a network job's specification that the reader does not choose.
    pub(super) fn on_network(&self) -> Map<String, Value> {
        self.specification("network", self.offer.on_network)
    }

    /// The specification of the same experiment on the wedges, if there is one.
    pub(super) fn on_wedges(&self, seed: usize) -> Option<Map<String, Value>> {
        let mut map = self.specification("wedges", self.offer.on_wedges?);
        map.insert("seed".to_owned(), seed.into());
        Some(map)
    }

    fn specification(&self, landscape: &str, settings: &[(&str, &str)]) -> Map<String, Value> {
        let mut map = Map::new();
        map.insert("experiment".to_owned(), self.experiment.into());
        map.insert("landscape".to_owned(), landscape.into());
        for (name, text) in settings {
            let value = typed_number(text).map_or_else(|| Value::from(*text), Value::from);
            map.insert((*name).to_owned(), value);
        }
        map
    }
}
