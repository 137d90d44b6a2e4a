//! The settings of jobs as text: for the help, and as the job file that `wedgelab settings` prints. Everything comes
//! from the settings tables and the default specification.

use super::Failure;
use crate::descent::DescentSpecification;
use crate::experiment::Experiment;
use crate::job::{LandscapeSpecification, Specification};
use crate::settings::{Setting, UnknownName};
use clap::Command;
use serde_json::{Map, Value};
use std::fmt::Write;

/// The widest line of the help, in columns.
pub(super) const WIDEST_LINE: usize = 100;

/// The default specifications of an experiment: one for each landscape that it runs on.
pub(super) fn defaults_of(experiment: &str) -> Vec<Specification> {
    LandscapeSpecification::NAMES.iter().filter_map(|landscape| default_on(experiment, landscape)).collect()
}

fn default_on(experiment: &str, landscape: &str) -> Option<Specification> {
    let names = [("experiment", experiment), ("landscape", landscape)];
    let names = names.map(|(field, name)| (field.to_owned(), Value::from(name)));
    Specification::from_map(&Map::from_iter(names)).ok()
}

/// The default specification of an experiment on a landscape; without one, on a network if the experiment runs on one,
/// else on the wedges.
///
/// # Errors
/// When a name is unknown, or the experiment does not run on the landscape.
pub(super) fn default_specification(
    experiment: &str,
    landscape: Option<&str>,
) -> Result<Specification, Failure> {
    let names = Experiment::KNOWN;
    UnknownName::check("experiment", experiment, names).map_err(Failure::bad_input)?;
    if let Some(landscape) = landscape {
        UnknownName::check("landscape", landscape, LandscapeSpecification::NAMES)
            .map_err(Failure::bad_input)?;
    }
    let mut defaults = defaults_of(experiment);
    let runs_on: Vec<&str> = defaults.iter().map(|specification| specification.landscape.name()).collect();
    let wanted = landscape.unwrap_or(if runs_on.contains(&"network") { "network" } else { "wedges" });
    match defaults.iter().position(|specification| specification.landscape.name() == wanted) {
        Some(place) => Ok(defaults.swap_remove(place)),
        None => Err(Failure::BadInput(anyhow::anyhow!(
            "{experiment} does not run on the landscape {wanted}; choose --landscape {}",
            runs_on.join(" or ")
        ))),
    }
}

/// Every experiment with a sentence.
pub(super) fn experiments() -> String {
    let mut text = String::new();
    for name in Experiment::KNOWN {
        // Writing into a String does not fail.
        let _ = writeln!(text, "  {name}\n      {}", what_it_shows(name));
    }
    text
}

/// What an experiment shows, and its landscape if it has only one.
fn what_it_shows(experiment: &str) -> String {
    let shows =
        Experiment::NAMES.iter().find(|(name, _)| *name == experiment).map_or("", |(_, shows)| *shows);
    let landscapes = defaults_of(experiment).iter().map(|one| one.landscape.name()).collect::<Vec<_>>();
    match landscapes[..] {
        [single] => format!("{shows} (on {} only)", landscape_in_words(single)),
        _ => shows.to_owned(),
    }
}

/// What `wedgelab run --help` ends with.
pub(super) fn experiments_for_help() -> String {
    format!(
        "Experiments:\n{}\n`wedgelab run EXPERIMENT --help` lists the settings of an experiment, and `wedgelab settings \
         EXPERIMENT` prints them as a job file.",
        experiments()
    )
}

/// The end of an experiment's help: what it shows, and the settings that it uses, with defaults and ranges.
pub(super) fn settings_for_help(experiment: &str, landscape: Option<&str>) -> String {
    let mut defaults = defaults_of(experiment);
    defaults.retain(|specification| landscape.is_none_or(|name| specification.landscape.name() == name));
    let mut text = format!("{experiment}: {}.\n\n", what_it_shows(experiment));
    let own: &[Setting] = defaults.first().map_or(&[], |specification| specification.experiment.settings());
    section(&mut text, &format!("Settings of {experiment}"), own, &defaults);
    for specification in &defaults {
        let words = landscape_in_words(specification.landscape.name());
        let of_landscape = std::slice::from_ref(specification);
        section(&mut text, &format!("Settings of {words}"), specification.landscape.settings(), of_landscape);
    }
    let common: Vec<Setting> = defaults.first().map(common_settings).unwrap_or_default();
    section(&mut text, "Setting of every experiment", &common, &defaults);
    section(&mut text, "Settings of the descents to optima", DescentSpecification::SETTINGS, &defaults);
    text + &format!(
        "Set them with --set NAME=VALUE, or in a job file (NAME = VALUE, text in quotation marks), which `wedgelab \
         settings {experiment}` prints."
    )
}

/// The settings that belong to neither the experiment nor the landscape nor the descent, except the two that name the
/// former.
fn common_settings(specification: &Specification) -> Vec<Setting> {
    let known = [specification.experiment.settings(), specification.landscape.settings()];
    let known = [known.concat(), DescentSpecification::SETTINGS.to_vec()].concat();
    let is_common = |setting: &Setting| {
        !["experiment", "landscape"].contains(&setting.name)
            && !known.iter().any(|known| known.name == setting.name)
    };
    specification.settings().into_iter().filter(is_common).collect()
}

fn landscape_in_words(landscape: &str) -> &'static str {
    if landscape == "network" { "networks" } else { "wedges" }
}

