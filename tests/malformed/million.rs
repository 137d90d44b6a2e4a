//! A million generated inputs over all readers: no panic, nothing partial, every error names the file and a reason.

use crate::mutations::Mutations;
use crate::readers;

/// Checks a reader on that many inputs. One that fails is printed, so that it can be tried alone.
fn try_inputs(count: usize, seeds: Vec<Vec<u8>>, check: fn(&[u8])) {
    seeds.iter().for_each(|seed| check(seed));
    let mut mutations = Mutations::of(seeds, 1);
    for number in 0..count {
        let bytes = mutations.next();
        let outcome = std::panic::catch_unwind(|| check(&bytes));
        assert!(outcome.is_ok(), "input {number}, {} bytes: {bytes:?}", bytes.len());
    }
}

#[test]
fn cifar10() {
    try_inputs(200_000, readers::cifar10::seeds(), readers::cifar10::check);
}

#[test]
fn cifar100() {
    try_inputs(160_000, readers::cifar100::seeds(), readers::cifar100::check);
}

#[test]
fn idx_images() {
    try_inputs(200_000, readers::idx_images::seeds(), readers::idx_images::check);
}

#[test]
fn idx_labels() {
    try_inputs(200_000, readers::idx_labels::seeds(), readers::idx_labels::check);
}

#[test]
fn archives() {
    try_inputs(60_000, readers::archive::seeds(), readers::archive::check);
}

#[test]
fn several_files() {
    try_inputs(80_000, readers::recognise::seeds(), readers::recognise::check);
}

#[test]
fn parameter_files() {
    try_inputs(50_000, readers::parameter_file::seeds(), readers::parameter_file::check);
}

#[test]
fn result_files() {
    try_inputs(50_000, readers::result_file::seeds(), readers::result_file::check);
}

#[test]
fn checkpoints() {
    try_inputs(50_000, readers::checkpoint::seeds(), readers::checkpoint::check);
}

#[test]
fn job_files() {
    try_inputs(50_000, readers::job_file::seeds(), readers::job_file::check);
}

#[test]
fn addresses() {
    try_inputs(50_000, readers::address::seeds(), readers::address::check);
}
