//! The program as a user runs it: exit codes, files, messages.

mod arguments;
mod beginnings;
mod commands;
mod evaluate;
mod exchanged_images;
mod instructions;
#[cfg(unix)]
mod interrupted;
mod program;
mod reproduce;
