//! Ctrl-C, and two processes at once.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::fetch::program::{Place, Run, assert_only, sha256};
use crate::fetch::server::{Conduct, Server};
use crate::fixtures::{gzip, records, tar};

const NAME: &str = "cifar-100-binary.tar.gz";
const PART: &str = "cifar-100-binary.tar.gz.part";

fn archive() -> Vec<u8> {
    gzip(&tar(&[("train.bin", &records(&[&[1, 7]])), ("test.bin", &records(&[&[3, 9]]))]))
}

/// Waits until the file has that many bytes.
fn wait_for(place: &Place, bytes: u64) {
    let begun = Instant::now();
    while std::fs::metadata(place.path(PART)).map_or(0, |metadata| metadata.len()) < bytes {
        assert!(begun.elapsed() < Duration::from_secs(20), "nothing arrived");
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[cfg(unix)]
#[test]
fn ctrl_c_keeps_what_is_there_and_says_how_to_resume() {
    let place = Place::new();
    let slow = Server::of(&[(NAME, archive())], Conduct::StallsAfter(250));
    let checksums = [sha256(&archive())];
    let child = place
        .command("cifar100", &[&slow.address], &checksums)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    wait_for(&place, 250);
    // A second process for the same data set and folder reports that.
    let second = place.fetch("cifar100", &[&slow.address], &checksums);
    assert_eq!(second.code, Some(1));
    assert!(second.errors.contains("another process"), "{}", second.errors);

    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    let run = Run::from(child.wait_with_output().unwrap());
    assert_eq!(run.code, Some(130), "{}", run.errors);
    assert!(run.errors.contains(PART) && run.errors.contains("250 bytes"), "{}", run.errors);
    assert!(run.errors.contains("run the same command again"), "{}", run.errors);
    assert_only(&place, &[PART]);

    let good = Server::of(&[(NAME, archive())], Conduct::Good);
    let run = place.fetch("cifar100", &[&good.address], &checksums);
    assert_eq!(run.code, Some(0), "{}", run.errors);
    assert_eq!(good.requests(), [(format!("/sets/{NAME}"), Some("bytes=250-".to_owned()))]);
}

#[cfg(unix)]
#[test]
fn a_fetch_that_has_nothing_to_resume_does_not_promise_to() {
    let place = Place::new();
    let silent = Server::of(&[(NAME, archive())], Conduct::StallsAfter(0));
    let checksums = [sha256(&archive())];
    let child = place
        .command("cifar100", &[&silent.address], &checksums)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let begun = Instant::now();
    while silent.requests().is_empty() {
        assert!(begun.elapsed() < Duration::from_secs(20), "nothing was requested");
        std::thread::sleep(Duration::from_millis(5));
    }
    assert!(Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap().success());
    let run = Run::from(child.wait_with_output().unwrap());
    // A queue that reads 75 would start it again to resume.
    assert_eq!(run.code, Some(128 + 15), "{}", run.errors);
    assert!(run.errors.contains("interrupted before anything was downloaded"), "{}", run.errors);
    assert!(!run.errors.contains("resume"), "{}", run.errors);
}

#[test]
fn a_process_that_is_killed_leaves_nothing_that_is_in_the_way() {
    let place = Place::new();
    let slow = Server::of(&[(NAME, archive())], Conduct::StallsAfter(100));
    let checksums = [sha256(&archive())];
    let mut child =
        place.command("cifar100", &[&slow.address], &checksums).stderr(Stdio::null()).spawn().unwrap();
    wait_for(&place, 100);
    child.kill().unwrap();
    child.wait().unwrap();
    assert_only(&place, &[PART]);
    let good = Server::of(&[(NAME, archive())], Conduct::Good);
    assert_eq!(place.fetch("cifar100", &[&good.address], &checksums).code, Some(0));
    assert_only(&place, &["cifar-100-binary"]);
}
