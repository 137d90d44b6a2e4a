//! The built-in images: the same everywhere, balanced, and coloured independently of the class.

use wedgelab::data::{DataError, Dataset, Source, SyntheticSize, native, synthetic};

fn made(seed: u64, train: usize, test: usize) -> (Dataset, Dataset) {
    let size = SyntheticSize { train, test };
    synthetic::generate(seed, size).expect("valid").into_parts()
}

#[test]
fn the_same_seed_gives_the_same_images_however_many_are_made() {
    let (train, test) = made(7, 120, 40);
    let (few_train, few_test) = made(7, 30, 10);
    assert_eq!(train.first(30), Ok(few_train));
    assert_eq!(test.first(10), Ok(few_test));
    assert_ne!(made(8, 120, 40).0.pixels(), train.pixels());
}

#[test]
fn the_images_are_the_same_on_every_machine() {
    // FNV-1a of the pixels: a change of this number changes every recorded result.
    let (train, _) = made(0, 200, 1);
    let digest = train.pixels().iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, &value| {
        (hash ^ u64::from(value)).wrapping_mul(0x0100_0000_01b3)
    });
    assert_eq!(digest, 0xff34_33cb_ef58_c8cf, "{digest:#x}");
}

#[test]
fn classes_are_balanced_and_images_differ() {
    let (train, test) = made(1, 1_000, 200);
    assert_eq!(train.class_counts(), [100; 10]);
    assert_eq!(test.class_counts(), [20; 10]);
    let values = train.shape().values();
    let mut images: Vec<&[u8]> = train.pixels().chunks(values).collect();
    images.extend(test.pixels().chunks(values));
    images.sort_unstable();
    images.dedup();
    assert_eq!(images.len(), 1_200, "no image twice, also across the splits");
}

#[test]
fn colour_tells_nothing_about_the_class() {
    let (train, _) = made(2, 4_000, 1);
    let plane = train.shape().plane();
    let mut means = vec![[0.0_f64; 3]; 10];
    for (image, &label) in train.pixels().chunks(3 * plane).zip(train.labels()) {
        for (mean, channel) in means[usize::from(label)].iter_mut().zip(image.chunks(plane)) {
            let sum: u64 = channel.iter().map(|&value| u64::from(value)).sum();
            *mean += sum as f64 / plane as f64 / 400.0;
        }
    }
    let overall = means.iter().flatten().sum::<f64>() / 30.0;
    // The mean of an image deviates by about 50, so that of 400 images by 2.5.
    for mean in means.iter().flatten() {
        assert!((mean - overall).abs() < 12.5, "{mean} {overall}");
    }
}

#[test]
fn sizes_of_zero_are_refused() {
    let size = SyntheticSize { train: 0, test: 1 };
    assert!(matches!(synthetic::generate(0, size), Err(DataError::Inconsistent { .. })));
}

#[test]
fn loading_needs_no_folder() {
    let loaded = native::load(Source::Synthetic, None).expect("built in");
    assert_eq!(loaded.data.train().count(), 5_000);
    assert_eq!(loaded.data.test().count(), 1_000);
}
