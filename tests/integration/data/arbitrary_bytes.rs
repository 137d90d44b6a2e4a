//! Properties that hold for any bytes and any subset.

use proptest::prelude::*;
use wedgelab::data::{
    DataError, Dataset, ImageShape, Source, read_archive, read_cifar10, read_cifar100, read_idx_images,
    read_idx_labels, recognise,
};

use crate::fixtures::{digits, gzip, records, tar};

/// Bytes that begin like a known format, so that they pass the first check.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let start = prop_oneof![
        Just(Vec::new()),
        Just(vec![0x1f, 0x8b, 8, 0]),
        Just(vec![0, 0, 8, 1]),
        Just(vec![0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0]),
    ];
    let rest = proptest::collection::vec(any::<u8>(), 0..600);
    (start, rest, any::<bool>()).prop_map(|(mut bytes, rest, compressed)| {
        bytes.extend(rest);
        if compressed { gzip(&bytes) } else { bytes }
    })
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("data_batch_1.bin".to_owned()),
        Just("test.bin".to_owned()),
        Just("cifar-10-binary.tar.gz".to_owned()),
        Just("train-images-idx3-ubyte.gz".to_owned()),
        Just("train-labels-idx1-ubyte".to_owned()),
        ".{0,20}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

    #[test]
    fn never_panic(bytes in bytes(), name in name()) {
        for message in [
            read_cifar10(&name, &bytes).err(),
            read_cifar100(&name, &bytes).err(),
            read_idx_images(&name, &bytes).err(),
            read_idx_labels(&name, &bytes, 10).err(),
            read_archive(&name, &bytes, Source::Dropped).err(),
            recognise(vec![(name.clone(), bytes.clone())], Source::Dropped).err(),
        ] {
            prop_assert!(message.is_none_or(|error| !error.to_string().is_empty()));
        }
    }

    #[test]
    fn damaged_archives_never_panic_and_never_pass_unnoticed(
        at in any::<prop::sample::Index>(),
        change in 1..=255_u8,
    ) {
        let record = records(&[&[1, 2]]);
        let mut bytes = gzip(&tar(&[("train.bin", &record), ("test.bin", &record)]));
        let whole = read_archive("a", &bytes, Source::Dropped).expect("valid");
        // Bytes 3 to 9 of a gzip header (flags, time, level, system) carry no content.
        let at = 10 + at.index(bytes.len() - 10);
        bytes[at] ^= change;
        if let Ok(read) = read_archive("a", &bytes, Source::Dropped) {
            prop_assert_eq!(read, whole);
        }
    }

    #[test]
    fn a_balanced_subset_is_balanced(
        labels in proptest::collection::vec(0..4_u8, 1..60),
        share in 0.0..1.0_f64,
    ) {
        let (total, requested) = (labels.len(), 1 + (share * labels.len() as f64) as usize);
        let shape = ImageShape { channels: 1, height: 1, width: 1 };
        let data = Dataset::new("toy", vec![0; total], labels, shape, digits()[..4].to_vec())
            .expect("valid");
        let count = match data.balanced(requested) {
            Err(DataError::Unbalanced { largest, .. }) => largest,
            _ => requested,
        };
        if count > 0 {
            let counts = data.balanced(count).expect("not above the largest").class_counts();
            let most = counts.iter().max().copied().unwrap_or(0);
            let least = counts.iter().min().copied().unwrap_or(0);
            prop_assert_eq!(counts.iter().sum::<usize>(), count);
            prop_assert!(most - least <= 1);
        }
    }
}
