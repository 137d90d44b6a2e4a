//! `wedgelab manual`: the manual pages, generated from the same description as the arguments.

use super::Failure;
use super::arguments::{Arguments, ManualArguments};
use super::file_errors::{check_no_file, unusable_folder, with_cause};
use super::standard_streams::print;
use clap::{Command, CommandFactory};
use clap_mangen::Man;
use std::path::Path;

/// Prints the program's page, or writes the pages of all commands into a folder.
pub(super) fn manual(arguments: &ManualArguments) -> Result<(), Failure> {
    let mut program = Arguments::command().disable_help_subcommand(true);
    program.build();
    match &arguments.dir {
        None => print(&page(&program).map_err(Failure::other)?),
        Some(folder) => {
            check_no_file(folder)?;
            std::fs::create_dir_all(folder).map_err(|error| {
                let found = format!("{} cannot be created", folder.display());
                Failure::BadInput(with_cause(found, &error, "choose another folder"))
            })?;
            let written = write_pages(&program, folder)?;
            print(format!("{written} pages are in {}\n", folder.display()).as_bytes())
        }
    }
}

fn page(command: &Command) -> std::io::Result<Vec<u8>> {
    let mut page = Vec::new();
    Man::new(command.clone()).render(&mut page)?;
    Ok(page)
}

/// Writes the page of a command and those of its subcommands; returns the number of pages.
fn write_pages(command: &Command, folder: &Path) -> Result<usize, Failure> {
    let mut written = 1;
    // The display name includes the parent commands, joined with hyphens as man expects: `wedgelab-train`.
    let name = command.get_display_name().unwrap_or_else(|| command.get_name());
    let path = folder.join(format!("{name}.1"));
    page(command)
        .and_then(|page| std::fs::write(&path, page))
        .map_err(|error| unusable_folder(&path, &error))?;
    for command in command.get_subcommands().filter(|command| !command.is_hide_set()) {
        written += write_pages(command, folder)?;
    }
    Ok(written)
}
