//! CIFAR: one archive, downloaded completely or in pieces, from servers of all kinds, and unpacked.

use crate::fetch::program::{Place, assert_only, sha256};
use crate::fetch::server::{Conduct, Server};
use crate::fixtures::{gzip, records, tar};

const NAME: &str = "cifar-100-binary.tar.gz";
const PART: &str = "cifar-100-binary.tar.gz.part";
const FOLDER: &str = "cifar-100-binary";

fn archive() -> Vec<u8> {
    let (train, test) = (records(&[&[1, 7], &[2, 8]]), records(&[&[3, 9]]));
    gzip(&tar(&[
        ("cifar-100-binary/", b""),
        ("cifar-100-binary/train.bin", &train),
        ("cifar-100-binary/fine_label_names.txt", b"apple"),
        ("cifar-100-binary/test.bin", &test),
    ]))
}

fn serve(conduct: Conduct) -> Server {
    Server::of(&[(NAME, archive())], conduct)
}

fn checksum() -> Vec<String> {
    vec![sha256(&archive())]
}

/// Fetches, and asserts that the data set is there as published.
fn fetched(place: &Place, addresses: &[&str]) -> String {
    let run = place.fetch("cifar100", addresses, &checksum());
    assert_eq!(run.code, Some(0), "{}", run.errors);
    assert!(run.output.contains("CIFAR-100: 2 training and 1 test images"), "{}", run.output);
    assert_only(place, &[FOLDER]);
    assert_eq!(place.names(FOLDER), ["SHA256SUMS", "test.bin", "train.bin"]);
    assert_eq!(std::fs::read(place.path(FOLDER).join("test.bin")).unwrap(), records(&[&[3, 9]]));
    run.errors
}

#[test]
fn an_archive_is_unpacked_and_a_second_fetch_does_nothing() {
    let (place, server) = (Place::new(), serve(Conduct::Good));
    fetched(&place, &[&server.address]);
    let verified = place.verify();
    assert_eq!(verified.code, Some(0), "{}", verified.errors);
    assert!(verified.output.contains(&checksum()[0]), "{}", verified.output);
    let again = place.fetch("cifar100", &[&server.address], &checksum());
    assert_eq!(again.code, Some(0), "{}", again.errors);
    assert!(again.output.contains("nothing to do"), "{}", again.output);
    assert_eq!(server.requests(), [(format!("/sets/{NAME}"), None)]);
}

#[test]
fn a_changed_file_is_found_and_stands_in_the_way() {
    let (place, server) = (Place::new(), serve(Conduct::Good));
    fetched(&place, &[&server.address]);
    // A pixel: the file is still readable.
    let path = place.path(FOLDER).join("test.bin");
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[100] ^= 1;
    std::fs::write(&path, &bytes).unwrap();
    let verified = place.verify();
    assert_eq!(verified.code, Some(2));
    assert!(verified.errors.contains("test.bin has changed since it was unpacked"), "{}", verified.errors);
    let again = place.fetch("cifar100", &[&server.address], &checksum());
    assert_eq!(again.code, Some(2));
    assert!(again.errors.contains("is in the way: it cannot be read as CIFAR-100 ("), "{}", again.errors);
    // What to do about a changed file is said where it is read, not here.
    assert!(!again.errors.contains("fetch the data set again"), "{}", again.errors);
    assert_eq!(std::fs::read(&path).unwrap(), bytes);
}

