//! `read_cifar10`: all records of the file, or an error.

use wedgelab::data::read_cifar10;

use super::{FILE, assert_tells, assert_whole, independent};
use crate::fixtures::records;

pub fn seeds() -> Vec<Vec<u8>> {
    vec![records(&[&[3]]), records(&[&[0], &[9]])]
}

pub fn check(bytes: &[u8]) {
    let expected = independent::records(bytes, &[10]);
    match read_cifar10(FILE, bytes) {
        Ok(data) => {
            assert_whole(&data);
            assert_eq!(Some((data.labels().to_vec(), data.pixels().to_vec())), expected);
        }
        Err(error) => {
            assert!(expected.is_none(), "a valid file is refused: {error}");
            assert_tells(&error, &[FILE], bytes.len());
        }
    }
}
