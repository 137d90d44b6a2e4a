//! Files with published names that are not the published ones, and those of another published set.

use crate::data::real_files;
use wedgelab::data::native::{self, Standing};
use wedgelab::data::{DataError, Source};

use crate::fixtures::{gzip, idx_file};

const NAMES: [&str; 4] = [
    "train-images-idx3-ubyte",
    "train-labels-idx1-ubyte",
    "t10k-images-idx3-ubyte",
    "t10k-labels-idx1-ubyte",
];

fn own_files() -> [Vec<u8>; 4] {
    [idx_file(&[2, 1, 1], &[5, 6]), idx_file(&[2], &[1, 2]), idx_file(&[1, 1, 1], &[7]), idx_file(&[1], &[3])]
}

#[test]
fn own_files_under_published_names_are_not_said_to_be_without_a_published_checksum() {
    for (folder_name, ending) in
        [("mnist", ""), ("mnist", ".gz"), ("fashion-mnist", ".gz"), ("", ".gz"), ("", "")]
    {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join(folder_name);
        std::fs::create_dir_all(&place).unwrap();
        for (name, bytes) in NAMES.iter().zip(own_files()) {
            let bytes = if ending.is_empty() { bytes } else { gzip(&bytes) };
            std::fs::write(place.join(format!("{name}{ending}")), bytes).unwrap();
        }
        let verified = native::verify(folder.path()).unwrap().remove(0).unwrap();
        assert!(
            matches!(verified.standing, Standing::Different { .. }),
            "{folder_name} {ending}: {verified:?}"
        );
    }
}

#[test]
fn the_published_files_of_another_set_are_refused() {
    let Some(real) = real_files::folder("the files of another set") else { return };
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("fashion-mnist");
    std::fs::create_dir(&place).unwrap();
    let Some(files) = native::files(Source::Mnist, &real) else { return };
    for file in files {
        std::fs::copy(&file, place.join(file.file_name().unwrap())).unwrap();
    }
    let error = native::load(Source::FashionMnist, Some(folder.path())).unwrap_err();
    assert!(matches!(error, DataError::OtherSet { found: "MNIST", .. }), "{error}");
    assert_eq!(native::load(Source::Mnist, Some(&real)).unwrap().published, Some(true));
}
