//! Input that may be anything: whatever the bytes, a reader gives what is in a valid file or an error that names the
//! file and a reason; and no malformed folder gets further than a message.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "../data/fixtures.rs"]
#[allow(dead_code, reason = "the tests of the readers use the rest")]
mod fixtures;
mod folders;
mod million;
mod mutations;
mod readers;
