//! The data sets: what is read is what was written, and what is damaged is refused with a reason.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod arbitrary_bytes;
mod archives;
mod built_in;
mod cifar;
mod fixtures;
mod folders;
mod idx;
mod real_files;
mod recognition;
