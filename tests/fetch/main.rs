//! `wedgelab data fetch` against a server on this computer that behaves well, badly and in between.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod archives;
#[path = "../data/fixtures.rs"]
#[allow(dead_code, reason = "the tests of the readers use the rest")]
mod fixtures;
mod interruptions;
mod program;
mod server;
mod several_files;
