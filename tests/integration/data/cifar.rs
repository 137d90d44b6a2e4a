//! CIFAR records: read as written, refused when damaged.

use wedgelab::data::{DataError, read_cifar10, read_cifar100};

use crate::fixtures::{assert_malformed, records};

#[test]
fn cifar10_records_are_read_as_written() {
    let bytes = records(&[&[3], &[9], &[0]]);
    let data = read_cifar10("data_batch_1.bin", &bytes).expect("valid");
    assert_eq!(data.labels(), [3, 9, 0]);
    assert_eq!(data.image(1).expect("second"), &bytes[3074..2 * 3073]);
    assert_eq!(data.class_names()[9], "truck");
    let shape = data.shape();
    assert_eq!((shape.channels, shape.height, shape.width), (3, 32, 32));
}

#[test]
fn cifar100_uses_the_fine_label() {
    let data = read_cifar100("test.bin", &records(&[&[19, 99], &[0, 1]])).expect("valid");
    assert_eq!(data.labels(), [99, 1]);
    assert_eq!(data.classes(), 100);
    assert_eq!(data.class_names()[1], "aquarium fish");
}

#[test]
fn damaged_records_are_refused() {
    let good = records(&[&[3], &[9]]);
    let empty = DataError::Empty { file: "x".into() };
    assert_eq!(read_cifar10("x", &[]), Err(empty));
    assert_malformed(read_cifar10("x", &good[..4000]), 3073, "is truncated");
    assert_malformed(read_cifar10("x", &records(&[&[3], &[10]])), 3073, "label is 10");
    let coarse = records(&[&[1, 1], &[20, 1]]);
    assert_malformed(read_cifar100("x", &coarse), 3074, "coarse label is 20");
    let fine = records(&[&[1, 1], &[1, 100]]);
    assert_malformed(read_cifar100("x", &fine), 3075, "fine label is 100");
}
