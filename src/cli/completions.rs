//! `wedgelab completions`: shell completions, generated from the same description as the arguments.

use super::Failure;
use super::arguments::{Arguments, CompletionsArguments};
use super::standard_streams::print;
use crate::settings::UnknownName;
use clap::CommandFactory;
use clap_complete::{Shell, generate};

/// The supported shells.
pub(super) const SHELLS: &[&str] = &["bash", "elvish", "fish", "powershell", "zsh"];

/// Prints the completions for a shell.
pub(super) fn completions(arguments: &CompletionsArguments) -> Result<(), Failure> {
    let name = arguments.shell.as_str();
    let shell: Shell = name
        .parse()
        .map_err(|_| Failure::bad_input(UnknownName::new("shell", name, SHELLS.iter().copied())))?;
    let mut script = Vec::new();
    generate(shell, &mut Arguments::command(), "wedgelab", &mut script);
    print(&script)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::ValueEnum;

    #[test]
    fn every_shell_is_known() {
        let all: Vec<String> = Shell::value_variants().iter().map(Shell::to_string).collect();
        assert_eq!(all, SHELLS);
    }
}
