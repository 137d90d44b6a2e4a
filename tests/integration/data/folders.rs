//! Data sets found in folders on disk.

use std::path::{Path, PathBuf};

use wedgelab::data::{DataError, Loaded, Source, native};

use crate::fixtures::{gzip, idx_file, records, tar};

/// A folder that is removed at the end of its test.
struct Folder(PathBuf);

impl Folder {
    fn with(test: &str, files: &[(&str, Vec<u8>)]) -> Self {
        let name = format!("wedgelab-data-{}-{test}", std::process::id());
        let folder = Self(std::env::temp_dir().join(name));
        std::fs::create_dir_all(&folder.0).expect("temporary folder");
        for (name, bytes) in files {
            let path = folder.0.join(name);
            std::fs::create_dir_all(path.parent().expect("has one")).expect("sub-folder");
            std::fs::write(path, bytes).expect("temporary file");
        }
        folder
    }

    fn load(&self, source: Source) -> Result<Loaded, DataError> {
        native::load(source, Some(&self.0))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).expect("own folder");
    }
}

fn cifar10_files() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("cifar-10-batches-bin/data_batch_1.bin", records(&[&[1]])),
        ("cifar-10-batches-bin/data_batch_2.bin", records(&[&[2]])),
        ("cifar-10-batches-bin/data_batch_3.bin", records(&[&[3]])),
        ("cifar-10-batches-bin/data_batch_4.bin", records(&[&[4]])),
        ("cifar-10-batches-bin/data_batch_5.bin", records(&[&[5]])),
        ("cifar-10-batches-bin/test_batch.bin", records(&[&[6]])),
        ("holiday.jpg", vec![1, 2, 3]),
    ]
}

#[test]
fn a_set_is_found_in_its_usual_sub_folder_or_directly() {
    let folder = Folder::with("usual", &cifar10_files());
    let loaded = folder.load(Source::Cifar10).expect("complete");
    assert_eq!(loaded.data.train().labels(), [1, 2, 3, 4, 5]);
    let directly = folder.0.join("cifar-10-batches-bin");
    let again = native::load(Source::Cifar10, Some(&directly)).expect("complete");
    assert_eq!(again.data, loaded.data);
    assert_eq!(native::load(Source::Dropped, Some(&directly)).expect("complete").data, again.data);
    // They have the published names, but are not the published files.
    assert_eq!((again.published, loaded.published), (Some(false), Some(false)));
    assert!(again.note.expect("said").contains("data_batch_1.bin differs from the published file"));
}

#[test]
fn a_missing_file_is_named_with_its_folder_and_where_to_get_it() {
    let folder = Folder::with("missing", &cifar10_files()[..5]);
    let error = folder.load(Source::Cifar10).expect_err("incomplete");
    let DataError::MissingFile { directory, file, advice, .. } = error else {
        panic!("{error}");
    };
    assert!(directory.ends_with("cifar-10-batches-bin"));
    assert_eq!(file, "test_batch.bin");
    assert!(advice.contains("cs.toronto.edu"));
    // The command fetches into the folder that is searched.
    assert!(advice.contains(&format!("--data-dir {}`", folder.0.display())), "{advice}");
}

#[test]
fn an_archive_in_the_folder_is_read() {
    let (train, test) = (records(&[&[1, 7], &[2, 8]]), records(&[&[3, 9]]));
    let archive = gzip(&tar(&[("a/train.bin", &train), ("a/test.bin", &test)]));
    let folder = Folder::with("archive", &[("cifar-100-binary.tar.gz", archive)]);
    let loaded = folder.load(Source::Cifar100).expect("complete");
    assert_eq!(loaded.data.train().labels(), [7, 8]);
    assert!(matches!(folder.load(Source::Cifar10), Err(DataError::MissingFile { .. })));
}

#[test]
fn of_a_file_and_its_compressed_copy_the_file_is_taken() {
    let folder = Folder::with(
        "copies",
        &[
            ("MNIST/raw/train-images-idx3-ubyte", idx_file(&[1, 1, 1], &[5])),
            ("MNIST/raw/train-images-idx3-ubyte.gz", vec![1, 2, 3]),
            ("MNIST/raw/train-labels-idx1-ubyte", idx_file(&[1], &[5])),
            ("MNIST/raw/t10k-images-idx3-ubyte", idx_file(&[1, 1, 1], &[5])),
            ("MNIST/raw/t10k-labels-idx1-ubyte", idx_file(&[1], &[5])),
        ],
    );
    let loaded = folder.load(Source::Mnist).expect("complete");
    assert_eq!(loaded.data.train().pixels(), [5]);
}

#[test]
fn a_folder_is_needed_and_must_exist() {
    assert!(matches!(native::load(Source::Mnist, None), Err(DataError::NoDirectory { .. })));
    let absent = Path::new("/nowhere/at/all");
    for source in [Source::Cifar100, Source::Dropped] {
        assert!(matches!(native::load(source, Some(absent)), Err(DataError::Unreadable { .. })));
    }
    let empty = Folder::with("empty", &[]);
    assert!(matches!(empty.load(Source::Dropped), Err(DataError::NoDataSet { .. })));
}
