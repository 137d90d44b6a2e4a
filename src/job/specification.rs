//! The whole specification of a job as one flat object: enough to run it again, and what `--set` reaches into.
//!
//! The fields of the experiment, of the landscape and of the descent lie side by side under their own names. Unknown
//! names are refused with the nearest known one.

use super::NetworkSpecification;
use crate::descent::DescentSpecification;
use crate::experiment::Experiment;
use crate::landscape::wedges::WedgesSpecification;
use crate::range::RangeError;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// A specification that cannot be run.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum SpecificationError {
    /// No such experiment.
    #[error("there is no experiment '{name}'; there are {known}")]
    UnknownExperiment {
        /// What was asked for.
        name: String,
        /// What there is.
        known: String,
    },
    /// No such landscape.
    #[error("there is no landscape '{0}'; say wedges or network")]
    UnknownLandscape(String),
    /// No such setting.
    #[error("there is no setting '{name}' here; did you mean '{nearest}'? There are: {known}")]
    UnknownField {
        /// What was set.
        name: String,
        /// The known name most like it.
        nearest: String,
        /// All names.
        known: String,
    },
    /// A value of the wrong kind.
    #[error("{field}: {reason}")]
    Value {
        /// The setting.
        field: String,
        /// What is wrong with its value.
        reason: String,
    },
    /// A number out of its range.
    #[error(transparent)]
    Range(#[from] RangeError),
    /// Wedges that cannot be.
    #[error(transparent)]
    Wedges(#[from] crate::landscape::wedges::WedgesError),
}

/// Which landscape, with its settings.
#[derive(Debug, Clone, PartialEq)]
pub enum LandscapeSpecification {
    /// The toy.
    Wedges(WedgesSpecification),
    /// A network on a data set.
    Network(NetworkSpecification),
}

impl LandscapeSpecification {
    /// The landscape of that name with its default settings.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "wedges" => Some(Self::Wedges(WedgesSpecification::default())),
            "network" => Some(Self::Network(NetworkSpecification::default())),
            _ => None,
        }
    }

    /// Its name.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Wedges(_) => "wedges",
            Self::Network(_) => "network",
        }
    }
}

/// Everything a job depends on.
#[derive(Debug, Clone, PartialEq)]
pub struct Specification {
    /// What is done.
    pub experiment: Experiment,
    /// On what.
    pub landscape: LandscapeSpecification,
    /// How optima are found.
    pub descent: DescentSpecification,
    /// Seeds every random stream: starts, batches, dropout, directions, wedges.
    pub seed: u64,
}

impl Specification {
    /// The default specification of an experiment on a landscape.
    pub fn new(experiment: Experiment, landscape: LandscapeSpecification) -> Self {
        let descent = match landscape {
            LandscapeSpecification::Wedges(_) => DescentSpecification::for_wedges(),
            LandscapeSpecification::Network(_) => DescentSpecification::for_networks(),
        };
        Self { experiment, landscape, descent, seed: 1 }
    }

    /// The specification that a flat object describes; what it leaves out is as by default.
    ///
    /// # Errors
    /// When a name is unknown, a value is of the wrong kind, or a number out of its range.
    pub fn from_map(given: &Map<String, Value>) -> Result<Self, SpecificationError> {
        let mut specification = Self::new(named_experiment(given)?, named_landscape(given)?);
        let known = specification.to_map();
        if let Some(name) = given.keys().find(|name| !known.contains_key(*name)) {
            return Err(unknown_field(name, &known));
        }
        let filled: Map<String, Value> = known
            .into_iter()
            .map(|(name, value)| {
                let value = given.get(&name).cloned().unwrap_or(value);
                (name, value)
            })
            .collect();
        match &mut specification.experiment {
            Experiment::Training(settings) => *settings = part(settings, &filled)?,
            Experiment::Interpolation(settings) => *settings = part(settings, &filled)?,
        }
        match &mut specification.landscape {
            LandscapeSpecification::Wedges(settings) => *settings = part(settings, &filled)?,
            LandscapeSpecification::Network(settings) => *settings = part(settings, &filled)?,
        }
        specification.descent = part(&specification.descent, &filled)?;
        specification.seed =
            filled.get("seed").and_then(Value::as_u64).ok_or_else(|| SpecificationError::Value {
                field: "seed".to_owned(),
                reason: "give a whole number from 0 to 18446744073709551615".to_owned(),
            })?;
        specification.validate()?;
        Ok(specification)
    }

