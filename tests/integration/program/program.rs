//! The program, and what it leaves.

use std::path::Path;
use std::process::{Command, Output};

/// The program, with no data sets but those that it is told of.
pub fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wedgelab"));
    command.env_remove("WEDGELAB_DATA");
    command
}

pub fn wedgelab(arguments: &[&str]) -> Output {
    program().args(arguments).output().unwrap()
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The names of what is in a folder.
pub fn files(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}
