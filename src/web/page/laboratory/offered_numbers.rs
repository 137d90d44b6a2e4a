//! The numbers that the laboratory offers for a job on a network. Name, range and default come from the rows of the
//! settings; what suits a browser on one core, where a training should take seconds, is narrower and said here.

use crate::descent::DescentSpecification;
use crate::job::{NetworkSpecification, SEED};
use crate::settings::{Range, Setting, range_of, row};
use crate::web::page::seed::SEEDS;

pub(super) const WIDTH: Setting = row(NetworkSpecification::SETTINGS, "width");
pub(super) const TRAINING_IMAGES: Setting = row(NetworkSpecification::SETTINGS, "train_size");
pub(super) const TEST_IMAGES: Setting = row(NetworkSpecification::SETTINGS, "test_size");
pub(super) const MEASURED_IMAGES: Setting = row(NetworkSpecification::SETTINGS, "measured_images");
pub(super) const EPOCHS: Setting = row(DescentSpecification::SETTINGS, "epochs");
pub(super) const LEARNING_RATE: Setting = row(DescentSpecification::SETTINGS, "learning_rate");
pub(super) const BATCH_SIZE: Setting = row(DescentSpecification::SETTINGS, "batch_size");

/// A setting that is a number, as the laboratory offers it.
#[derive(Debug)]
pub(super) struct OfferedNumber {
    /// Its name in a specification and in addresses.
    pub(super) name: &'static str,
    /// Its name for a reader.
    pub(super) label: &'static str,
    /// Its unit; may be empty.
    pub(super) unit: &'static str,
    /// The numbers it takes.
    pub(super) numbers: Range,
    /// The step of the arrow keys.
    pub(super) step: f64,
    /// Its default.
    pub(super) default: f64,
}

impl OfferedNumber {
    /// A number with its row's range and default. A row without them does not compile.
    const fn of(setting: Setting, label: &'static str, step: f64) -> Self {
        let default = match setting.default.number() {
            Some(number) => number,
            None => f64::NAN,
        };
        assert!(!default.is_nan(), "the default of this setting is not a number");
        Self {
            name: setting.name,
            label,
            unit: "",
            numbers: range_of(&[setting], setting.name),
            step,
            default,
        }
    }

    /// The same number, narrowed to these. Numbers that the row does not have do not compile.
    const fn within(self, numbers: Range) -> Self {
        assert!(numbers.low() >= self.numbers.low() && numbers.high() <= self.numbers.high());
        Self { numbers, ..self }
    }

    const fn with_default(self, default: f64) -> Self {
        Self { default, ..self }
    }

    const fn counted_in(self, unit: &'static str) -> Self {
        Self { unit, ..self }
    }
}

/// The numbers.
pub(super) static NUMBERS: [OfferedNumber; COUNT] = [
    // Wider networks take minutes.
    OfferedNumber::of(WIDTH, "Layer width", 0.25).within(Range::Real(0.25, 2.0)).counted_in("×"),
    // From one image per class to as many as the largest data set has. Zero, for all of them, would not say how many.
    OfferedNumber::of(TRAINING_IMAGES, "Training images", 1.0)
        .within(Range::Whole(10, 60_000))
        .with_default(2000.0),
    OfferedNumber::of(TEST_IMAGES, "Test images", 1.0).within(Range::Whole(10, 10_000)).with_default(1000.0),
    OfferedNumber::of(MEASURED_IMAGES, "Images measured", 1.0)
        .within(Range::Whole(10, 60_000))
        .with_default(500.0),
    // More epochs take hours.
    OfferedNumber::of(EPOCHS, "Epochs", 1.0).within(Range::Whole(1, 1000)).with_default(5.0),
    // The range includes its low end, so that an address with a lower rate gets that end instead of none. Above the high
    // end every training diverges.
    OfferedNumber::of(LEARNING_RATE, "Learning rate", 0.0005)
        .within(Range::Real(0.000_001, 10.0))
        .with_default(0.003),
    // The activations of larger batches do not fit into the memory of a page.
    OfferedNumber::of(BATCH_SIZE, "Batch size", 1.0)
        .within(Range::Whole(1, 10_000))
        .with_default(32.0)
        .counted_in("images"),
    OfferedNumber::of(SEED, "Seed", 1.0).within(SEEDS),
];

pub(super) const COUNT: usize = 8;
