//! The program as a user runs it: exit codes, files, messages.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod arguments;
mod commands;
#[cfg(unix)]
mod interrupted;
mod program;
mod reproduce;
