//! The whole specification of a job as one flat object: enough to run it again, and what `--set` changes.
//!
//! The fields of the experiment, the landscape and the descent are siblings under their own names. An unknown name is
//! an error that suggests the nearest known one.

use super::common_settings::{
    EXPERIMENT, FIRST_SEED, LANDSCAPE, SEED, named_experiment, named_landscape, read, unknown,
};
use super::{FunctionSpecification, LandscapeSpecification, SpecificationError};
use crate::descent::DescentSpecification;
use crate::experiment::{Experiment, UnsuitableSetting};
use crate::settings::{NoSuchSetting, Setting, UnknownName, fields_of, part_from, with_present_names};
use serde_json::{Map, Value};

/// Everything a job depends on.
///
/// ```
/// use wedgelab::prelude::*;
/// use serde_json::json;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let settings = json!({ "experiment": "tunnel", "landscape": "wedges", "points": 5 });
/// let specification = Specification::from_map(settings.as_object().ok_or("no object")?)?;
/// assert_eq!(specification.to_map()["points"], 5);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Specification {
    /// What is done.
    pub experiment: Experiment,
    /// On what.
    pub landscape: LandscapeSpecification,
    /// How optima are found.
    pub descent: DescentSpecification,
    /// Seeds every random stream: initial points, batches, dropout, directions, wedges.
    pub seed: u64,
}

impl Specification {
    /// The default specification of an experiment on a landscape.
    pub fn new(experiment: Experiment, landscape: LandscapeSpecification) -> Self {
        let descent = match landscape {
            LandscapeSpecification::Wedges(_) => experiment.descent_on_wedges(),
            LandscapeSpecification::Network(_) => DescentSpecification::for_networks(),
            LandscapeSpecification::Function(_) => DescentSpecification::for_functions(),
        };
        Self { experiment, landscape, descent, seed: FIRST_SEED }
    }

    /// The default specification of an experiment on a function of your own, of `dimension` coordinates. The name identifies
    /// the function; see [`FunctionSpecification::name`].
    ///
    /// # Errors
    /// When there is no such experiment, it does not run on functions, or the name is empty.
    pub fn on_function(name: &str, dimension: usize, experiment: &str) -> Result<Self, SpecificationError> {
        let experiment = Experiment::named_on_networks(experiment)
            .ok_or_else(|| unknown(&EXPERIMENT, experiment, Experiment::KNOWN))?;
        let function = FunctionSpecification { name: name.to_owned(), dimension };
        let specification = Self::new(experiment, LandscapeSpecification::Function(function));
        specification.validate()?;
        Ok(specification)
    }

    /// The specification with one setting changed.
    ///
    /// # Errors
    /// As of [`from_map`](Self::from_map).
    pub fn with(self, setting: &str, value: impl Into<Value>) -> Result<Self, SpecificationError> {
        self.with_map(&Map::from_iter([(setting.to_owned(), value.into())]))
    }

    /// The specification that a flat object describes; missing settings take their defaults.
    ///
    /// # Errors
    /// When a name is unknown, a value has the wrong type, a number is out of range, or the described job would need
    /// more memory than any computer has.
    pub fn from_map(given: &Map<String, Value>) -> Result<Self, SpecificationError> {
        let landscape = named_landscape(given)?;
        Self::new(named_experiment(given, &landscape)?, landscape).with_map(given)
    }

    fn with_map(self, given: &Map<String, Value>) -> Result<Self, SpecificationError> {
        let mut specification = self;
        let settings = specification.settings();
        let mut filled = specification.to_map();
        for (name, value) in &with_present_names(given)? {
            let setting = settings.iter().find(|setting| setting.name == name).ok_or_else(|| {
                let known = settings.iter().map(|setting| setting.name);
                SpecificationError::UnknownSetting(NoSuchSetting {
                    of: specification.in_words(),
                    name: UnknownName::new("setting", name, known),
                })
            })?;
            filled.insert(name.clone(), read(setting, value)?);
        }
        specification.experiment = specification.experiment.with_fields(&filled)?;
        specification.landscape = specification.landscape.with_fields(&filled)?;
        specification.descent = part_from(&specification.descent, &filled)?;
        // It was read above, or is the default.
        specification.seed = filled.get(SEED.name).and_then(Value::as_u64).unwrap_or(specification.seed);
        specification.validate()?;
        Ok(specification)
    }

