//! Malformed folders: the reader's error names what is wrong with which file, and the program exits with 2.

use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;
use wedgelab::data::{DataError, Source, native};

use crate::fixtures::{gzip, idx_file, records, tar};

/// A folder that holds a small data set, valid except for one thing.
struct Malformed {
    source: Source,
    folder: TempDir,
    /// Words that the message must have: the file, and what is wrong with it.
    words: [&'static str; 2],
}

fn cifar10() -> Vec<(&'static str, Vec<u8>)> {
    let names = ["data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin"];
    let names = names.into_iter().chain(["data_batch_5.bin", "test_batch.bin"]);
    names.map(|name| (name, records(&[&[1], &[2]]))).collect()
}

fn mnist() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("train-images-idx3-ubyte.gz", gzip(&idx_file(&[2, 1, 2], &[1, 2, 3, 4]))),
        ("train-labels-idx1-ubyte.gz", gzip(&idx_file(&[2], &[7, 8]))),
        ("t10k-images-idx3-ubyte.gz", gzip(&idx_file(&[1, 1, 2], &[7, 8]))),
        ("t10k-labels-idx1-ubyte.gz", gzip(&idx_file(&[1], &[0]))),
    ]
}

/// The files, with other bytes under one name.
fn but(mut files: Vec<(&'static str, Vec<u8>)>, name: &str, bytes: Vec<u8>) -> Vec<(&'static str, Vec<u8>)> {
    files.iter_mut().filter(|(other, _)| *other == name).for_each(|(_, old)| old.clone_from(&bytes));
    files
}

fn folder(files: &[(&str, Vec<u8>)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        std::fs::write(folder.path().join(name), bytes).unwrap();
    }
    folder
}

/// Folders with wrong bytes in one file.
fn wrong_bytes() -> Vec<Malformed> {
    let batch = records(&[&[1], &[2]]);
    let images = gzip(&idx_file(&[2, 1, 2], &[1, 2, 3, 4]));
    let mut damaged = images.clone();
    let middle = damaged.len() - 6;
    damaged[middle] ^= 1;
    let of = |source, files: &[_], words| Malformed { source, folder: folder(files), words };
    let batch_2 = |bytes, word| {
        of(Source::Cifar10, &but(cifar10(), "data_batch_2.bin", bytes), ["data_batch_2.bin", word])
    };
    let train = |bytes, word| {
        let name = "train-images-idx3-ubyte.gz";
        of(Source::Mnist, &but(mnist(), name, bytes), [name, word])
    };
    let archive = |bytes, word| {
        of(Source::Cifar100, &[("cifar-100-binary.tar.gz", bytes)], ["cifar-100-binary.tar.gz", word])
    };
    let (fine, test) = (records(&[&[1, 7]]), records(&[&[3, 9]]));
    let whole = gzip(&tar(&[("train.bin", &fine), ("test.bin", &test)]));
    vec![
        batch_2(vec![], "empty"),
        batch_2(batch[..5000].to_vec(), "is truncated"),
        batch_2(records(&[&[1], &[10]]), "at byte 3073, the label is 10"),
        train(vec![], "empty"),
        train(b"GIF89a".to_vec(), "at byte 0"),
        train(images[..images.len() - 5].to_vec(), "cannot be unpacked"),
        train(damaged, "cannot be unpacked"),
        train(gzip(&idx_file(&[2, 1, 2], &[1, 2, 3])), "file ends"),
        train(gzip(&idx_file(&[u32::MAX; 3], &[])), "no known data set needs more"),
        train(gzip(&idx_file(&[3, 1, 2], &[0; 6])), "holds 3 images but"),
        archive(vec![], "empty"),
        archive(whole[..whole.len() / 2].to_vec(), "cannot be unpacked"),
        archive(gzip(&tar(&[("../train.bin", &fine), ("test.bin", &test)])), "../train.bin"),
        archive(gzip(&tar(&[("train.bin", &fine)])), "lacks test.bin"),
        archive(
            gzip(&tar(&[("train.bin", &fine), ("test.bin", &records(&[&[3, 100]]))])),
            "at byte 1, the fine label",
        ),
        of(Source::Cifar10, &cifar10()[..4], ["data_batch_5.bin", "has no"]),
        of(Source::Mnist, &mnist()[..3], ["t10k-labels-idx1-ubyte", "has no"]),
        of(
            Source::Mnist,
            &but(mnist(), "t10k-images-idx3-ubyte.gz", gzip(&idx_file(&[1, 2, 1], &[7, 8]))),
            ["t10k-images-idx3-ubyte.gz", "is inconsistent"],
        ),
    ]
}

/// Folders with something other than a file where a file should be.
#[cfg(unix)]
fn wrong_kinds() -> Vec<Malformed> {
    use std::os::unix::fs::symlink;
    let with = |files: Vec<(&'static str, Vec<u8>)>, name: &'static str, word, make: &dyn Fn(&Path)| {
        let folder = folder(&files.into_iter().filter(|(other, _)| *other != name).collect::<Vec<_>>());
        make(&folder.path().join(name));
        Malformed { source: Source::Cifar10, folder, words: [name, word] }
    };
    let batch = |word, make: &dyn Fn(&Path)| with(cifar10(), "data_batch_1.bin", word, make);
    let pipe = |path: &Path| assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
    let mut folders = vec![
        batch("it is a folder", &|path| std::fs::create_dir(path).unwrap()),
        // A pipe without a writer: opening it would wait forever.
        batch("it is a pipe", &pipe),
        batch("cannot be read", &|path| symlink(path, path).unwrap()),
        batch("cannot be read", &|path| symlink("nowhere", path).unwrap()),
        batch("it is a pipe or a device", &|path| symlink("/dev/zero", path).unwrap()),
        // Larger than any data set, but sparse: it takes no space.
        batch("no known data set needs more", &|path| {
            std::fs::File::create(path).unwrap().set_len(1 << 40).unwrap();
        }),
        with(vec![], "cifar-10-binary.tar.gz", "it is a folder", &|path| std::fs::create_dir(path).unwrap()),
        with(vec![], "cifar-10-binary.tar.gz", "it is a pipe", &pipe),
    ];
    // A regular file that the system cannot read: the memory of a process, at address zero.
    if cfg!(target_os = "linux") {
        folders.push(batch("cannot be read", &|path| symlink("/proc/self/mem", path).unwrap()));
    }
    folders
}

#[cfg(not(unix))]
fn wrong_kinds() -> Vec<Malformed> {
    Vec::new()
}

fn wedgelab(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_wedgelab")).args(arguments).env_remove("WEDGELAB_DATA").output().unwrap()
}

/// Asserts that the program exited with 2 and printed these words.
fn assert_refused(arguments: &[&str], words: [&str; 2]) {
    let output = wedgelab(arguments);
    let message = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {message}");
    for word in words {
        assert!(message.contains(word), "'{word}' is not in: {message}");
    }
}

#[test]
fn the_error_names_the_file_and_what_is_wrong_with_it() {
    for Malformed { source, folder, words } in wrong_bytes().into_iter().chain(wrong_kinds()) {
        let error = native::load(source, Some(folder.path())).expect_err(words[1]);
        let message = error.to_string();
        for word in words {
            assert!(message.contains(word), "'{word}' is not in: {message}");
        }
        assert!(native::load(Source::Dropped, Some(folder.path())).is_err() || message.contains("has no"));
    }
}

#[test]
fn verifying_a_malformed_folder_ends_with_2() {
    for Malformed { folder, words, .. } in wrong_bytes().into_iter().chain(wrong_kinds()) {
        assert_refused(&["data", "verify", folder.path().to_str().unwrap()], words);
    }
}

#[test]
fn verifying_a_folder_without_data_or_no_folder_ends_with_2() {
    let place = tempfile::tempdir().unwrap();
    std::fs::write(place.path().join("holiday.jpg"), "sun").unwrap();
    let text = place.path().to_str().unwrap();
    assert_refused(&["data", "verify", text], [text, "holds no data set"]);
    for name in ["missing", "holiday.jpg"] {
        let path = place.path().join(name);
        assert_refused(&["data", "verify", path.to_str().unwrap()], [name, "cannot be read"]);
    }
}

#[test]
fn one_malformed_set_does_not_hide_the_others() {
    let place = folder(&[]);
    for (sub, files) in
        [("mnist", mnist()), ("cifar-10-batches-bin", but(cifar10(), "test_batch.bin", vec![1]))]
    {
        std::fs::create_dir(place.path().join(sub)).unwrap();
        for (name, bytes) in files {
            std::fs::write(place.path().join(sub).join(name), bytes).unwrap();
        }
    }
    let output = wedgelab(&["data", "verify", place.path().to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(2));
    let (told, failed) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(told.contains("MNIST: 2 training and 1 test images"), "{told}");
    assert!(failed.contains("test_batch.bin") && failed.contains("cannot be used: 1 of 2"), "{failed}");
}

#[test]
fn a_file_of_the_name_goes_before_what_is_none() {
    let mut files = mnist();
    files.truncate(4);
    let place = folder(&files);
    std::fs::create_dir(place.path().join("train-images-idx3-ubyte")).unwrap();
    let loaded = native::load(Source::Mnist, Some(place.path())).expect("the compressed file is there");
    assert_eq!(loaded.data.train().count(), 2);
    let none = native::load(Source::Cifar100, Some(place.path()));
    assert!(matches!(none, Err(DataError::MissingFile { .. })), "{none:?}");
}

#[cfg(feature = "compute")]
#[test]
fn training_on_a_malformed_folder_ends_with_2_and_leaves_no_result() {
    for Malformed { source, folder, words } in wrong_bytes().into_iter().chain(wrong_kinds()) {
        let out = tempfile::tempdir().unwrap();
        let (data, run) = (folder.path().to_str().unwrap(), out.path().join("run"));
        let arguments =
            ["train", "--device", "cpu", "--network", "cnn-2", "--epochs", "1", "--data-dir", data];
        let rest = ["--data", source.name(), "--out", run.to_str().unwrap()];
        assert_refused(&[&arguments[..], &rest[..]].concat(), words);
        assert!(!run.join("result.json").exists(), "{words:?}");
    }
}
