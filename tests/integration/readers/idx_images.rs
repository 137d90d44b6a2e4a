//! `read_idx_images`: all images of the file, or an error.

use wedgelab::data::read_idx_images;

use super::{FILE, assert_tells, independent};
use crate::fixtures::{gzip, idx_file};

pub fn seeds() -> Vec<Vec<u8>> {
    let small = idx_file(&[2, 2, 3], &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    let one = idx_file(&[1, 28, 28], &[9; 784]);
    vec![gzip(&small), gzip(&one), small, one]
}

pub fn check(bytes: &[u8]) {
    let expected = independent::idx(bytes, 3);
    match read_idx_images(FILE, bytes) {
        Ok(images) => {
            let sizes = vec![images.count, images.shape.height, images.shape.width];
            assert_eq!(images.shape.channels, 1);
            assert_eq!(Some((sizes, images.pixels)), expected);
        }
        Err(error) => {
            assert!(expected.is_none(), "a valid file is refused: {error}");
            assert_tells(&error, &[FILE], bytes.len());
        }
    }
}
