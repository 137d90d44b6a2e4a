//! `wedgelab settings`: the experiments, and the settings of one of them as a job file.

use super::Failure;
use super::arguments::SettingsArguments;
use super::settings_text::{default_specification, defaults_of, experiments, job_file, wrapped};
use super::standard_streams::print;
use crate::experiment::Experiment;
use crate::job::Specification;
use crate::settings::Values;
use serde_json::{Value, json};

/// Prints the experiments, or the settings of one.
pub(super) fn show_settings(arguments: &SettingsArguments) -> Result<(), Failure> {
    let text = match &arguments.experiment {
        None if arguments.json => indented(&every_experiment())?,
        None => {
            wrapped(&format!("{}\n`wedgelab settings EXPERIMENT` prints a job file.", experiments())) + "\n"
        }
        Some(name) => {
            // `wedgelab train` runs the experiment `training` on a network.
            let name = if name == "train" { "training" } else { name };
            let specification = default_specification(name, arguments.landscape.as_deref())?;
            match arguments.json {
                true => indented(&described(&specification))?,
                false => job_file(&specification),
            }
        }
    };
    print(text.as_bytes())
}

fn indented(value: &Value) -> Result<String, Failure> {
    Ok(serde_json::to_string_pretty(value).map_err(Failure::other)? + "\n")
}

fn every_experiment() -> Value {
    let experiments = Experiment::NAMES.iter().map(|(name, shows)| {
        let landscapes: Vec<&str> = defaults_of(name).iter().map(|one| one.landscape.name()).collect();
        json!({ "name": name, "shows": shows, "landscapes": landscapes })
    });
    json!({ "experiments": experiments.collect::<Vec<_>>() })
}

fn described(specification: &Specification) -> Value {
    let defaults = specification.to_map();
    let settings = specification.used_settings().into_iter().map(|setting| {
        let known = match setting.values {
            Values::Name { known, .. } => json!(known),
            _ => Value::Null,
        };
        json!({
            "name": setting.name,
            "default": defaults.get(setting.name),
            "values": setting.values.to_string(),
            "known": known,
            "unit": setting.unit,
            "meaning": setting.meaning,
        })
    });
    json!({
        "experiment": specification.experiment.name(),
        "landscape": specification.landscape.name(),
        "settings": settings.collect::<Vec<_>>(),
    })
}
