//! Damaged versions of valid files, and random bytes, for every reader: no panic, no partial result, every error names
//! the file and a reason. `make fuzz` tests the same properties further.

use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::{Config, RngSeed, TestRunner};

use crate::readers;

/// Inputs for one reader.
const CASES: u32 = 2_000;

/// A change at one position of a file.
#[derive(Clone, Debug)]
enum Edit {
    Truncate(Index),
    Overwrite(Index, u8),
    Insert(Index, Vec<u8>),
    Remove(Index, Index),
}

fn edit() -> impl Strategy<Value = Edit> {
    let place = any::<Index>;
    prop_oneof![
        place().prop_map(Edit::Truncate),
        (place(), any::<u8>()).prop_map(|(at, byte)| Edit::Overwrite(at, byte)),
        (place(), prop::collection::vec(any::<u8>(), 1..16)).prop_map(|(at, bytes)| Edit::Insert(at, bytes)),
        (place(), place()).prop_map(|(from, to)| Edit::Remove(from, to)),
    ]
}

fn damage(bytes: &mut Vec<u8>, edit: &Edit) {
    let end = bytes.len() + 1;
    match edit {
        Edit::Truncate(at) => bytes.truncate(at.index(end)),
        Edit::Overwrite(at, byte) => {
            let place = at.index(end);
            if let Some(found) = bytes.get_mut(place) {
                *found = *byte;
            }
        }
        Edit::Insert(at, more) => {
            let at = at.index(end);
            bytes.splice(at..at, more.iter().copied());
        }
        Edit::Remove(from, to) => {
            let (from, to) = (from.index(end), to.index(end));
            bytes.drain(from.min(to)..from.max(to));
        }
    }
}

/// Checks a reader on valid files, damaged ones and random bytes, the same in every run.
fn check(seeds: Vec<Vec<u8>>, check: fn(&[u8])) {
    seeds.iter().for_each(|seed| check(seed));
    let damaged =
        (prop::sample::select(seeds), prop::collection::vec(edit(), 1..4)).prop_map(|(seed, edits)| {
            let mut bytes = seed;
            edits.iter().for_each(|edit| damage(&mut bytes, edit));
            bytes
        });
    let inputs = prop_oneof![9 => damaged, 1 => prop::collection::vec(any::<u8>(), 0..600)];
    let config =
        Config { cases: CASES, rng_seed: RngSeed::Fixed(1), failure_persistence: None, ..Config::default() };
    let outcome = TestRunner::new(config).run(&inputs, |bytes| {
        check(&bytes);
        Ok(())
    });
    assert!(outcome.is_ok(), "{outcome:?}");
}

macro_rules! readers {
    ($($reader:ident),*) => {$(
        #[test]
        fn $reader() {
            check(readers::$reader::seeds(), readers::$reader::check);
        }
    )*};
}

readers!(
    address,
    archive,
    checkpoint,
    cifar10,
    cifar100,
    idx_images,
    idx_labels,
    job_file,
    parameter_file,
    pool_request,
    recognise,
    result_file
);
