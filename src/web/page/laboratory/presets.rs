//! The experiments on a network that the page offers, each with settings that suit a browser, and the same experiment
//! on the wedges for comparison.

use crate::web::typed_number::typed_number;
use serde_json::{Map, Value};

/// An experiment on a network. The reader's settings define how its optima are trained.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Preset {
    /// Its name in addresses and in the form.
    pub(super) name: &'static str,
    /// Its name for a reader.
    pub(super) shown: &'static str,
    /// What it does, in a sentence or two.
    pub(super) hint: &'static str,
    experiment: &'static str,
    /// Its settings on a network.
    on_network: &'static [(&'static str, &'static str)],
    /// Its settings on the wedges that differ from the defaults.
    on_wedges: &'static [(&'static str, &'static str)],
}

/// The name of the preset that only trains.
pub(super) const TRAINING: &str = "training";

/// The wedges for comparison with a network: 16 along the axes, with 900 of 1,000 dimensions.
const SIXTEEN_WEDGES: &[(&str, &str)] =
    &[("dimension", "1000"), ("wedge_dimension", "900"), ("family", "axis-aligned")];

/// All presets; the first is the default.
pub(super) static PRESETS: [Preset; 12] = [
    Preset {
        name: TRAINING,
        shown: "Train one network",
        hint: "",
        experiment: "training",
        on_network: &[],
        on_wedges: &[],
    },
    Preset {
        name: "line",
        shown: "Straight line between two networks",
        hint: "Trains two networks with these settings, from this seed and the next, and measures the loss on the \
               straight line between them.",
        experiment: "interpolation",
        on_network: &[],
        on_wedges: SIXTEEN_WEDGES,
    },
    Preset {
        name: "way",
        shown: "Straight line from start to optimum",
        hint: "Trains one network, and measures the loss on the straight line from where it began to where it ended.",
        experiment: "interpolation",
        on_network: &[("ends", "start-to-optimum")],
        on_wedges: &[("ends", "start-to-optimum"), ("dimension", "1000"), ("wedge_dimension", "900")],
    },
    Preset {
        name: "tunnel",
        shown: "Tunnel between two networks",
        hint: "Trains two networks, descends inside hyperplanes across the straight line between them to find a path of \
               low loss, and compares the directions of these descents by their cosines.",
        experiment: "tunnel",
        on_network: &[("points", "7"), ("steps", "200"), ("samples", "5"), ("pairs", "1")],
        on_wedges: SIXTEEN_WEDGES,
    },
    Preset {
        name: "connector",
        shown: "Mean of several networks",
        hint: "Trains four networks, and descends from the mean of two, of three and of four of them, at right angles to \
               all differences between them.",
        experiment: "connector",
        on_network: &[("m", "1,2,3"), ("steps", "300"), ("simplex_points", "0"), ("triangle", "0")],
        on_wedges: &[("m", "1,2,3"), ("triangle", "0"), ("simplex_points", "0")],
    },
    Preset {
        name: "plane",
        shown: "Plane through the origin and two networks",
        hint: "Trains two networks, and measures the loss all over the plane through them and the origin.",
        experiment: "plane",
        on_network: &[("through", "origin-optima"), ("columns", "21")],
        on_wedges: &[("through", "origin-optima")],
    },
    Preset {
        name: "tunnel-plane",
        shown: "Plane through two networks and the tunnel",
        hint: "Trains two networks, descends from halfway between them at right angles to the line, and measures the \
               loss on the plane through the three points.",
        experiment: "plane",
        on_network: &[("through", "optima-and-tunnel"), ("columns", "21"), ("steps", "300")],
        on_wedges: &[("through", "optima-and-tunnel")],
    },
    Preset {
        name: "cut",
        shown: "Training in random planes",
        hint: "Trains in random planes of growing dimension through the start, and compares the accuracy with that of \
               training in the whole space.",
        experiment: "random-cut",
        on_network: &[
            ("plane_dimensions", "5,15,50,150"),
            ("trials", "2"),
            ("steps", "150"),
            ("radii", "0.3,1,3"),
            ("radius_dimension", "50"),
        ],
        on_wedges: &[],
    },
    Preset {
        name: "well",
        shown: "Random directions from a network",
        hint: "Trains one network, and measures the loss along random directions from it, and as a function of radius \
               and angle.",
        experiment: "radial-probe",
        on_network: &[("directions", "10"), ("distances", "12"), ("radii", "9"), ("angles", "15")],
        on_wedges: &[],
    },
    Preset {
        name: "width",
        shown: "Tunnel width against the learning rate",
        hint: "Trains networks at several learning rates until their losses are equal, and measures how far one can go \
               from each before the loss is high.",
        experiment: "tunnel-width",
        on_network: &[
            ("vary", "learning_rate"),
            ("values", "0.0005,0.002,0.008"),
            ("repetitions", "2"),
            ("directions", "5"),
        ],
        on_wedges: &[],
    },
    Preset {
        name: "short",
        shown: "Short directions",
        hint: "Counts short directions at two networks and in the middle of the tunnel between them.",
        experiment: "short-directions",
        on_network: &[
            ("m", "1"),
            ("trials", "2"),
            ("plane_dimensions", "4,8,16,32,64,128,256"),
            ("plane_steps", "100"),
            ("steps", "300"),
            ("learning_rates", "0.001,0.003"),
            ("lanczos_steps", "20"),
            ("curvature_examples", "200"),
        ],
        on_wedges: &[],
    },
    Preset {
        name: "averaging",
        shown: "Averages of snapshots",
        hint: "Trains one network, continues with cyclic learning rates, once for each of several maximum rates, and \
               compares the snapshots with the mean of their weights and with the mean of their predictions.",
        experiment: "averaging",
        on_network: &[
            ("maximum_rates", "0.001,0.01,0.03"),
            ("snapshots", "3"),
            ("cycle_epochs", "2"),
            ("repetitions", "2"),
        ],
        on_wedges: &[],
    },
];

/// Their names and labels, for addresses.
pub(super) static PRESET_NAMES: &[(&str, &str)] = &[
    (TRAINING, "Train one network"),
    ("line", "Straight line between two networks"),
    ("way", "Straight line from start to optimum"),
    ("tunnel", "Tunnel between two networks"),
    ("connector", "Mean of several networks"),
    ("plane", "Plane through the origin and two networks"),
    ("tunnel-plane", "Plane through two networks and the tunnel"),
    ("cut", "Training in random planes"),
    ("well", "Random directions from a network"),
    ("width", "Tunnel width against the learning rate"),
    ("short", "Short directions"),
    ("averaging", "Averages of snapshots"),
];

impl Preset {
    /// The preset of this name.
    pub(super) fn named(name: &str) -> Option<&'static Self> {
        PRESETS.iter().find(|preset| preset.name == name)
    }

    /// Whether it only trains.
    pub(super) fn is_training(&self) -> bool {
        self.name == TRAINING
    }

    /// The part of a network job's specification that the reader does not choose.
    pub(super) fn on_network(&self) -> Map<String, Value> {
        self.specification("network", self.on_network)
    }

    /// The specification of the same experiment on the wedges, if there is one.
    pub(super) fn on_wedges(&self, seed: usize) -> Option<Map<String, Value>> {
        // The width depends on how a network was trained, and the wedges are not trained.
        if self.is_training() || self.experiment == "tunnel-width" {
            return None;
        }
        let mut map = self.specification("wedges", self.on_wedges);
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
