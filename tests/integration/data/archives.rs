//! CIFAR archives: read in memory, refused when damaged, incomplete or unsafe.

use wedgelab::data::{DataError, Source, read_archive, recognise};

use crate::fixtures::{gzip, named, records, tar};

fn cifar10_members() -> Vec<(String, Vec<u8>)> {
    // Out of order, because the format guarantees no order.
    [
        ("test_batch.bin", 0),
        ("data_batch_5.bin", 5),
        ("data_batch_1.bin", 1),
        ("data_batch_2.bin", 2),
        ("data_batch_4.bin", 4),
        ("data_batch_3.bin", 3),
    ]
    .into_iter()
    .map(|(name, label)| (format!("cifar-10-batches-bin/{name}"), records(&[&[label]])))
    .collect()
}

fn borrowed(members: &[(String, Vec<u8>)]) -> Vec<(&str, &[u8])> {
    members.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect()
}

#[test]
fn a_cifar10_archive_is_read_in_order_compressed_or_not() {
    let members = cifar10_members();
    let mut all = borrowed(&members);
    all.push(("cifar-10-batches-bin/readme.html", b"hello"));
    let archive = tar(&all);
    for bytes in [gzip(&archive), archive] {
        let loaded = read_archive("cifar-10-binary.tar.gz", &bytes, Source::Dropped).expect("valid");
        assert_eq!(loaded.data.train().labels(), [1, 2, 3, 4, 5]);
        assert_eq!(loaded.data.test().labels(), [0]);
        assert_eq!(loaded.note, None);
        assert_eq!(
            loaded.description,
            "CIFAR-10: 5 training and 1 test images (colour, 32×32 pixels, 10 classes), \
             from cifar-10-binary.tar.gz."
        );
    }
}

#[test]
fn a_cifar100_archive_is_read() {
    let (train, test) = (records(&[&[1, 7], &[2, 8]]), records(&[&[3, 9]]));
    let bytes = gzip(&tar(&[("cifar-100-binary/test.bin", &test), ("cifar-100-binary/train.bin", &train)]));
    let files = named(&[("cifar-100-binary.tar.gz", bytes)]);
    let loaded = recognise(files.clone(), Source::Dropped).expect("valid");
    assert_eq!(loaded.data.train().labels(), [7, 8]);
    assert_eq!(loaded.data.test().labels(), [9]);
    let error = recognise(files, Source::Cifar10).expect_err("not wanted");
    assert!(error.to_string().contains("holds CIFAR-100, not CIFAR-10"), "{error}");
}

#[test]
fn paths_that_lead_outside_are_recognised() {
    let batch = records(&[&[1]]);
    for path in ["../data_batch_1.bin", "/etc/passwd", "a/../../b"] {
        let bytes = gzip(&tar(&[("fine.txt", b"fine"), (path, &batch)]));
        assert_eq!(
            read_archive("a.tar.gz", &bytes, Source::Dropped).expect_err("unsafe"),
            DataError::UnsafePath { file: "a.tar.gz".into(), offset: 1024, member: path.into() }
        );
    }
}

#[test]
fn incomplete_and_foreign_archives_are_refused() {
    let members = cifar10_members();
    let unrecognised = |members: &[(&str, &[u8])], word: &str| {
        let error = read_archive("a.tar.gz", &gzip(&tar(members)), Source::Dropped).expect_err("not whole");
        assert!(matches!(error, DataError::Unrecognised { .. }), "{error}");
        assert!(error.to_string().contains(word), "{error}");
    };
    unrecognised(&borrowed(&members)[..5], "lacks data_batch_3.bin");
    unrecognised(&[("cat.png", b"miaow")], "no CIFAR image file");
    unrecognised(&[("cifar-10-batches-py/data_batch_1", b"")], "Python version");
    let twice = [borrowed(&members), borrowed(&members)].concat();
    unrecognised(&twice, "same part");
}

#[test]
fn a_member_that_states_too_much_is_refused_before_it_is_read() {
    let mut header = tar::Header::new_gnu();
    header.set_path("data_batch_1.bin").expect("short");
    header.set_size(1 << 40);
    header.set_cksum();
    let error = read_archive("a.tar", header.as_bytes(), Source::Dropped).expect_err("large");
    assert!(
        matches!(&error, DataError::TooLarge { reason, .. } if reason.starts_with("at byte 0, ")),
        "{error}"
    );
}

#[test]
fn damaged_archives_are_refused() {
    let members = cifar10_members();
    let archive = tar(&borrowed(&members));
    let packed = gzip(&archive);
    let read = |bytes: &[u8]| read_archive("a", bytes, Source::Dropped);
    assert_eq!(read(&[]), Err(DataError::Empty { file: "a".into() }));
    for length in [packed.len() / 2, packed.len() - 4] {
        let result = read(&packed[..length]);
        assert!(matches!(result, Err(DataError::Compression { .. })), "{result:?}");
    }
    let result = read(&archive[..2000]);
    assert!(matches!(result, Err(DataError::Malformed { .. })), "{result:?}");
    assert!(read(&[7; 1000]).is_err());
}
