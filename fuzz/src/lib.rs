//! Shared by the fuzz targets: the properties, which the tests check too, and seeds that are made when a target starts.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a target fails by panicking")]

#[path = "../../tests/integration/fixtures.rs"]
#[allow(dead_code, reason = "the tests of the readers use the rest")]
mod fixtures;
#[path = "../../tests/integration/readers/mod.rs"]
pub mod readers;

pub use libfuzzer_sys;

/// The target for a module of [`readers`].
#[macro_export]
macro_rules! target {
    ($reader:ident) => {
        $crate::libfuzzer_sys::fuzz_target!(
            init: $crate::plant($crate::readers::$reader::seeds()),
            |bytes: &[u8]| $crate::readers::$reader::check(bytes)
        );
    };
}

/// Writes seeds into the corpus, a folder, before the fuzzer reads it: the repository contains none. Without such a
/// folder (for example to try one input again) it does nothing.
pub fn plant(seeds: Vec<Vec<u8>>) {
    let folders = std::env::args().skip(1).filter(|argument| !argument.starts_with('-'));
    let Some(corpus) = folders.map(std::path::PathBuf::from).find(|path| path.is_dir()) else { return };
    for (index, seed) in seeds.iter().enumerate() {
        std::fs::write(corpus.join(format!("seed-{index}")), seed).expect("the corpus can be written");
    }
}