/// The settings that at least one of the jobs uses.
fn section(text: &mut String, title: &str, settings: &[Setting], defaults: &[Specification]) {
    let used: Vec<(&Setting, String)> =
        settings.iter().filter_map(|setting| Some((setting, default_in_words(setting, defaults)?))).collect();
    if used.is_empty() {
        return;
    }
    let _ = writeln!(text, "{title}:\n");
    for (setting, default) in used {
        let _ = writeln!(text, "  {} = {default}", setting.name);
        let _ = writeln!(text, "      {}.", setting.meaning);
        let _ = writeln!(text, "      {}", values_in_words(setting));
    }
    text.push('\n');
}

/// A default of jobs, on each landscape if it differs or if not all of them use the setting; `None` if none does.
fn default_in_words(setting: &Setting, defaults: &[Specification]) -> Option<String> {
    let shown = |specification: &Specification| in_toml(specification.to_map().get(setting.name));
    let found: Vec<(String, &str)> = defaults
        .iter()
        .filter(|one| one.uses(setting.name))
        .map(|one| (shown(one), landscape_in_words(one.landscape.name())))
        .collect();
    let (first, _) = found.first()?;
    if found.len() == defaults.len() && found.iter().all(|(value, _)| value == first) {
        return Some(first.clone());
    }
    let on_each: Vec<String> = found.iter().map(|(value, words)| format!("{value} on {words}")).collect();
    Some(on_each.join(", "))
}

/// The values of a setting, with their unit.
fn values_in_words(setting: &Setting) -> String {
    match setting.unit {
        "" => setting.values.to_string(),
        unit => format!("{} (unit: {unit})", setting.values),
    }
}

/// A value in the syntax of a job file; `(none)` without a value.
pub(super) fn in_toml(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => "(none)".to_owned(),
        Some(Value::Array(numbers)) => {
            let numbers: Vec<String> = numbers.iter().map(Value::to_string).collect();
            format!("[{}]", numbers.join(", "))
        }
        Some(value) => value.to_string(),
    }
}

/// The default specification as a commented job file. Reading it gives the same specification.
pub(super) fn job_file(specification: &Specification) -> String {
    let (experiment, landscape) = (specification.experiment.name(), specification.landscape.name());
    let mut text = format!(
        "# {experiment}: {}.\n\
         #\n\
         # Every setting that it uses on {}, with its default. Change or delete settings as you like, and\n\
         # run the file with `wedgelab run --job FILE`.\n",
        what_it_shows(experiment),
        landscape_in_words(landscape)
    );
    let values = specification.to_map();
    for setting in specification.used_settings() {
        let _ = writeln!(text, "\n# {}.\n# {}", setting.meaning, values_in_words(&setting));
        let _ = match values.get(setting.name) {
            None | Some(Value::Null) => writeln!(text, "# {} = \"…\"", setting.name),
            value => writeln!(text, "{} = {}", setting.name, in_toml(value)),
        };
    }
    text
}

/// Wraps a text to the terminal like the help; indented lines stay indented.
pub(super) fn wrapped(text: &str) -> String {
    let command = Command::new("text").help_template("{about}").about(text.to_owned());
    command.max_term_width(WIDEST_LINE).render_help().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::job_file::JobFile;
    use crate::settings::Values;

    #[test]
    fn the_job_file_of_every_experiment_gives_its_default_specification() {
        for experiment in Experiment::KNOWN {
            for specification in defaults_of(experiment) {
                let text = job_file(&specification);
                let read = JobFile::parse("job.toml", &text).unwrap();
                assert_eq!(Specification::from_map(&read.settings).unwrap(), specification, "{text}");
            }
        }
    }

    #[test]
    fn every_setting_says_what_it_does_and_the_help_tells_its_default() {
        for experiment in Experiment::KNOWN {
            for specification in defaults_of(experiment) {
                let help = settings_for_help(experiment, Some(specification.landscape.name()));
                for setting in specification.used_settings() {
                    let name = setting.name;
                    assert!(setting.meaning.len() > 3 && !setting.meaning.ends_with('.'), "{name}");
                    let is_number = matches!(setting.values, Values::Number(_) | Values::Numbers { .. });
                    assert!(is_number || setting.unit.is_empty() || name == "values", "{name}");
                    if !["experiment", "landscape"].contains(&name) {
                        let default = in_toml(specification.to_map().get(name));
                        assert!(help.contains(&format!("  {name} = {default}\n")), "{name}: {help}");
                    }
                }
            }
        }
    }

    #[test]
    fn defaults_that_differ_are_given_for_each_landscape() {
        let help = settings_for_help("tunnel", None);
        let of = |landscape| default_on("tunnel", landscape).unwrap().to_map()["epochs"].clone();
        let expected = format!("epochs = {} on wedges, {} on networks", of("wedges"), of("network"));
        assert!(help.contains(&expected), "{help}");
        assert!(!help.contains("kicks"), "{help}");
    }

    #[test]
    fn what_an_experiment_does_not_use_is_not_shown() {
        let help = settings_for_help("descent-path", None);
        assert!(help.starts_with("descent-path: descents on "), "{help}");
        assert!(help.contains("  seed = 1\n") && !help.contains("  epochs = "), "{help}");
        let both = settings_for_help("random-cut", None);
        assert!(both.contains("  steps = 800 on networks\n"), "{both}");
        let on_wedges = settings_for_help("random-cut", Some("wedges"));
        assert!(on_wedges.contains("  radius = ") && !on_wedges.contains("  steps = "), "{on_wedges}");
        let job = job_file(&default_on("averaging", "wedges").unwrap());
        assert!(job.contains("\nkicks = ") && !job.contains("cycle_epochs"), "{job}");
        assert!(!job_file(&default_on("tunnel", "wedges").unwrap()).contains("batch_size"));
    }
}
