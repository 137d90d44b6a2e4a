//! Files recognised by their names, in any order.

use wedgelab::data::{DataError, Source, recognise};

use crate::fixtures::{gzip, idx_file, named, records};

fn batch(labels: &[u8]) -> Vec<u8> {
    let labels: Vec<&[u8]> = labels.chunks(1).collect();
    records(&labels)
}

fn message(files: &[(&str, Vec<u8>)], wanted: Source) -> String {
    let error = recognise(named(files), wanted).expect_err("no data set");
    assert!(matches!(error, DataError::Unrecognised { .. } | DataError::NoFiles { .. }), "{error}");
    error.to_string()
}

#[test]
fn batches_are_read_in_order_whatever_the_order_of_the_files() {
    let files = named(&[
        ("test_batch.bin", batch(&[9])),
        ("data_batch_2.bin", batch(&[2])),
        ("batches.meta.txt", b"airplane".to_vec()),
        ("data_batch_1 (1).bin", batch(&[1])),
    ]);
    let loaded = recognise(files, Source::Dropped).expect("valid");
    assert_eq!(loaded.data.train().labels(), [1, 2]);
    assert_eq!(loaded.data.train().name(), "CIFAR-10 train");
    assert_eq!(loaded.data.test().labels(), [9]);
    assert_eq!(loaded.data.test().name(), "CIFAR-10 test");
    assert!(loaded.description.contains("from 3 files"), "{}", loaded.description);
    assert_eq!(loaded.note, None);
}

#[test]
fn without_a_test_set_the_last_tenth_is_held_out_and_said() {
    let labels: Vec<u8> = (0..29).map(|index| index % 10).collect();
    for name in ["data_batch_4.bin", "test_batch.bin"] {
        let loaded = recognise(named(&[(name, batch(&labels))]), Source::Dropped).expect("valid");
        assert_eq!(loaded.data.train().labels(), &labels[..27]);
        assert_eq!(loaded.data.test().labels(), &labels[27..]);
        assert_eq!(loaded.data.test().name(), "CIFAR-10 held-out");
        let note = loaded.note.expect("said");
        assert!(note.contains("last tenth of the images (2)"), "{note}");
    }
    let one = recognise(named(&[("test_batch.bin", batch(&[1]))]), Source::Dropped);
    assert!(matches!(one, Err(DataError::Inconsistent { .. })), "{one:?}");
}

#[test]
fn mnist_and_its_relatives_are_called_as_the_caller_says() {
    let files = named(&[
        ("t10k-labels.idx1-ubyte", idx_file(&[1], &[4])),
        ("train-labels-idx1-ubyte.gz", gzip(&idx_file(&[2], &[9, 0]))),
        ("train-images-idx3-ubyte.gz", gzip(&idx_file(&[2, 1, 1], &[5, 6]))),
        ("t10k-images.idx3-ubyte", idx_file(&[1, 1, 1], &[7])),
    ]);
    for (wanted, name, class) in [
        (Source::Mnist, "MNIST train", "9"),
        (Source::FashionMnist, "Fashion-MNIST train", "ankle boot"),
        (Source::Dropped, "MNIST-style images train", "9"),
    ] {
        let loaded = recognise(files.clone(), wanted).expect("valid");
        let train = loaded.data.train();
        assert_eq!((train.labels(), train.pixels()), (&[9, 0][..], &[5, 6][..]));
        assert_eq!(loaded.data.test().labels(), [4]);
        assert_eq!(train.name(), name);
        assert_eq!(train.class_names()[9], class);
    }
    let one_pair = recognise(files[..3].to_vec(), Source::Dropped);
    let error = one_pair.expect_err("test images are missing");
    assert!(error.to_string().contains("one of them is missing"), "{error}");
}

#[test]
fn other_files_are_refused_with_what_is_accepted() {
    let cifar = ("data_batch_1.bin", batch(&[1, 2]));
    for (files, wanted, word) in [
        (vec![], Source::Dropped, "no image file"),
        (vec![("readme.html", vec![])], Source::Dropped, "no image file"),
        (vec![("cat.png", vec![1])], Source::Dropped, "cat.png"),
        (vec![("data_batch_1", vec![1])], Source::Dropped, "Python version"),
        (vec![cifar.clone(), ("test.bin", records(&[&[1, 1]]))], Source::Dropped, "different data sets"),
        (vec![cifar.clone(), ("a/data_batch_1.bin", batch(&[1]))], Source::Dropped, "same part"),
        (vec![cifar.clone()], Source::Mnist, "not files of MNIST"),
        (vec![cifar], Source::Synthetic, "not files of"),
    ] {
        let message = message(&files, wanted);
        assert!(message.contains(word), "{message}");
        assert!(message.contains("data_batch_1.bin to data_batch_5.bin"), "{message}");
    }
}

#[test]
fn a_damaged_file_is_named() {
    let files = named(&[("data_batch_1.bin", batch(&[1])), ("data_batch_2.bin", vec![0; 100])]);
    let error = recognise(files, Source::Dropped).expect_err("damaged");
    assert!(error.to_string().starts_with("data_batch_2.bin is not usable: at byte 0"));
}