    /// The specification as one flat object, every setting named.
    pub fn to_map(&self) -> Map<String, Value> {
        let mut map = Map::new();
        map.insert("experiment".to_owned(), self.experiment.name().into());
        map.insert("landscape".to_owned(), self.landscape.name().into());
        map.insert("seed".to_owned(), self.seed.into());
        match &self.experiment {
            Experiment::Training(settings) => map.extend(fields(settings)),
            Experiment::Interpolation(settings) => map.extend(fields(settings)),
        }
        match &self.landscape {
            LandscapeSpecification::Wedges(settings) => map.extend(fields(settings)),
            LandscapeSpecification::Network(settings) => map.extend(fields(settings)),
        }
        map.extend(fields(&self.descent));
        map
    }

    fn validate(&self) -> Result<(), SpecificationError> {
        self.experiment.validate()?;
        self.descent.validate()?;
        match &self.landscape {
            LandscapeSpecification::Wedges(settings) => settings.validate()?,
            LandscapeSpecification::Network(settings) => settings.validate()?,
        }
        Ok(())
    }
}

/// A setting's value from text: JSON where it is JSON, else the text itself.
pub fn from_text(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|_| Value::String(text.to_owned()))
}

fn named_experiment(given: &Map<String, Value>) -> Result<Experiment, SpecificationError> {
    let name = given.get("experiment").and_then(Value::as_str).unwrap_or("training");
    Experiment::named(name).ok_or_else(|| SpecificationError::UnknownExperiment {
        name: name.to_owned(),
        known: Experiment::NAMES.map(|(name, _)| name).join(", "),
    })
}

fn named_landscape(given: &Map<String, Value>) -> Result<LandscapeSpecification, SpecificationError> {
    let name = given.get("landscape").and_then(Value::as_str).unwrap_or("network");
    LandscapeSpecification::named(name).ok_or_else(|| SpecificationError::UnknownLandscape(name.to_owned()))
}

fn fields(part: &impl Serialize) -> Map<String, Value> {
    match serde_json::to_value(part) {
        Ok(Value::Object(map)) => map,
        _ => Map::new(),
    }
}

/// Reads the fields of one part out of the flat object.
fn part<T: Serialize + DeserializeOwned>(
    default: &T,
    filled: &Map<String, Value>,
) -> Result<T, SpecificationError> {
    let own = fields(default)
        .into_iter()
        .map(|(name, value)| {
            let value = filled.get(&name).cloned().unwrap_or(value);
            (name, value)
        })
        .collect();
    serde_path_to_error::deserialize(Value::Object(own)).map_err(|error| SpecificationError::Value {
        field: error.path().to_string(),
        reason: error.inner().to_string(),
    })
}

fn unknown_field(name: &str, known: &Map<String, Value>) -> SpecificationError {
    let likeness = |candidate: &String| (strsim::jaro_winkler(name, candidate) * 1e6) as u64;
    SpecificationError::UnknownField {
        name: name.to_owned(),
        nearest: known.keys().max_by_key(|candidate| likeness(candidate)).cloned().unwrap_or_default(),
        known: known.keys().cloned().collect::<Vec<_>>().join(", "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(value: Value) -> Result<Specification, SpecificationError> {
        let Value::Object(map) = value else { panic!("an object") };
        Specification::from_map(&map)
    }

    #[test]
    fn every_default_specification_round_trips() {
        for (experiment, _) in Experiment::NAMES {
            for landscape in ["wedges", "network"] {
                let specification = Specification::new(
                    Experiment::named(experiment).unwrap(),
                    LandscapeSpecification::named(landscape).unwrap(),
                );
                assert_eq!(Specification::from_map(&specification.to_map()).unwrap(), specification);
            }
        }
    }

    #[test]
    fn settings_reach_their_part() {
        let specification = read(json!({
            "experiment": "interpolation", "landscape": "wedges", "dimension": 50, "wedge_dimension": 40,
            "positions": 5, "epochs": 7, "seed": 3
        }))
        .unwrap();
        assert_eq!((specification.descent.epochs, specification.seed), (7, 3));
        assert_eq!(specification.to_map()["dimension"], 50);
        assert_eq!(specification.to_map()["positions"], 5);
    }

    #[test]
    fn errors_name_the_field_and_what_to_do() {
        let message = |value| read(value).unwrap_err().to_string();
        assert!(message(json!({"learning_rat": 1})).contains("did you mean 'learning_rate'"));
        assert!(message(json!({"epochs": "many"})).starts_with("epochs: "));
        assert!(message(json!({"epochs": 0})).contains("from 1 to"));
        assert!(message(json!({"network": "resnet"})).contains("simple-cnn"));
        assert!(message(json!({"experiment": "tunel"})).contains("interpolation"));
        assert!(message(json!({"landscape": "hills"})).contains("wedges or network"));
        assert!(message(json!({"seed": -1})).contains("seed"));
        assert!(message(json!({"landscape": "wedges", "network": "mlp"})).contains("no setting 'network'"));
    }
}
