//! The settings that every job has besides those of its parts: the experiment, the landscape and the seed.

use super::{LandscapeSpecification, SpecificationError};
use crate::experiment::{Experiment, UnsuitableSetting};
use crate::settings::{DefaultValue, Range, Setting, UnknownName};
use serde_json::{Map, Value};

/// The default experiment.
const TRAINING: &str = "training";
/// The default landscape of experiments that run on networks.
const NETWORK: &str = "network";
/// The default landscape of experiments that run only on the wedges.
const WEDGES: &str = "wedges";
/// The default seed.
pub(super) const FIRST_SEED: u64 = 1;

pub(super) const EXPERIMENT: Setting = Setting::name("experiment", "experiment", Experiment::KNOWN)
    .with_default(DefaultValue::Name(TRAINING))
    .means("What is done");
pub(super) const LANDSCAPE: Setting = Setting::name("landscape", "landscape", LandscapeSpecification::NAMES)
    .with_default(DefaultValue::Name(NETWORK))
    .means("What it is done on: wedges, or a network");
/// The seed of everything random.
pub const SEED: Setting = Setting::number("seed", Range::Whole(0, u64::MAX))
    .with_default(DefaultValue::Whole(FIRST_SEED))
    .means("Seeds everything random; the same seed, device and vector instructions give the same numbers");

/// The value of a setting in the form that its part reads.
pub(super) fn read(setting: &Setting, value: &Value) -> Result<Value, SpecificationError> {
    setting.read(value).map_err(|error| SpecificationError::Setting { field: setting.name, error })
}

/// The experiment with its default settings for the landscape.
pub(super) fn named_experiment(
    given: &Map<String, Value>,
    landscape: &LandscapeSpecification,
) -> Result<Experiment, SpecificationError> {
    let value = given.get(EXPERIMENT.name).map(|value| read(&EXPERIMENT, value)).transpose()?;
    let name = value.as_ref().and_then(Value::as_str).unwrap_or(TRAINING);
    let experiment = match landscape {
        LandscapeSpecification::Wedges(_) => Experiment::named(name),
        LandscapeSpecification::Network(_) | LandscapeSpecification::Function(_) => {
            Experiment::named_on_networks(name)
        }
    };
    experiment.ok_or_else(|| unknown(&EXPERIMENT, name, Experiment::KNOWN))
}

/// The landscape that is named, or the default one, with its default settings.
pub(super) fn named_landscape(
    given: &Map<String, Value>,
) -> Result<LandscapeSpecification, SpecificationError> {
    let value = given.get(LANDSCAPE.name).map(|value| read(&LANDSCAPE, value)).transpose()?;
    let name = value.as_ref().and_then(Value::as_str).unwrap_or_else(|| default_landscape(given));
    LandscapeSpecification::named(name)
        .ok_or_else(|| unknown(&LANDSCAPE, name, LandscapeSpecification::NAMES))
}

/// A network, except for experiments that run only on the wedges.
fn default_landscape(given: &Map<String, Value>) -> &'static str {
    let named = given.get(EXPERIMENT.name).and_then(Value::as_str).and_then(Experiment::named_on_networks);
    let refused = named.and_then(|experiment| experiment.check(None).err());
    match refused {
        Some(UnsuitableSetting { field, .. }) if field == LANDSCAPE.name => WEDGES,
        _ => NETWORK,
    }
}

pub(super) fn unknown(setting: &Setting, name: &str, known: &[&str]) -> SpecificationError {
    let error = UnknownName::new(setting.name, name, known.iter().copied()).into();
    SpecificationError::Setting { field: setting.name, error }
}
