//! Parses the arguments, and shows the help of the experiment that they name. Invalid arguments are reported like all
//! other errors, an unknown command like any unknown name.

use super::BAD_INPUT;
use super::arguments::Arguments;
use super::settings_text::settings_for_help;
use super::standard_streams::{remark, succeeded};
use crate::experiment::Experiment;
use crate::job::LandscapeSpecification;
use crate::settings::UnknownName;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Command, CommandFactory, Error, FromArgMatches};
use std::io::Write;
use std::process::exit;

/// The arguments of this program.
///
/// # Errors
/// When they are invalid, or ask for help.
pub(super) fn parse() -> Result<Arguments, Error> {
    let arguments: Vec<String> =
        std::env::args_os().skip(1).map(|argument| argument.to_string_lossy().into_owned()).collect();
    let command = with_help_on_experiment(Arguments::command(), &arguments);
    Arguments::from_arg_matches(&command.try_get_matches()?)
}

/// The command, with the help of `run` extended by the settings of the experiment that the arguments name.
fn with_help_on_experiment(command: Command, arguments: &[String]) -> Command {
    let is_run = arguments.iter().any(|argument| argument == "run");
    let named = |known: &'static [&'static str]| {
        known.iter().copied().find(|name| {
            let is_named =
                |argument: &String| argument.strip_prefix("--landscape=").unwrap_or(argument) == *name;
            arguments.iter().any(is_named)
        })
    };
    match named(Experiment::KNOWN).filter(|_| is_run) {
        Some(experiment) => {
            let settings = settings_for_help(experiment, named(LandscapeSpecification::NAMES));
            command.mut_subcommand("run", |run| run.after_long_help(settings))
        }
        None => command,
    }
}

/// Ends the program: with exit code 2 for bad arguments, with 0 after requested help.
pub(super) fn refuse(error: &Error) -> ! {
    if let (ErrorKind::InvalidSubcommand, Some(ContextValue::String(name))) =
        (error.kind(), error.get(ContextKind::InvalidSubcommand))
    {
        let arguments = std::env::args_os().skip(1).map(|argument| argument.to_string_lossy().into_owned());
        let mut command = asked_for(Arguments::command(), arguments);
        let unknown = unknown_command(&command, name);
        remark(&format!("wedgelab: {unknown}\n\n{}", command.render_usage()));
        exit(i32::from(BAD_INPUT));
    }
    let is_help_instead = error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand;
    if error.use_stderr() && !is_help_instead {
        remark(&format!("wedgelab: {}", in_words(error)));
        exit(error.exit_code());
    }
    // The help: to standard output if it was asked for, to standard error if a command is missing.
    let printed = error.print().and_then(|()| std::io::stdout().flush());
    if is_help_instead {
        exit(error.exit_code());
    }
    match succeeded(printed) {
        Ok(()) => exit(error.exit_code()),
        Err(failure) => {
            remark(&format!("wedgelab: {failure}"));
            exit(1);
        }
    }
}

/// The innermost command that the arguments name.
fn asked_for(program: Command, arguments: impl Iterator<Item = String>) -> Command {
    let mut command = program;
    command.build();
    for argument in arguments {
        if let Some(next) = command.find_subcommand(&argument) {
            command = next.clone();
        }
    }
    command
}

/// What is unknown about the name of a command. `wedgelab help --help` takes an option for one.
fn unknown_command(command: &Command, name: &str) -> String {
    if name.starts_with('-') {
        return format!(
            "{name} is an option, not a command; run `wedgelab help COMMAND` or `wedgelab COMMAND --help`"
        );
    }
    UnknownName::new("command", name, command.get_subcommands().map(Command::get_name)).to_string()
}

/// An invalid argument as a message: that of the value's check alone, which says what was found and what is allowed; of
/// other errors all that clap says.
fn in_words(error: &Error) -> String {
    let cause = std::error::Error::source(error).filter(|_| error.kind() == ErrorKind::ValueValidation);
    match cause {
        Some(cause) => cause.to_string(),
        None => {
            let text = error.render().to_string();
            text.strip_prefix("error: ").unwrap_or(&text).trim_end().to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_in_the_text_of_the_page_are_complete() {
        let page = include_str!("../../index.html");
        let commands = page.split("<code>wedgelab ").skip(1);
        let commands: Vec<&str> = commands.filter_map(|rest| rest.split("</code>").next()).collect();
        assert!(commands.iter().any(|command| command.starts_with("reproduce ")), "{commands:?}");
        for command in commands {
            let words = std::iter::once("wedgelab").chain(command.split_whitespace());
            if let Err(error) = Arguments::command().try_get_matches_from(words) {
                panic!("{command}: {error}");
            }
        }
    }

    #[test]
    fn the_commands_of_the_command_at_hand_are_listed() {
        let program = Command::new("program").subcommand(Command::new("train")).subcommand(
            Command::new("data").subcommand(Command::new("fetch")).subcommand(Command::new("verify")),
        );
        let refusal = |arguments: &[&str], name| {
            let arguments = arguments.iter().map(|&argument| argument.to_owned());
            unknown_command(&asked_for(program.clone(), arguments), name)
        };
        let outer = refusal(&["trian"], "trian");
        assert!(outer.contains("did you mean 'train'"), "{outer}");
        let nested = refusal(&["data", "fech"], "fech");
        assert!(nested.contains("did you mean 'fetch'") && nested.contains("fetch, verify"), "{nested}");
        let option = refusal(&["help", "--help"], "--help");
        assert!(option.starts_with("--help is an option, not a command; "), "{option}");
    }
}
