//! The data sets that settings and the command line can name.

use std::fmt;
use std::str::FromStr;

use super::{DataError, ImageShape, SyntheticSize};
use crate::settings::{UnknownName, choices};

choices! {
    /// Where images come from.
    #[derive(Hash, Default)]
    pub enum Source {
        /// The built-in images of shapes and patterns, made from a seed; needs no file.
        #[default]
        Synthetic = "synthetic",
        /// CIFAR-10: 60,000 colour photographs of 32×32 pixels, 10 classes.
        Cifar10 = "cifar10",
        /// CIFAR-100: the same kind of photographs, 100 classes.
        Cifar100 = "cifar100",
        /// MNIST: 70,000 grey handwritten digits of 28×28 pixels.
        Mnist = "mnist",
        /// Fashion-MNIST: 70,000 grey pictures of clothing of 28×28 pixels, 10 classes.
        FashionMnist = "fashion-mnist",
        /// Files the user chose; the set is recognised from their names.
        Dropped = "dropped",
    }
}

/// What is known about the images of a data set without its files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownImages {
    /// The shape of an image.
    pub shape: ImageShape,
    /// How many classes there are.
    pub classes: usize,
    /// How many training images there are.
    pub training: usize,
}

const COLOUR: ImageShape = ImageShape { channels: 3, height: 32, width: 32 };
const GREY: ImageShape = ImageShape { channels: 1, height: 28, width: 28 };

impl Source {
    /// Every source, in the order in which to offer them.
    pub const ALL: [Self; Self::NAMES.len()] =
        [Self::Synthetic, Self::Cifar10, Self::Cifar100, Self::Mnist, Self::FashionMnist, Self::Dropped];

    /// Those that come in files which are the same for everybody.
    pub fn in_files() -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(|source| !matches!(source, Self::Synthetic | Self::Dropped))
    }

    /// The names of those that have the same images for everybody: all but [`Source::Dropped`].
    pub const NAMES_OF_PUBLIC: &'static [&'static str] = &{
        let mut names = [""; Self::ALL.len() - 1];
        let (mut place, mut count) = (0, 0);
        while place < Self::ALL.len() {
            if !matches!(Self::ALL[place], Self::Dropped) {
                names[count] = Self::ALL[place].name();
                count += 1;
            }
            place += 1;
        }
        names
    };

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

    /// What is known about its images without its files; `None` if that depends on the files.
    pub fn known_images(self) -> Option<KnownImages> {
        let known = |shape, classes, training| Some(KnownImages { shape, classes, training });
        match self {
            Self::Synthetic => known(COLOUR, 10, SyntheticSize::default().train),
            Self::Cifar10 => known(COLOUR, 10, 50_000),
            Self::Cifar100 => known(COLOUR, 100, 50_000),
            Self::Mnist | Self::FashionMnist => known(GREY, 10, 60_000),
            Self::Dropped => None,
        }
    }

    /// The names of its ten classes, if its files hold only their numbers and they are not digits.
    pub(super) fn class_names(self) -> Option<[&'static str; 10]> {
        match self {
            Self::FashionMnist => Some([
                "T-shirt/top",
                "trouser",
                "pullover",
                "dress",
                "coat",
                "sandal",
                "shirt",
                "sneaker",
                "bag",
                "ankle boot",
            ]),
            _ => None,
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
        let public = Source::ALL.into_iter().filter(|source| *source != Source::Dropped);
        assert_eq!(public.map(Source::name).collect::<Vec<_>>(), Source::NAMES_OF_PUBLIC);
    }

    #[test]
    fn an_unknown_name_lists_the_known_ones() {
        let message = "imagenet".parse::<Source>().expect_err("unknown").to_string();
        for source in Source::ALL {
            assert!(message.contains(source.name()), "{message}");
        }
    }
}
