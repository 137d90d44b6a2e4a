//! `read_archive`: all the images of a complete and safe archive, or an error.

use wedgelab::data::{Source, read_archive};

use super::{FILE, assert_tells, assert_whole, independent};
use crate::fixtures::{gzip, records, tar};

/// The names of the image files.
pub const CIFAR10: [&str; 6] = [
    "data_batch_1.bin",
    "data_batch_2.bin",
    "data_batch_3.bin",
    "data_batch_4.bin",
    "data_batch_5.bin",
    "test_batch.bin",
];

pub fn seeds() -> Vec<Vec<u8>> {
    let (train, test) = (records(&[&[1, 7]]), records(&[&[3, 9]]));
    let cifar100 =
        tar(&[("c/", b""), ("c/train.bin", &train), ("c/test.bin", &test), ("c/readme", b"words")]);
    let batch = records(&[&[4]]);
    let cifar10 = tar(&CIFAR10.map(|name| (name, batch.as_slice())));
    vec![gzip(&cifar100), gzip(&cifar10), cifar100]
}

pub fn check(bytes: &[u8]) {
    match read_archive(FILE, bytes, Source::Dropped) {
        Ok(loaded) => {
            let (train, test) = loaded.data.into_parts();
            assert_whole(&train);
            assert_whole(&test);
            // Archives with features that this parser lacks (long names) are left to the crate that reads archives.
            let Ok(members) =
                independent::content(bytes).map_or(Ok(None), |content| independent::tar(&content))
            else {
                return;
            };
            let members = members.expect("a damaged archive is read");
            assert!(members.iter().all(|(path, _)| !path.starts_with('/') && !path.contains("../")));
            let classes: &[u8] = if train.classes() == 10 { &[10] } else { &[20, 100] };
            let (names, held_out): (&[&str], _) = match classes.len() {
                1 => (&CIFAR10[..5], CIFAR10[5]),
                _ => (&["train.bin"], "test.bin"),
            };
            assert_eq!(
                gathered(&members, names, classes),
                (train.labels().to_vec(), train.pixels().to_vec())
            );
            assert_eq!(
                gathered(&members, &[held_out], classes),
                (test.labels().to_vec(), test.pixels().to_vec())
            );
        }
        Err(error) => assert_tells(&error, &[FILE], bytes.len()),
    }
}

/// Labels and pixels of the members with these names, each of which must be there once.
fn gathered(members: &independent::Members, names: &[&str], classes: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let (mut labels, mut pixels) = (Vec::new(), Vec::new());
    for name in names {
        let mut called = members.iter().filter(|(path, _)| base_name(path) == *name);
        let (_, bytes) = called.next().expect("a missing member is read");
        assert!(called.next().is_none(), "one of two members is read");
        let (more_labels, more_pixels) =
            independent::records(bytes, classes).expect("a damaged member is read");
        labels.extend(more_labels);
        pixels.extend(more_pixels);
    }
    (labels, pixels)
}

/// The last component of a path in lower case, without the " (1)" of a second download.
pub fn base_name(path: &str) -> String {
    let name = path.rsplit(['/', '\\']).next().unwrap_or_default().to_lowercase();
    match name.split_once(" (").and_then(|(before, rest)| Some((before, rest.split_once(')')?.1))) {
        Some((before, behind)) => format!("{before}{behind}"),
        None => name,
    }
}
