//! The choice of a normalisation, as settings write it.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use std::fmt;
use std::str::FromStr;

use super::{DataError, Dataset, Normalisation};

/// The largest absolute mean that makes sense for pixels from 0 to 1: a larger one is probably of pixels from 0 to 255.
const LARGEST_MEAN: f64 = 10.0;
/// The least and the largest standard deviation.
const DEVIATIONS: (f64, f64) = (1e-6, 10.0);

/// How pixels, divided by 255, become a network's inputs.
///
/// In settings: `dataset`, `unit`, `half` or `MEAN/DEVIATION`; in JSON and TOML also an object with `mean` and
/// `standard_deviation`, each a number or a list.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum NormalisationChoice {
    /// Mean zero and deviation one over the training images, channel by channel.
    #[default]
    Dataset,
    /// As they are, from 0 to 1.
    Unit,
    /// (x − ½) / ½, from −1 to 1.
    Half,
    /// (x − mean) / standard deviation, with one number for all channels or one per channel.
    Given(Normalisation),
}

/// A normalisation that cannot be used.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{found}; give {}", NormalisationChoice::FORM)]
pub struct NormalisationError {
    found: String,
}

impl NormalisationChoice {
    /// What may be given, as text.
    pub const FORM: &'static str = "dataset (mean and deviation of the training images), unit (pixels from 0 to 1), half \
        ((x − ½)/½) or MEAN/DEVIATION of pixels from 0 to 1, with one number or one per channel, as in 0.5/0.5 or \
        0.49,0.48,0.45/0.25,0.24,0.26";

    /// The normalisation for these images.
    ///
    /// # Errors
    /// [`DataError::NormalisationChannels`] when it has more than one number, but not one for each channel of the
    /// images.
    pub fn of(&self, train: &Dataset) -> Result<Normalisation, DataError> {
        let channels = train.shape().channels;
        let same = |mean, deviation| Normalisation {
            mean: vec![mean; channels],
            standard_deviation: vec![deviation; channels],
        };
        let given = match self {
            Self::Dataset => return Ok(Normalisation::of(train)),
            Self::Unit => return Ok(same(0.0, 1.0)),
            Self::Half => return Ok(same(0.5, 0.5)),
            Self::Given(given) => given,
        };
        let spread = |numbers: &[f64]| match numbers {
            [single] => Ok(vec![*single; channels]),
            numbers if numbers.len() == channels => Ok(numbers.to_vec()),
            numbers => Err(DataError::NormalisationChannels {
                name: train.name().to_owned(),
                channels,
                given: numbers.len(),
            }),
        };
        Ok(Normalisation {
            mean: spread(&given.mean)?,
            standard_deviation: spread(&given.standard_deviation)?,
        })
    }

    fn given(mean: Vec<f64>, standard_deviation: Vec<f64>) -> Result<Self, NormalisationError> {
        let refused = |found: String| Err(NormalisationError { found });
        let (low, high) = DEVIATIONS;
        if let Some(mean) = mean.iter().find(|mean| !(-LARGEST_MEAN..=LARGEST_MEAN).contains(*mean)) {
            return refused(format!("the mean {mean} is not a mean of pixels from 0 to 1"));
        }
        let is_deviation = |deviation: &f64| (low..=high).contains(deviation);
        if let Some(deviation) = standard_deviation.iter().find(|deviation| !is_deviation(deviation)) {
            return refused(format!("the deviation {deviation} is not between {low} and {high}"));
        }
        if mean.is_empty() || standard_deviation.is_empty() {
            return refused("the normalisation has no number".to_owned());
        }
        if mean.len() != standard_deviation.len() && mean.len() != 1 && standard_deviation.len() != 1 {
            let (means, deviations) = (mean.len(), standard_deviation.len());
            return refused(format!("the normalisation has {means} means, but {deviations} deviations"));
        }
        Ok(Self::Given(Normalisation { mean, standard_deviation }))
    }

    fn of_json(value: &Value) -> Result<Self, NormalisationError> {
        let refused = |found: &str| NormalisationError { found: found.to_owned() };
        let fields = match value {
            Value::String(text) => return text.parse(),
            Value::Object(fields) => fields,
            _ => return Err(refused("the normalisation is neither text nor a table")),
        };
        if let Some(other) =
            fields.keys().find(|name| !["mean", "standard_deviation"].contains(&name.as_str()))
        {
            return Err(refused(&format!(
                "the normalisation has the field '{other}', but only mean and standard_deviation are known"
            )));
        }
        let numbers = |name: &str| {
            let missing =
                || refused(&format!("the normalisation's {name} is neither a number nor a list of numbers"));
            match fields.get(name) {
                Some(Value::Array(list)) => {
                    list.iter().map(Value::as_f64).collect::<Option<Vec<_>>>().ok_or_else(missing)
                }
                Some(number) => number.as_f64().map(|number| vec![number]).ok_or_else(missing),
                None => Err(missing()),
            }
        };
        Self::given(numbers("mean")?, numbers("standard_deviation")?)
    }
}