#[test]
fn without_a_checksum_of_its_own_an_address_must_have_the_published_file() {
    let (place, server) = (Place::new(), serve(Conduct::Good));
    let run = place.fetch("cifar100", &[&server.address], &[]);
    assert_eq!(run.code, Some(1));
    let published = "58a81ae192c23a4be8b1804d68e518ed807d710a4eb253b1f2a199162a40d8ec";
    assert!(run.errors.contains(published) && run.errors.contains(&checksum()[0]), "{}", run.errors);
    assert_only(&place, &[]);
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn a_broken_download_resumes_where_it_stopped() {
    let place = Place::new();
    let broken = serve(Conduct::BreaksAfter(100));
    let run = place.fetch("cifar100", &[&broken.address], &checksum());
    assert_eq!(run.code, Some(1));
    assert!(run.errors.contains(&broken.address) && run.errors.contains("run the same command again"));
    assert_only(&place, &[PART]);
    // Every connection delivered some bytes, and the next one requested those after them.
    let kept = std::fs::read(place.path(PART)).unwrap();
    assert_eq!(kept, archive()[..400]);
    let asked: Vec<_> = broken.requests().into_iter().map(|(_, range)| range).collect();
    let bytes = |from: usize| Some(format!("bytes={from}-"));
    assert_eq!(asked, [None, bytes(100), bytes(200), bytes(300)]);

    let good = serve(Conduct::Good);
    fetched(&place, &[&good.address]);
    assert_eq!(good.requests(), [(format!("/sets/{NAME}"), bytes(400))]);
}

#[test]
fn a_server_that_cannot_resume_sends_the_whole_file() {
    let (place, server) = (Place::new(), serve(Conduct::WithoutRanges));
    place.write(PART, &archive()[..300]);
    assert!(fetched(&place, &[&server.address]).contains("downloading from the start"));
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn a_part_of_another_file_is_discarded_and_said() {
    let longer = [archive(), vec![0; 10]].concat();
    for part in [vec![7; 300], longer] {
        let (place, server) = (Place::new(), serve(Conduct::Good));
        place.write(PART, &part);
        let said = fetched(&place, &[&server.address]);
        assert!(said.contains(NAME) && said.contains("is not the expected file"), "{said}");
        assert_eq!(server.requests().len(), 2);
        assert_eq!(server.requests()[1].1, None);
    }
}

#[test]
fn a_whole_part_needs_no_server() {
    let place = Place::new();
    place.write(PART, &archive());
    fetched(&place, &["http://127.0.0.1:1"]);
}

#[test]
fn a_download_that_ends_too_early_is_no_archive() {
    let (place, server) = (Place::new(), serve(Conduct::EndsAfter(200)));
    let run = place.fetch("cifar100", &[&server.address], &checksum());
    assert_eq!(run.code, Some(1));
    assert!(run.errors.contains(&sha256(&archive()[..200])) && run.errors.contains(&checksum()[0]));
    assert_only(&place, &[]);
}

#[test]
fn the_second_address_is_tried_when_the_first_fails() {
    let good = serve(Conduct::Good);
    let (absent, failing) = (Server::of(&[], Conduct::Good), serve(Conduct::Refuses(502)));
    let other = Server::of(&[(NAME, vec![1; 5000])], Conduct::Good);
    let breaking = serve(Conduct::BreaksAfter(0));
    for first in
        [absent.address, failing.address, other.address, breaking.address, "http://127.0.0.1:1".to_owned()]
    {
        let said = fetched(&Place::new(), &[&first, &good.address]);
        assert!(said.contains(&first) && said.contains("trying the next address"), "{said}");
    }
}

#[test]
fn a_busy_server_is_asked_again_when_it_says() {
    let server = serve(Conduct::BusyOnce);
    let said = fetched(&Place::new(), &[&server.address]);
    assert!(said.contains("the server is busy; trying again in 0 s"), "{said}");
    assert_eq!(server.requests().len(), 2);
}

#[test]
fn when_no_address_has_it_each_is_named_with_its_reason() {
    let place = Place::new();
    let (absent, failing) = (Server::of(&[], Conduct::Good), serve(Conduct::Refuses(500)));
    let run = place.fetch("cifar100", &[&absent.address, &failing.address, "http://127.0.0.1:1"], &[]);
    assert_eq!(run.code, Some(1));
    for word in [&absent.address, "404", &failing.address, "500", "127.0.0.1:1/", "refused"] {
        assert!(run.errors.contains(word), "{word}: {}", run.errors);
    }
    assert_only(&place, &[]);
    let one = place.fetch("cifar100", &[&absent.address], &[]);
    assert!(one.errors.contains("the server answered 404"), "{}", one.errors);
}

#[test]
fn a_member_that_leaves_the_folder_is_refused_and_nothing_is_unpacked() {
    let (train, test) = (records(&[&[1, 7]]), records(&[&[3, 9]]));
    let with = |path: &str| gzip(&tar(&[("a/train.bin", &train), ("a/test.bin", &test), (path, b"harm")]));
    for path in ["../../harm", "/tmp/harm", "a/../../harm"] {
        let place = Place::new();
        let server = Server::of(&[(NAME, with(path))], Conduct::Good);
        let run = place.fetch("cifar100", &[&server.address], &[sha256(&with(path))]);
        assert_eq!(run.code, Some(2));
        assert!(run.errors.contains(NAME) && run.errors.contains(path), "{}", run.errors);
        assert_only(&place, &[PART]);
    }
}

#[test]
fn files_are_unpacked_under_their_own_names_and_others_not_at_all() {
    let (train, test) = (records(&[&[1, 7]]), records(&[&[3, 9]]));
    let bytes = gzip(&tar(&[("deep/er/TRAIN (1).bin", &train), ("test.bin", &test), ("run.sh", b"harm")]));
    let (place, server) = (Place::new(), Server::of(&[(NAME, bytes.clone())], Conduct::Good));
    let run = place.fetch("cifar100", &[&server.address], &[sha256(&bytes)]);
    assert_eq!(run.code, Some(0), "{}", run.errors);
    assert_only(&place, &[FOLDER]);
    assert_eq!(place.names(FOLDER), ["SHA256SUMS", "test.bin", "train.bin"]);
}

#[test]
fn an_archive_that_is_no_data_set_is_refused_and_nothing_is_unpacked() {
    let batch = records(&[&[1]]);
    for bytes in [gzip(&tar(&[("data_batch_1.bin", &batch)])), gzip(b"text"), b"text".to_vec()] {
        let (place, server) = (Place::new(), Server::of(&[(NAME, bytes.clone())], Conduct::Good));
        let run = place.fetch("cifar100", &[&server.address], &[sha256(&bytes)]);
        assert_eq!(run.code, Some(2), "{}", run.errors);
        assert!(run.errors.contains(NAME), "{}", run.errors);
        assert_only(&place, &[PART]);
    }
}

#[test]
fn what_is_in_the_way_stays() {
    let server = serve(Conduct::Good);
    for name in ["cifar-100-binary/notes.txt", "cifar-100-binary/train.bin", "cifar-100-binary"] {
        let place = Place::new();
        place.write(name, b"mine");
        let run = place.fetch("cifar100", &[&server.address], &checksum());
        assert_eq!(run.code, Some(2), "{}", run.errors);
        assert!(run.errors.contains("in the way") && run.errors.contains(FOLDER), "{}", run.errors);
        assert_eq!(std::fs::read(place.path(name)).unwrap(), b"mine");
    }
    assert_eq!(server.requests(), []);
    let place = Place::new();
    std::fs::create_dir(place.path(FOLDER)).unwrap();
    fetched(&place, &[&server.address]);
}

#[test]
fn what_a_killed_process_left_does_no_harm() {
    let (place, server) = (Place::new(), serve(Conduct::Good));
    place.write(".cifar-100-binary.unpacking/train.bin", b"half");
    fetched(&place, &[&server.address]);
}
