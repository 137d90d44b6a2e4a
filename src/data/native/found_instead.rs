//! What a folder holds instead of the expected files: what people often have.

use std::fs;
use std::path::Path;

/// The largest number of names that are checked.
const MOST: usize = 10_000;

/// A clause on what a folder, or a sub-folder of it, holds instead of the files of a data set.
pub(super) fn found_instead(directory: &Path) -> Option<String> {
    let names = names(directory);
    let has = |is_so: &dyn Fn(&str) -> bool| names.iter().any(|name| is_so(name));
    let ends = |endings: &[&str]| has(&|name| endings.iter().any(|ending| name.ends_with(ending)));
    let cifar100 = has(&|name| matches!(name, "cifar-100-python" | "cifar-100-python.tar.gz"));
    let cifar10 = has(&|name| {
        matches!(name, "cifar-10-batches-py" | "cifar-10-python.tar.gz" | "test_batch" | "batches.meta")
            || name.strip_prefix("data_batch_").is_some_and(|rest| rest.len() == 1)
    });
    let sentence = if cifar10 || cifar100 {
        let (title, name) = if cifar10 { ("CIFAR-10", "cifar10") } else { ("CIFAR-100", "cifar100") };
        format!(
            "this is the Python version of {title}, and wedgelab reads the binary version: `wedgelab data fetch {name}`"
        )
    } else if has(&|name| name.starts_with("emnist-")) {
        "these are files of EMNIST, and wedgelab reads MNIST and Fashion-MNIST, and your own files under their names with labels \
         below 10"
            .to_owned()
    } else if ends(&[".parquet"]) {
        "these are Parquet files, but wedgelab reads only the binary files of CIFAR and the idx files of \
         MNIST (see `wedgelab data fetch --help`)"
            .to_owned()
    } else if ends(&[".png", ".jpg", ".jpeg"]) {
        "these are single images, but wedgelab reads only the binary files of CIFAR and the idx files of \
         MNIST (see `wedgelab data fetch --help`)"
            .to_owned()
    } else if ends(&[".npz", ".npy", ".pt", ".pth", ".pkl", ".mat"]) {
        "these are files of Python or MATLAB, but wedgelab reads only the binary files of CIFAR and the idx \
         files of MNIST (see `wedgelab data fetch --help`)"
            .to_owned()
    } else {
        return None;
    };
    Some(sentence)
}

/// The names in a folder and in its sub-folders, two levels deep, in lower case.
fn names(directory: &Path) -> Vec<String> {
    let mut names = Vec::new();
    let mut level = vec![directory.to_path_buf()];
    for _ in 0..3 {
        let mut below = Vec::new();
        for entry in level.iter().filter_map(|folder| fs::read_dir(folder).ok()).flatten().flatten() {
            if names.len() >= MOST {
                return names;
            }
            names.push(entry.file_name().to_string_lossy().to_lowercase());
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                below.push(entry.path());
            }
        }
        level = below;
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_have_instead_is_called_by_its_name() {
        for (path, word) in [
            ("cifar-10-batches-py/data_batch_1", "Python version of CIFAR-10"),
            ("data_batch_1", "data fetch cifar10"),
            ("cifar-100-python/train", "Python version of CIFAR-100"),
            ("train/cat/1.png", "single images"),
            ("plain/train-00000-of-00001.parquet", "Parquet"),
            ("emnist-letters-train-images-idx3-ubyte.gz", "EMNIST"),
            ("mnist.npz", "Python or MATLAB"),
        ] {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
            let said = found_instead(folder.path()).unwrap();
            assert!(said.contains(word), "{said}");
        }
        assert_eq!(found_instead(tempfile::tempdir().unwrap().path()), None);
    }
}