    /// The experiment and the landscape, for messages.
    fn in_words(&self) -> String {
        let landscape = match self.landscape {
            LandscapeSpecification::Wedges(_) => "wedges",
            LandscapeSpecification::Network(_) => "a network",
            LandscapeSpecification::Function(_) => "a function",
        };
        format!("{} on {landscape}", self.experiment.name())
    }

    /// Every setting of this experiment on this landscape, with its allowed values.
    pub fn settings(&self) -> Vec<Setting> {
        let own = self.experiment.settings().iter();
        let descent = DescentSpecification::SETTINGS.iter();
        let parts = own.chain(self.landscape.settings()).chain(descent).copied();
        [EXPERIMENT, LANDSCAPE, SEED].into_iter().chain(parts).collect()
    }

    /// The specification as one flat object, every setting named.
    pub fn to_map(&self) -> Map<String, Value> {
        let mut map = Map::new();
        map.insert("experiment".to_owned(), self.experiment.name().into());
        map.insert("landscape".to_owned(), self.landscape.name().into());
        map.insert("seed".to_owned(), self.seed.into());
        map.extend(self.experiment.fields());
        map.extend(self.landscape.fields());
        map.extend(fields_of(&self.descent));
        map
    }

    /// Checks conditions that involve more than one setting.
    pub(super) fn validate(&self) -> Result<(), SpecificationError> {
        let examples = match &self.landscape {
            LandscapeSpecification::Wedges(job) => {
                job.wedges.validate()?;
                Some(1)
            }
            LandscapeSpecification::Network(settings) => {
                settings.validate()?;
                settings.training_examples()
            }
            LandscapeSpecification::Function(function) => {
                function.validate()?;
                if self.experiment.name() == "tunnel-width" {
                    let advice = "tunnel-width does not run on a function, which has no training whose settings it could \
                                  vary; choose the landscape network";
                    let unsuitable = UnsuitableSetting { field: "landscape", advice: advice.to_owned() };
                    return Err(unsuitable.into());
                }
                Some(1)
            }
        };
        if let Some(examples) = examples {
            self.descent.check_length(examples)?;
        }
        let wedges = match &self.landscape {
            LandscapeSpecification::Wedges(job) => Some(&job.wedges),
            LandscapeSpecification::Network(_) | LandscapeSpecification::Function(_) => None,
        };
        Ok(self.experiment.check(wedges)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::job::from_text;
    use crate::settings::{DefaultValue, Range, Values};
    use serde_json::json;

    fn from(value: Value) -> Result<Specification, SpecificationError> {
        let Value::Object(map) = value else { panic!("an object") };
        Specification::from_map(&map)
    }

    /// The default specification of every experiment on every landscape that it runs on.
    fn every_default() -> impl Iterator<Item = Specification> {
        every_pair().filter(|specification| specification.validate().is_ok())
    }

    fn every_pair() -> impl Iterator<Item = Specification> {
        Experiment::KNOWN.iter().flat_map(|experiment| {
            LandscapeSpecification::NAMES.iter().map(move |landscape| {
                Specification::new(
                    Experiment::named(experiment).unwrap(),
                    LandscapeSpecification::named(landscape).unwrap(),
                )
            })
        })
    }

    #[test]
    fn every_default_specification_round_trips() {
        let on_wedges = every_default().filter(|specification| specification.landscape.name() == "wedges");
        // `tunnel-width` runs only on networks.
        assert_eq!(on_wedges.count(), Experiment::NAMES.len() - 1);
        for specification in every_default() {
            assert_eq!(Specification::from_map(&specification.to_map()).unwrap(), specification);
        }
    }

    #[test]
    fn no_field_is_without_its_setting() {
        for specification in every_default() {
            let mut names: Vec<&str> = specification.settings().iter().map(|setting| setting.name).collect();
            names.sort_unstable();
            let map = specification.to_map();
            assert_eq!(names, map.keys().map(String::as_str).collect::<Vec<_>>());
            for setting in specification.settings() {
                let is_number = matches!(setting.values, Values::Number(_));
                assert_eq!(is_number, map[setting.name].is_number(), "{}", setting.name);
                let is_list = matches!(setting.values, Values::Numbers { .. });
                assert_eq!(is_list, map[setting.name].is_array(), "{}", setting.name);
            }
        }
    }

    #[test]
    fn the_default_in_a_row_is_the_default_of_its_field() {
        let of_part = |settings: &[Setting], fields: Map<String, Value>| {
            for setting in settings {
                assert_eq!(setting.default.to_json(), fields[setting.name], "{}", setting.name);
            }
        };
        for name in Experiment::KNOWN {
            let experiment = Experiment::named(name).unwrap();
            of_part(experiment.settings(), experiment.fields());
        }
        for name in LandscapeSpecification::NAMES {
            let landscape = LandscapeSpecification::named(name).unwrap();
            of_part(landscape.settings(), landscape.fields());
        }
        of_part(DescentSpecification::SETTINGS, fields_of(&DescentSpecification::default()));
        let specification = from(json!({})).unwrap();
        assert_eq!(SEED.default, DefaultValue::Whole(specification.seed));
        assert_eq!(EXPERIMENT.default.to_json(), specification.experiment.name());
        assert_eq!(LANDSCAPE.default.to_json(), specification.landscape.name());
    }

    #[test]
    fn a_setting_under_its_former_name_is_the_same_setting() {
        let former = from(json!({"evaluation_size": 50})).unwrap();
        assert_eq!(former, from(json!({"measured_images": 50})).unwrap());
        assert_eq!(former.to_map()["measured_images"], 50);
        let error = from(json!({"evaluation_size": "all"})).unwrap_err();
        assert!(error.to_string().starts_with("measured_images is 'all'; give a whole number"), "{error}");
        let error = from(json!({"evaluation_size": 50, "measured_images": 50})).unwrap_err();
        assert_eq!(error.fields(), ["measured_images", "evaluation_size"]);
    }

    #[test]
    fn known_names_are_the_ones_that_are_read() {
        for specification in every_default() {
            for setting in specification.settings() {
                let Values::Name { known, .. } = setting.values else { continue };
                for name in known {
                    let mut map = specification.to_map();
                    map.insert(setting.name.to_owned(), (*name).into());
                    // Another experiment or landscape has other settings; the defaults above cover those names.
                    if setting != EXPERIMENT && setting != LANDSCAPE {
                        match Specification::from_map(&map) {
                            Ok(read) => assert_eq!(read.to_map()[setting.name], *name),
                            // A known name may be unsuitable for the landscape.
                            Err(error @ SpecificationError::Unsuitable(_)) => {
                                assert!(error.fields().contains(&setting.name), "{error}");
                            }
                            Err(error) => panic!("{error}"),
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn settings_reach_their_part() {
        let specification = from(json!({
            "experiment": "interpolation", "landscape": "wedges", "dimension": 50, "wedge_dimension": 40,
            "positions": 5, "epochs": 7, "seed": 3
        }))
        .unwrap();
        assert_eq!((specification.descent.epochs, specification.seed), (7, 3));
        assert_eq!(specification.to_map()["dimension"], 50);
        assert_eq!(specification.to_map()["positions"], 5);
    }

    #[test]
    fn every_number_has_a_range_that_its_refusal_names() {
        for specification in every_default() {
            for setting in specification.settings() {
                let Values::Number(range) = setting.values else { continue };
                let (below, above) = match range {
                    Range::Whole(low, high) => (json!(low as f64 - 1.0), json!(high as f64 * 2.0)),
                    Range::Real(low, high) => (json!(low - 0.001), json!(high * 1.001)),
                    Range::RealAbove(low, high) => (json!(low), json!(high * 1.001)),
                };
                for value in [below, above, json!("fast"), json!(null), json!(true), json!([1]), json!({})] {
                    let mut map = specification.to_map();
                    map.insert(setting.name.to_owned(), value.clone());
                    let error = Specification::from_map(&map).unwrap_err();
                    let message = error.to_string();
                    assert!(message.ends_with(&format!("give {range}")), "{value}: {message}");
                    assert!(message.starts_with(&format!("{} is ", setting.name)), "{message}");
                    assert_eq!(error.fields(), [setting.name]);
                }
            }
        }
    }

    #[test]
    fn every_experiment_runs_by_default() {
        for experiment in Experiment::KNOWN {
            let specification = from(json!({ "experiment": experiment })).unwrap();
            let expected = if *experiment == "descent-path" { "wedges" } else { "network" };
            assert_eq!(specification.landscape.name(), expected, "{experiment}");
        }
    }

    #[test]
    fn errors_name_the_field_and_what_to_do() {
        let message = |value| from(value).unwrap_err().to_string();
        assert!(message(json!({"learning_rat": 1})).contains("did you mean 'learning_rate'"));
        assert_eq!(
            message(json!({"learning_rate": "fast"})),
            "learning_rate is 'fast'; give a number above 0 and at most 1000"
        );
        assert!(message(json!({"network": "vgg"})).contains("simple-cnn"));
        assert!(message(json!({"network": 5})).starts_with("network is 5; give simple-cnn"));
        assert!(message(json!({"device": 5})).contains("one of auto, cpu, gpu, software-gpu"));
        assert!(message(json!({"data_dir": 5})).contains("in quotation marks"));
        assert!(message(json!({"experiment": "tunel"})).contains("training, interpolation"));
        assert!(message(json!({"experiment": 5})).contains("training, interpolation"));
        assert!(message(json!({"landscape": "hills"})).contains("wedges, network"));
        assert!(
            message(json!({"landscape": "wedges", "network": "mlp", "experiment": "tunnel"}))
                .starts_with("tunnel on wedges has no setting 'network'; choose one of experiment, ")
        );
    }

    #[test]
    fn what_no_memory_holds_is_refused_before_it_starts() {
        let error = |value| from(value).unwrap_err();
        let large = error(json!({"network": "mlp-65536-65536"}));
        assert!(large.to_string().contains("parameters") && large.fields()[0] == "network", "{large}");
        let deep = error(json!({"network": "cnn-4-4-4-4-4", "data": "mnist"}));
        assert!(deep.to_string().contains("at most 4 blocks"), "{deep}");
        let long = error(json!({"epochs": 1_000_000, "batch_size": 1}));
        // A million passes over the 5,000 built-in images, one image per step.
        assert!(long.to_string().contains("would take 5000000000 steps"), "{long}");
        assert!(from(json!({"epochs": 1_000_000, "batch_size": 1, "train_size": 100})).is_ok());
        let many = error(json!({"test_size": 1_001}));
        assert_eq!(many.to_string(), "test_size is 1001; give a whole number from 0 to 1000");
        assert!(from(json!({"data": "cifar10", "test_size": 1_001})).is_ok());
        let wide = error(json!({"landscape": "wedges", "family": "oriented", "dimension": 100_000}));
        assert!(wide.to_string().contains("numbers in memory"), "{wide}");
    }

    #[test]
    fn numbers_may_be_written_as_people_write_them() {
        assert_eq!(from_text(".5"), json!(0.5));
        assert_eq!(from_text("+2"), json!(2.0));
        assert_eq!(from_text("1e3"), json!(1000.0));
        assert_eq!(from_text("inf"), json!("inf"));
        assert_eq!(from_text("NaN"), json!("NaN"));
        assert_eq!(from_text("relu"), json!("relu"));
        assert_eq!(from(json!({"epochs": from_text("1e1")})).unwrap().descent.epochs, 10);
    }
}
