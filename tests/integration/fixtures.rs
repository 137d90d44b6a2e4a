//! Small files of every format, made in memory, and an assertion that most tests share.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use wedgelab::data::DataError;

/// CIFAR records: the label bytes, then an image filled with the record's number.
pub fn records(labels: &[&[u8]]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (index, label) in labels.iter().enumerate() {
        bytes.extend_from_slice(label);
        bytes.extend((0..3072).map(|position| (index * 7 + position) as u8));
    }
    bytes
}

pub fn idx_file(sizes: &[u32], values: &[u8]) -> Vec<u8> {
    let mut bytes = vec![0, 0, 8, sizes.len() as u8];
    for size in sizes {
        bytes.extend(size.to_be_bytes());
    }
    bytes.extend_from_slice(values);
    bytes
}

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).expect("in memory");
    encoder.finish().expect("in memory")
}

/// A tar archive of members given by path and content; paths are written as they are.
pub fn tar(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (path, content) in members {
        let mut header = tar::Header::new_gnu();
        header.as_old_mut().name[..path.len()].copy_from_slice(path.as_bytes());
        header.set_size(content.len() as u64);
        header.set_cksum();
        builder.append(&header, *content).expect("in memory");
    }
    builder.into_inner().expect("in memory")
}

pub fn named(files: &[(&str, Vec<u8>)]) -> Vec<(String, Vec<u8>)> {
    let own = |(name, bytes): &(&str, Vec<u8>)| ((*name).to_owned(), bytes.clone());
    files.iter().map(own).collect()
}

pub fn digits() -> Vec<String> {
    (0..10).map(|digit| digit.to_string()).collect()
}

/// Asserts a format error with its offset and a word of its reason.
pub fn assert_malformed<T: std::fmt::Debug>(result: Result<T, DataError>, at: u64, word: &str) {
    match result {
        Err(DataError::Malformed { file, offset, reason }) => {
            assert!(!file.is_empty());
            assert_eq!(offset, at, "{reason}");
            assert!(reason.contains(word), "{reason}");
        }
        other => panic!("expected a malformed file ({word}), got {other:?}"),
    }
}
