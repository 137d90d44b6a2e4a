//! The program as a user runs it: exit codes, files, messages.

mod arguments;
mod beginnings;
mod commands;
mod evaluate;
mod exchanged_images;
#[cfg(unix)]
mod foreign_files;
mod help_texts;
mod instructions;
#[cfg(unix)]
mod interrupted;
mod renamed;
mod reproduce;
pub(crate) mod running;
#[cfg(unix)]
mod served;
#[cfg(unix)]
mod signals;
#[cfg(unix)]
mod streams;
mod threads;
mod unused_settings;
