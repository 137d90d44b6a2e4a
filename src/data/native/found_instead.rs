//! What a folder holds instead of the expected files: what people often have.

use std::fs;
use std::path::Path;

/// The largest number of names that are checked.
const MOST: usize = 10_000;

/// What a folder, or a sub-folder of it, holds instead of the files of a data set: a clause that begins with a comma, or
/// nothing.
pub(super) fn found_instead(directory: &Path) -> String {
    let names = names(directory);
    let has = |is_so: &dyn Fn(&str) -> bool| names.iter().any(|name| is_so(name));
    let ends = |endings: &[&str]| has(&|name| endings.iter().any(|ending| name.ends_with(ending)));
    let cifar100 = has(&|name| matches!(name, "cifar-100-python" | "cifar-100-python.tar.gz"));
    let cifar10 = has(&|name| {
        matches!(name, "cifar-10-batches-py" | "cifar-10-python.tar.gz" | "test_batch" | "batches.meta")
            || name.strip_prefix("data_batch_").is_some_and(|rest| rest.len() == 1)
    });
    let known = "the binary files of CIFAR and the idx files of MNIST";
    let (found, readable) = if cifar10 {
        ("the Python version of CIFAR-10", "the binary version")
    } else if cifar100 {
        ("the Python version of CIFAR-100", "the binary version")
    } else if has(&|name| name.starts_with("emnist-")) {
        ("files of EMNIST", "MNIST, Fashion-MNIST, and files with the same names and with labels below 10")
    } else if ends(&[".parquet"]) {
        ("Parquet files", known)
    } else if ends(&[".png", ".jpg", ".jpeg"]) {
        ("single images", known)
    } else if ends(&[".npz", ".npy", ".pt", ".pth", ".pkl", ".mat"]) {
        ("files of Python or MATLAB", known)
    } else {
        return String::new();
    };
    format!(", but {found}, and only {readable} can be read")
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
            ("data_batch_1", ", but the Python version of CIFAR-10, and only the binary version can be read"),
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
            let said = found_instead(folder.path());
            assert!(said.contains(word), "{said}");
        }
        assert_eq!(found_instead(tempfile::tempdir().unwrap().path()), "");
    }
}
