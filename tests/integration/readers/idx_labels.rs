//! `read_idx_labels`: all labels of the file, each below ten, or an error.

use wedgelab::data::read_idx_labels;

use super::{FILE, assert_tells, independent};
use crate::fixtures::{gzip, idx_file};

pub fn seeds() -> Vec<Vec<u8>> {
    let labels = idx_file(&[5], &[0, 9, 4, 4, 1]);
    vec![gzip(&labels), labels, idx_file(&[1], &[7])]
}

pub fn check(bytes: &[u8]) {
    let expected = independent::idx(bytes, 1).map(|(_, labels)| labels);
    let expected = expected.filter(|labels| labels.iter().all(|&label| label < 10));
    match read_idx_labels(FILE, bytes, 10) {
        Ok(labels) => assert_eq!(Some(labels), expected),
        Err(error) => {
            assert!(expected.is_none(), "a valid file is refused: {error}");
            assert_tells(&error, &[FILE], bytes.len());
        }
    }
}
