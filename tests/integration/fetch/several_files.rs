//! The MNIST family: four files, kept as they are; and invalid arguments.

use crate::fetch::program::{Place, assert_only, sha256};
use crate::fetch::server::{Conduct, Server};
use crate::fixtures::{gzip, idx_file};

fn files() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("train-images-idx3-ubyte.gz", gzip(&idx_file(&[3, 1, 2], &[1, 2, 3, 4, 5, 6]))),
        ("train-labels-idx1-ubyte.gz", gzip(&idx_file(&[3], &[7, 8, 9]))),
        ("t10k-images-idx3-ubyte.gz", gzip(&idx_file(&[1, 1, 2], &[7, 8]))),
        ("t10k-labels-idx1-ubyte.gz", gzip(&idx_file(&[1], &[0]))),
    ]
}

fn checksums(files: &[(&str, Vec<u8>)]) -> Vec<String> {
    files.iter().map(|(_, bytes)| sha256(bytes)).collect()
}

#[test]
fn four_files_are_fetched_and_those_that_are_there_are_not_fetched_again() {
    let (place, files) = (Place::new(), files());
    let server = Server::of(&files, Conduct::Good);
    place.write("fashion-mnist/t10k-labels-idx1-ubyte.gz", &files[3].1);
    let run = place.fetch("fashion-mnist", &[&server.address], &checksums(&files));
    assert_eq!(run.code, Some(0), "{}", run.errors);
    assert!(run.output.contains("Fashion-MNIST: 3 training and 1 test images"), "{}", run.output);
    let mut names: Vec<_> = files.iter().map(|(name, _)| *name).collect();
    names.sort_unstable();
    assert_eq!(place.names("fashion-mnist"), names);
    assert_eq!(server.requests().len(), 3);
    let again = place.fetch("fashion-mnist", &[&server.address], &checksums(&files));
    assert!(again.output.contains("nothing to do"), "{}{}", again.output, again.errors);
    assert_eq!(server.requests().len(), 3);
    let verified = place.verify();
    assert_eq!(verified.code, Some(1), "{}", verified.errors);
    let listed = place.verify_as_json();
    assert_eq!((listed["data_sets"][0]["standing"].as_str(), verified.code), (Some("different"), Some(1)));
    assert!(verified.output.contains("differs from the published file"), "{}", verified.output);
}

#[test]
fn no_file_gets_its_name_before_all_are_there_and_read() {
    let files = files();
    let server = Server::of(&files[..3], Conduct::Good);
    let place = Place::new();
    let run = place.fetch("mnist", &[&server.address], &checksums(&files));
    assert_eq!(run.code, Some(1));
    assert!(run.errors.contains("t10k-labels-idx1-ubyte.gz") && run.errors.contains("404"), "{}", run.errors);
    assert!(place.names("mnist").iter().all(|name| name.ends_with(".part")));
    assert_eq!(place.names("mnist").len(), 3);

    let mut other = files;
    other[3].1 = gzip(&idx_file(&[2], &[0, 1]));
    let server = Server::of(&other, Conduct::Good);
    let run = place.fetch("mnist", &[&server.address], &checksums(&other));
    assert_eq!(run.code, Some(2));
    assert!(run.errors.contains("holds 1 images but"), "{}", run.errors);
    assert!(place.names("mnist").iter().all(|name| name.ends_with(".part")));
    // Only the last file still had to be downloaded.
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn a_file_of_the_same_name_stays() {
    let (place, files) = (Place::new(), files());
    let server = Server::of(&files, Conduct::Good);
    place.write("mnist/train-images-idx3-ubyte.gz", b"mine");
    let run = place.fetch("mnist", &[&server.address], &checksums(&files));
    assert_eq!(run.code, Some(2));
    assert!(run.errors.contains("train-images-idx3-ubyte.gz is in the way"), "{}", run.errors);
    assert_eq!(std::fs::read(place.path("mnist/train-images-idx3-ubyte.gz")).unwrap(), b"mine");
}

#[test]
fn the_files_of_a_namesake_are_not_taken_for_the_set() {
    let (place, files) = (Place::new(), files());
    for (name, bytes) in &files {
        place.write(name, bytes);
    }
    let server = Server::of(&files, Conduct::Good);
    let run = place.fetch("fashion-mnist", &[&server.address], &[]);
    assert_eq!(run.code, Some(2), "{}", run.errors);
    assert!(run.errors.contains("in the way"), "{}", run.errors);
    assert_eq!(server.requests(), []);
    let verified = place.verify();
    // With published names, but not the published files.
    assert_eq!(verified.code, Some(1));
    // MNIST and Fashion-MNIST have the same file names: found once, and named neither.
    assert_eq!(verified.output.matches("training and").count(), 1, "{}", verified.output);
    assert!(verified.output.contains("MNIST-style images"), "{}", verified.output);
}

#[test]
fn arguments_that_make_no_sense_are_refused_before_anything_is_made() {
    let place = Place::new();
    let folder = place.path("new");
    let refused = |arguments: &[&str], word: &str| {
        let run = crate::fetch::program::Run::from(
            std::process::Command::new(env!("CARGO_BIN_EXE_wedgelab"))
                .args(["data", "fetch"])
                .args(arguments)
                .arg("--dir")
                .arg(&folder)
                .output()
                .unwrap(),
        );
        assert_eq!(run.code, Some(2), "{arguments:?}: {}", run.errors);
        assert!(run.errors.contains(word), "{arguments:?}: {}", run.errors);
    };
    let checksum = sha256(b"");
    refused(&["cifar11"], "cifar10");
    refused(&["synthetic"], "fashion-mnist");
    refused(&["mnist", "--sha256", &checksum], "--url");
    refused(&["mnist", "--url", "http://127.0.0.1:1", "--sha256", &checksum], "train-labels-idx1-ubyte.gz");
    refused(&["mnist", "--url", "http://127.0.0.1:1", "--sha256", "abc"], "64 hexadecimal digits");
    for address in ["ftp://127.0.0.1/", "127.0.0.1", "", "http://127.0.0.1/?a=", "http://", "http://a b/"] {
        refused(&["mnist", "--url", address], "http:// or https://");
    }
    assert_only(&place, &[]);
    place.write("file", b"");
    let run = Place::fetch(&place, "mnist", &["http://127.0.0.1:1"], &[]);
    assert_eq!(run.code, Some(1));
    refused(&["mnist", "--dir", place.path("file").join("x").to_str().unwrap()], "used multiple times");
}

#[test]
fn a_folder_that_cannot_be_made_is_named() {
    let place = Place::new();
    place.write("file", b"");
    let inside = place.path("file").join("folder");
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_wedgelab"))
        .args(["data", "fetch", "mnist", "--dir"])
        .arg(&inside)
        .output()
        .unwrap();
    let run = crate::fetch::program::Run::from(output);
    assert_eq!(run.code, Some(2), "{}", run.errors);
    assert!(
        run.errors.contains(inside.to_str().unwrap()) && run.errors.contains("--data-dir"),
        "{}",
        run.errors
    );
}
