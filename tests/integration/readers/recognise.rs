//! `recognise`: several named files, read as one data set with every image in them, or an error.
//!
//! The input is a list of files: a byte for the name, two for the length (big-endian), and the content. The first byte
//! of the input selects the wanted data set.

use wedgelab::data::{DataError, Source, recognise};

use super::archive::{CIFAR10, base_name};
use super::{assert_tells, assert_whole, independent};
use crate::fixtures::{gzip, idx_file, records, tar};

/// The names, and how many label bytes or dimensions a file of that name has.
const NAMES: [&str; 16] = [
    "data_batch_1.bin",
    "data_batch_2.bin",
    "test_batch.bin",
    "train.bin",
    "test.bin",
    "train-images-idx3-ubyte",
    "train-labels-idx1-ubyte",
    "t10k-images-idx3-ubyte",
    "t10k-labels-idx1-ubyte",
    "train-images-idx3-ubyte.gz",
    "train-labels-idx1-ubyte.gz",
    "cifar-100-binary.tar.gz",
    "readme.txt",
    "data_batch_1",
    "folder/DATA_BATCH_3 (1).bin",
    "cat.png",
];

const WANTED: [Source; 6] = [
    Source::Dropped,
    Source::Cifar10,
    Source::Cifar100,
    Source::Mnist,
    Source::FashionMnist,
    Source::Synthetic,
];

pub fn seeds() -> Vec<Vec<u8>> {
    let images = idx_file(&[3, 1, 2], &[1, 2, 3, 4, 5, 6]);
    let labels = idx_file(&[3], &[7, 8, 9]);
    let (fine, coarse) = (records(&[&[1, 7]]), records(&[&[3, 9]]));
    let archive = gzip(&tar(&[("train.bin", &fine), ("test.bin", &coarse)]));
    vec![
        listed(0, &[(0, &records(&[&[1]])), (2, &records(&[&[2]]))]),
        listed(1, &[(1, &records(&[&[1], &[3]])), (12, b"words")]),
        listed(2, &[(3, &fine), (4, &coarse)]),
        listed(3, &[(5, &images), (6, &labels), (7, &images), (8, &labels)]),
        listed(4, &[(9, &gzip(&images)), (10, &gzip(&labels))]),
        listed(0, &[(11, &archive)]),
        listed(0, &[(0, &records(&[&[1]])), (11, &archive), (13, b"")]),
    ]
}

fn listed(wanted: u8, files: &[(u8, &[u8])]) -> Vec<u8> {
    let mut bytes = vec![wanted];
    for (name, content) in files {
        bytes.push(*name);
        bytes.extend(u16::try_from(content.len()).expect("small").to_be_bytes());
        bytes.extend_from_slice(content);
    }
    bytes
}

/// The files that an input lists; the last one may be shorter than its length says.
fn files(mut bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    while let [name, high, low, rest @ ..] = bytes {
        let length = usize::from(u16::from_be_bytes([*high, *low])).min(rest.len());
        let (content, behind) = rest.split_at(length);
        files.push((NAMES[usize::from(*name) % NAMES.len()].to_owned(), content.to_vec()));
        bytes = behind;
    }
    files
}

pub fn check(bytes: &[u8]) {
    let Some((&wanted, rest)) = bytes.split_first() else { return };
    let files = files(rest);
    let wanted = WANTED[usize::from(wanted) % WANTED.len()];
    match recognise(files.clone(), wanted) {
        Ok(loaded) => {
            let (train, test) = loaded.data.into_parts();
            assert_whole(&train);
            assert_whole(&test);
            assert_eq!(train.shape(), test.shape());
            assert_eq!(train.class_names(), test.class_names());
            let images: Result<usize, _> = files.iter().map(|(name, bytes)| images_in(name, bytes)).sum();
            match images {
                Ok(images) => assert_eq!(train.count() + test.count(), images),
                Err(Uncounted::Damaged) => panic!("a damaged file is read"),
                Err(Uncounted::Unknown) => {}
            }
            assert!(!loaded.description.is_empty());
        }
        Err(DataError::NoFiles { .. }) => assert!(files.is_empty()),
        Err(error) => {
            let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
            assert_tells(&error, &names, bytes.len());
        }
    }
}

/// Why images were not counted.
enum Uncounted {
    Damaged,
    /// An archive with features that this parser lacks.
    Unknown,
}

/// The number of images in a valid file of that name, counted by its labels.
fn images_in(name: &str, bytes: &[u8]) -> Result<usize, Uncounted> {
    let name = name.to_lowercase();
    if name.starts_with("cifar-100") {
        let content = independent::content(bytes).ok_or(Uncounted::Damaged)?;
        let members =
            independent::tar(&content).map_err(|_| Uncounted::Unknown)?.ok_or(Uncounted::Damaged)?;
        let images = members.iter().filter_map(|(path, bytes)| images_in_member(&base_name(path), bytes));
        return images.sum();
    }
    images_in_member(&name, bytes).ok_or(Uncounted::Damaged)?
}

/// `None` for a file that is known to have no images.
fn images_in_member(name: &str, bytes: &[u8]) -> Option<Result<usize, Uncounted>> {
    let records = |classes: &[u8]| independent::records(bytes, classes).map(|(labels, _)| labels.len());
    let count = if CIFAR10.contains(&name) || name.contains("data_batch_3 (1)") {
        records(&[10])
    } else if matches!(name, "train.bin" | "test.bin") {
        records(&[20, 100])
    } else if name.contains("labels") {
        independent::idx(bytes, 1).map(|(_, labels)| labels.len())
    } else if name.contains("images") {
        independent::idx(bytes, 3).map(|_| 0)
    } else if name == "readme.txt" {
        Some(0)
    } else {
        return None;
    };
    Some(count.ok_or(Uncounted::Damaged))
}
