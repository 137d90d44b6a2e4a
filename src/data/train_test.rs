//! A training set and its test set.

use super::{DataError, Dataset, Normalisation};
use sha2::{Digest, Sha256};

/// A training set and the test set that goes with it: same image shape, same classes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrainTest {
    train: Dataset,
    test: Dataset,
}

impl TrainTest {
    /// Pairs two splits.
    ///
    /// # Errors
    /// [`DataError::Inconsistent`] when they differ in image shape or class names.
    pub fn new(train: Dataset, test: Dataset) -> Result<Self, DataError> {
        train.check_same_kind(&test, train.name())?;
        Ok(Self { train, test })
    }

    /// Cuts one set in two: its last tenth (rounded down, at least one image) becomes the test
    /// set. For files that come without a test set.
    ///
    /// # Errors
    /// [`DataError::Inconsistent`] when there is only one image.
    pub fn hold_out_last_tenth(name: &str, whole: Dataset) -> Result<Self, DataError> {
        let count = whole.count();
        if count < 2 {
            return Err(DataError::inconsistent(
                name,
                "one image cannot be divided into a training and a test set; give more images",
            ));
        }
        let held_out = (count / 10).max(1);
        let test: Vec<usize> = (count - held_out..count).collect();
        let test = whole.selected(format!("{name} held-out"), &test)?;
        let train = whole.first(count - held_out)?;
        Self::new(train.renamed(format!("{name} train")), test)
    }

    /// The images to train on.
    pub fn train(&self) -> &Dataset {
        &self.train
    }

    /// The images to test on.
    pub fn test(&self) -> &Dataset {
        &self.test
    }

    /// Mean and deviation of the whole training set; use it for subsets and the test set too.
    pub fn normalisation(&self) -> Normalisation {
        Normalisation::of(&self.train)
    }

    /// The SHA-256 of both sets, in hexadecimal digits. It covers the training set, then the test set: for each, the
    /// number of images and their channels, height and width (64-bit little-endian integers), the labels, and the
    /// pixels.
    pub fn sha256(&self) -> String {
        let mut digest = Sha256::new();
        for set in [&self.train, &self.test] {
            let shape = set.shape();
            for size in [set.count(), shape.channels, shape.height, shape.width] {
                digest.update((size as u64).to_le_bytes());
            }
            digest.update(set.labels());
            digest.update(set.pixels());
        }
        digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Splits the pair into its two parts.
    pub fn into_parts(self) -> (Dataset, Dataset) {
        (self.train, self.test)
    }
}
