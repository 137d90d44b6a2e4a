//! How many images of a data set a job uses, as its settings request them.

use super::NetworkSpecification;
use crate::data::Loaded;

/// How many images a job uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ImagesUsed {
    /// For training.
    pub train: usize,
    /// Of those, for measuring the loss landscape.
    pub measured: usize,
    /// For testing.
    pub test: usize,
}

/// A setting that requests more images than there are.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{setting} is {requested}, but {there_are}; give at most {available}, or 0 for all")]
pub struct TooFewImages {
    /// The setting.
    pub setting: &'static str,
    /// How many images it requests.
    pub requested: usize,
    /// How many there are.
    pub available: usize,
    /// How many there are, as a clause.
    pub there_are: String,
}

impl NetworkSpecification {
    /// How many images of a data set are used.
    ///
    /// # Errors
    /// When a setting requests more than there are.
    pub fn images_used(&self, loaded: &Loaded) -> Result<ImagesUsed, TooFewImages> {
        let (train, test) = (loaded.data.train().count(), loaded.data.test().count());
        let there_are = |count, kind| format!("there are only {count} {kind} images");
        let train = used("train_size", self.train_size, train, there_are(train, "training"))?;
        let of_these = format!("only {train} training images are used");
        Ok(ImagesUsed {
            train,
            measured: used("measured_images", self.measured_images, train, of_these)?,
            test: used("test_size", self.test_size, test, there_are(test, "test"))?,
        })
    }
}

/// The number of images that a setting requests, where 0 stands for all.
fn used(
    setting: &'static str,
    requested: usize,
    available: usize,
    there_are: String,
) -> Result<usize, TooFewImages> {
    match requested {
        0 => Ok(available),
        requested if requested <= available => Ok(requested),
        requested => Err(TooFewImages { setting, requested, available, there_are }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{SyntheticSize, synthetic};

    fn loaded() -> Loaded {
        synthetic::load(synthetic::DEFAULT_SEED, SyntheticSize { train: 30, test: 20 }).unwrap()
    }

    #[test]
    fn zero_stands_for_all_images() {
        let all = NetworkSpecification::default().images_used(&loaded());
        assert_eq!(all, Ok(ImagesUsed { train: 30, measured: 30, test: 20 }));
        let some = NetworkSpecification { train_size: 10, test_size: 5, ..NetworkSpecification::default() };
        assert_eq!(some.images_used(&loaded()), Ok(ImagesUsed { train: 10, measured: 10, test: 5 }));
    }

    #[test]
    fn the_setting_that_requests_too_many_is_named_with_what_there_is() {
        let usual = NetworkSpecification::default();
        for (settings, message) in [
            (
                NetworkSpecification { train_size: 31, ..usual.clone() },
                "train_size is 31, but there are only 30 training images; give at most 30, or 0 for all",
            ),
            (
                NetworkSpecification { train_size: 10, measured_images: 20, ..usual.clone() },
                "measured_images is 20, but only 10 training images are used; give at most 10, or 0 for all",
            ),
            (
                NetworkSpecification { test_size: 21, ..usual },
                "test_size is 21, but there are only 20 test images; give at most 20, or 0 for all",
            ),
        ] {
            assert_eq!(settings.images_used(&loaded()).unwrap_err().to_string(), message);
        }
    }
}
