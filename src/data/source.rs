//! The data sets that settings and the command line can name.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::DataError;
use crate::settings::UnknownName;

/// Where images come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// The built-in images of shapes and patterns, made from a seed; needs no file.
    #[default]
    Synthetic,
    /// CIFAR-10: 60,000 colour photographs of 32×32 pixels, 10 classes.
    Cifar10,
    /// CIFAR-100: the same kind of photographs, 100 classes.
    Cifar100,
    /// MNIST: 70,000 grey handwritten digits of 28×28 pixels.
    Mnist,
    /// Fashion-MNIST: 70,000 grey pictures of clothing of 28×28 pixels, 10 classes.
    FashionMnist,
    /// Files the user chose; the set is recognised from their names.
    Dropped,
}

impl Source {
    /// Every source, in the order in which to offer them.
    pub const ALL: [Self; 6] =
        [Self::Synthetic, Self::Cifar10, Self::Cifar100, Self::Mnist, Self::FashionMnist, Self::Dropped];

    /// Their names, in the same order.
    pub const NAMES: &'static [&'static str] =
        &["synthetic", "cifar10", "cifar100", "mnist", "fashion-mnist", "dropped"];

    /// The name in settings and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Synthetic => "synthetic",
            Self::Cifar10 => "cifar10",
            Self::Cifar100 => "cifar100",
            Self::Mnist => "mnist",
            Self::FashionMnist => "fashion-mnist",
            Self::Dropped => "dropped",
        }
    }

    /// The name as people write it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Synthetic => "Built-in shapes",
            Self::Cifar10 => "CIFAR-10",
            Self::Cifar100 => "CIFAR-100",
            Self::Mnist => "MNIST",
            Self::FashionMnist => "Fashion-MNIST",
            Self::Dropped => "Your files",
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

impl FromStr for Source {
    type Err = DataError;

    fn from_str(name: &str) -> Result<Self, DataError> {
        let known = || UnknownName::new("data set", name, Self::NAMES.iter().copied()).into();
        Self::ALL.into_iter().find(|source| source.name() == name).ok_or_else(known)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_mean_the_same_to_serde_and_to_from_str() {
        assert_eq!(Source::ALL.map(Source::name), Source::NAMES);
        for source in Source::ALL {
            let json = serde_json::to_string(&source).expect("plain name");
            assert_eq!(json, format!("\"{source}\""));
            assert_eq!(source.name().parse(), Ok(source));
            assert_eq!(serde_json::from_str::<Source>(&json).expect("known"), source);
        }
        assert_eq!(Source::default(), Source::Synthetic);
    }

    #[test]
    fn an_unknown_name_lists_the_known_ones() {
        let message = "imagenet".parse::<Source>().expect_err("unknown").to_string();
        for source in Source::ALL {
            assert!(message.contains(source.name()), "{message}");
        }
    }
}
