//! IDX files: read as written, refused when damaged or larger than they say.

use wedgelab::data::{DataError, read_idx, read_idx_images, read_idx_labels};

use crate::fixtures::{assert_malformed, digits, gzip, idx_file};

#[test]
fn plain_and_compressed_files_are_read_as_written() {
    let pixels: Vec<u8> = (0..12).collect();
    let images = idx_file(&[2, 2, 3], &pixels);
    let labels = idx_file(&[2], &[7, 0]);
    for (images, labels) in [(images.clone(), labels.clone()), (gzip(&images), gzip(&labels))] {
        let data = read_idx("MNIST", ("i", &images), ("l", &labels), digits()).expect("valid");
        assert_eq!(data.pixels(), pixels);
        assert_eq!(data.labels(), [7, 0]);
        assert_eq!((data.shape().height, data.shape().width), (2, 3));
    }
}

#[test]
fn damaged_files_are_refused() {
    let good = idx_file(&[2, 2, 3], &[1; 12]);
    assert_eq!(read_idx_images("x", &[]), Err(DataError::Empty { file: "x".into() }));
    assert_malformed(read_idx_images("x", b"\x89PNG"), 0, "not an IDX file");
    assert_malformed(read_idx_images("x", &good[..10]), 10, "header is truncated");
    assert_malformed(read_idx_images("x", &good[..20]), 20, "file ends");
    assert_malformed(read_idx_images("x", &idx_file(&[1, 1, 1], &[0; 2])), 17, "continues");
    assert_malformed(read_idx_images("x", &idx_file(&[2, 0, 3], &[])), 8, "zero");
    assert_malformed(read_idx_images("x", &idx_file(&[2], &[1, 2])), 3, "1 dimensions");
    assert_malformed(read_idx_labels("x", &good, 10), 3, "3 dimensions");
    assert_malformed(read_idx_images("x", &[0, 0, 13, 3]), 2, "only unsigned bytes");
    let labels = idx_file(&[3], &[1, 10, 2]);
    assert_malformed(read_idx_labels("x", &labels, 10), 9, "image 1 is 10");
}

#[test]
fn images_and_labels_must_be_equally_many() {
    let images = idx_file(&[2, 1, 1], &[0; 2]);
    let labels = idx_file(&[3], &[0; 3]);
    assert_eq!(
        read_idx("MNIST", ("i", &images), ("l", &labels), digits()),
        Err(DataError::CountMismatch {
            image_file: "i".into(),
            images: 2,
            label_file: "l".into(),
            labels: 3,
        })
    );
}

#[test]
fn sizes_beyond_memory_are_refused_before_anything_is_unpacked() {
    for sizes in [[u32::MAX; 3], [1 << 11, 1 << 10, 1 << 10]] {
        for bytes in [idx_file(&sizes, &[]), gzip(&idx_file(&sizes, &[]))] {
            let error = read_idx_images("x", &bytes).expect_err("too large");
            assert!(
                matches!(&error, DataError::TooLarge { reason, .. } if reason.starts_with("at byte 4, ")),
                "{error}"
            );
        }
    }
}

#[test]
fn a_compressed_file_is_unpacked_no_further_than_its_header_promises() {
    // The rest would be 64 MiB; the error is found right after the stated four values.
    let mut bomb = idx_file(&[1, 2, 2], &[0; 4]);
    bomb.resize(64 << 20, 0);
    assert_malformed(read_idx_images("x", &gzip(&bomb)), 20, "continues");
}

#[test]
fn damaged_compression_is_recognised() {
    let whole = gzip(&idx_file(&[2, 2, 3], &[1; 12]));
    let cut = read_idx_images("x.gz", &whole[..whole.len() - 6]);
    assert!(matches!(cut, Err(DataError::Compression { .. })), "{cut:?}");
    let mut changed = whole.clone();
    let checksum = whole.len() - 8;
    changed[checksum] ^= 1;
    let result = read_idx_images("x.gz", &changed);
    assert!(matches!(result, Err(DataError::Compression { .. })), "{result:?}");
}
