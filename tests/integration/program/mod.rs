//! The program as a user runs it: exit codes, files, messages.

mod arguments;
mod beginnings;
mod commands;
mod evaluate;
mod exchanged_images;
#[cfg(unix)]
mod interrupted;
mod program;
mod reproduce;
