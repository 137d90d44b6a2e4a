//! The published files, with the numbers they are known for.

use std::path::PathBuf;

use crate::skipped::skipped;
use wedgelab::data::native::Standing;
use wedgelab::data::{DataError, Loaded, Source, native};

/// The folder of the real data sets: `WEDGELAB_DATA`, and no other.
pub fn folder(what: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("WEDGELAB_DATA").map(PathBuf::from);
    if folder.is_none() {
        skipped(what, "WEDGELAB_DATA names no folder of data sets");
    }
    folder
}

/// The real data set. `None` (and a line that says so) if it is not on this machine.
pub fn real(source: Source) -> Option<Loaded> {
    let what = format!("the real {}", source.title());
    match native::load(source, Some(&folder(&what)?)) {
        Ok(loaded) => Some(loaded),
        Err(error @ (DataError::MissingFile { .. } | DataError::Unreadable { .. })) => {
            skipped(&what, error);
            None
        }
        Err(error) => panic!("{error}"),
    }
}

fn assert_close(found: &[f64], expected: &[f64]) {
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(expected) {
        assert!((found - expected).abs() < 1e-5, "{found} {expected}");
    }
}

#[test]
fn cifar10_has_its_known_numbers() {
    let Some(loaded) = real(Source::Cifar10) else {
        return;
    };
    let (train, test) = (loaded.data.train(), loaded.data.test());
    assert_eq!(train.class_counts(), [5_000; 10]);
    assert_eq!(test.class_counts(), [1_000; 10]);
    // The first training image is a frog, the first test image a cat.
    assert_eq!(train.class_names()[usize::from(train.labels()[0])], "frog");
    assert_eq!(test.class_names()[usize::from(test.labels()[0])], "cat");
    let normalisation = loaded.data.normalisation();
    assert_close(&normalisation.mean, &[0.491_400, 0.482_158, 0.446_531]);
    assert_close(&normalisation.standard_deviation, &[0.247_032, 0.243_485, 0.261_588]);
    let subset = train.balanced(5_000).expect("enough");
    assert_eq!(subset.class_counts(), [500; 10]);
    assert_eq!(
        loaded.description,
        "CIFAR-10: 50,000 training and 10,000 test images (colour, 32×32 pixels, 10 classes), \
         from 6 files."
    );
}

#[test]
fn mnist_has_its_known_numbers() {
    let Some(loaded) = real(Source::Mnist) else {
        return;
    };
    let (train, test) = (loaded.data.train(), loaded.data.test());
    assert_eq!((train.count(), test.count()), (60_000, 10_000));
    assert_eq!((train.shape().channels, train.shape().values()), (1, 784));
    assert_eq!(train.labels()[..5], [5, 0, 4, 1, 9]);
    assert_eq!(test.labels()[..5], [7, 2, 1, 0, 4]);
    let normalisation = loaded.data.normalisation();
    assert_close(&normalisation.mean, &[0.130_660]);
    assert_close(&normalisation.standard_deviation, &[0.308_108]);
    // There are 5,421 fives, the rarest digit.
    assert!(train.balanced(54_210).is_ok());
    let error = train.balanced(60_000).expect_err("not enough fives");
    assert!(error.to_string().contains("class 5 has only 5421"), "{error}");
}

#[test]
fn the_published_files_are_recognised_by_their_checksums() {
    let what = "checksums of the published files";
    let Some(folder) = folder(what) else { return };
    let found = match native::verify(&folder) {
        Ok(found) => found,
        Err(error) => return skipped(what, error),
    };
    for verified in found {
        let verified = verified.expect("a whole data set");
        assert_ne!(verified.source, Source::Dropped);
        assert!(matches!(verified.standing, Standing::Published | Standing::Unpacked { .. }), "{verified:?}");
    }
}