impl FromStr for NormalisationChoice {
    type Err = NormalisationError;

    fn from_str(text: &str) -> Result<Self, NormalisationError> {
        match text.trim() {
            "dataset" => return Ok(Self::Dataset),
            "unit" => return Ok(Self::Unit),
            "half" => return Ok(Self::Half),
            _ => {}
        }
        let unknown =
            || NormalisationError { found: format!("'{}' is not a normalisation", shortened(text)) };
        let numbers = |part: &str| -> Result<Vec<f64>, NormalisationError> {
            part.split(',').map(|number| number.trim().parse().map_err(|_| unknown())).collect()
        };
        let (mean, deviation) = text.split_once('/').ok_or_else(unknown)?;
        Self::given(numbers(mean)?, numbers(deviation)?)
    }
}

/// Text as a message quotes it.
fn shortened(text: &str) -> String {
    text.chars().take(60).collect()
}

impl fmt::Display for NormalisationChoice {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dataset => formatter.write_str("dataset"),
            Self::Unit => formatter.write_str("unit"),
            Self::Half => formatter.write_str("half"),
            Self::Given(given) => given.fmt(formatter),
        }
    }
}

impl Serialize for NormalisationChoice {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for NormalisationChoice {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::of_json(&Value::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{SyntheticSize, synthetic};
    use serde_json::json;

    fn read(value: Value) -> Result<NormalisationChoice, String> {
        serde_json::from_value(value).map_err(|error| error.to_string())
    }

    #[test]
    fn text_and_tables_say_the_same_and_read_back() {
        let given = read(json!("0.4914,0.4822,0.4465/0.247,0.2435,0.2616")).unwrap();
        let table = json!({"mean": [0.4914, 0.4822, 0.4465], "standard_deviation": [0.247, 0.2435, 0.2616]});
        assert_eq!(read(table).unwrap(), given);
        let half = read(json!({"mean": 0.5, "standard_deviation": 0.5})).unwrap();
        assert_eq!(read(json!("0.5/0.5")).unwrap(), half);
        let train = synthetic::generate(1, SyntheticSize { train: 4, test: 2 }).unwrap();
        let [named, numbers] = ["half", "0.5/0.5"].map(|text| text.parse::<NormalisationChoice>().unwrap());
        assert_eq!(named.of(train.train()), numbers.of(train.train()));
        for choice in
            [NormalisationChoice::Dataset, NormalisationChoice::Unit, NormalisationChoice::Half, given]
        {
            assert_eq!(read(serde_json::to_value(&choice).unwrap()), Ok(choice));
        }
    }

    #[test]
    fn what_makes_no_normalisation_is_refused_with_what_does() {
        for (value, word) in [
            (json!("imagenet"), "'imagenet' is not a normalisation"),
            (json!("0.5"), "not a normalisation"),
            (json!("0.5/0"), "the deviation 0 "),
            (json!("0.5/-1"), "the deviation -1 "),
            (json!("nan/1"), "the mean NaN "),
            (json!("0.5/nan"), "the deviation NaN "),
            (json!("0.5/inf"), "the deviation inf "),
            (json!("125.3/63.0"), "pixels from 0 to 1"),
            (json!("0.1,0.2/1,1,1"), "2 means, but 3 deviations"),
            (json!("/"), "not a normalisation"),
            (json!({"mean": 0.5}), "standard_deviation is neither a number"),
            (json!({"mean": [], "standard_deviation": []}), "no number"),
            (json!({"mean": 0, "standard_deviation": 1, "std": 1}), "the field 'std'"),
            (json!(3), "neither text nor a table"),
        ] {
            let message = read(value).unwrap_err();
            assert!(message.contains(word) && message.contains("MEAN/DEVIATION"), "{word}: {message}");
        }
    }

    #[test]
    fn numbers_for_other_channels_are_refused() {
        let images = synthetic::generate(1, SyntheticSize { train: 4, test: 2 }).unwrap();
        let message = "0.1,0.2/1,1".parse::<NormalisationChoice>().unwrap().of(images.train()).unwrap_err();
        assert!(
            message.to_string().contains("2 channels") && message.to_string().contains("have 3"),
            "{message}"
        );
    }
}
