//! The settings of a job on a network that are one of a few names, with the names that the laboratory offers.

use crate::job::NetworkSpecification;
use crate::settings::{DefaultValue, Setting, row};

pub(super) const NETWORK: Setting = row(NetworkSpecification::SETTINGS, "network");
pub(super) const ACTIVATION: Setting = row(NetworkSpecification::SETTINGS, "activation");
pub(super) const DEVICE: Setting = row(NetworkSpecification::SETTINGS, "device");

/// The device that every browser has.
pub(super) const CPU: &str = "cpu";

/// A setting that is one of a few names, as the laboratory offers it.
#[derive(Debug)]
pub(super) struct OfferedName {
    /// Its name in a specification and in addresses.
    pub(super) name: &'static str,
    /// Its name for a reader.
    pub(super) label: &'static str,
    /// The names, each with its label for a reader.
    pub(super) names: &'static [(&'static str, &'static str)],
    /// Its default.
    pub(super) default: &'static str,
}

impl OfferedName {
    /// A name with its row's default. A row without one does not compile.
    const fn of(
        setting: Setting,
        label: &'static str,
        names: &'static [(&'static str, &'static str)],
    ) -> Self {
        let default = match setting.default {
            DefaultValue::Name(name) | DefaultValue::Text(name) => name,
            _ => "",
        };
        assert!(!default.is_empty(), "the default of this setting is not a name");
        Self { name: setting.name, label, names, default }
    }
}

/// The names.
pub(super) static NAMES: [OfferedName; COUNT] = [
    // A few networks that train within minutes; their numbers are channels or units, layer by layer or block by block.
    // Residual networks have no kernels: the worker that has Burn computes them, also on the CPU.
    OfferedName::of(
        NETWORK,
        "Network",
        &[
            ("simple-cnn", "SimpleCNN"),
            ("cnn-4-8", "CNN 4, 8"),
            ("cnn-8-16", "CNN 8, 16"),
            ("mlp-64-64", "MLP 64, 64"),
            ("mlp-256", "MLP 256"),
            ("mlp", "Linear classifier"),
            ("resnet-8-16", "ResNet 8, 16"),
            ("resnet-16-32-64", "ResNet 16, 32, 64"),
        ],
    ),
    OfferedName::of(ACTIVATION, "Activation", &[("relu", "ReLU"), ("tanh", "tanh")]),
    OfferedName::of(
        DEVICE,
        "Device",
        &[
            ("auto", "Automatic"),
            (CPU, "CPU"),
            ("gpu", "GPU (WebGPU)"),
            ("software-gpu", "Software GPU, slow"),
        ],
    ),
];

pub(super) const COUNT: usize = 3;

/// A message about devices, with their names replaced by the labels of the menu.
pub(super) fn in_words_of_menu(message: &str) -> String {
    let names = NAMES.iter().filter(|offered| offered.name == DEVICE.name).flat_map(|offered| offered.names);
    names.fold(message.replace("choose the device `", "choose `"), |message, (name, shown)| {
        message.replace(&format!("`{name}`"), shown)
    })
}
