//! Invalid arguments and job files end the program with exit code 2 before anything is written, with a message that
//! says which values are allowed.

use crate::program::running::{program, text, wedgelab};
use crate::skipped::skipped;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};
use wedgelab::experiment::Experiment;
use wedgelab::job::{LandscapeSpecification, Specification, from_text};
use wedgelab::settings::{Range, Setting, Values};

/// The program's message on invalid arguments. It must not create the output folder that is requested.
fn refused(arguments: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let mut arguments = arguments.to_vec();
    arguments.extend(["--out", out.to_str().unwrap()]);
    let output = wedgelab(&arguments);
    let message = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {message}");
    assert!(!out.exists(), "{arguments:?} left a folder");
    assert_eq!(text(&output.stdout), "");
    message
}

/// The experiment and the landscape of a job that has a setting.
type Job = [&'static str; 2];

/// Every setting of every job, by name, with a job that has it.
fn every_setting() -> BTreeMap<&'static str, (Setting, Job)> {
    let mut all = BTreeMap::new();
    for landscape in LandscapeSpecification::NAMES {
        for experiment in Experiment::KNOWN {
            let specification = Specification::new(
                Experiment::named(experiment).unwrap(),
                LandscapeSpecification::named(landscape).unwrap(),
            );
            all.extend(
                specification
                    .settings()
                    .into_iter()
                    .map(|setting| (setting.name, (setting, [*experiment, *landscape]))),
            );
        }
    }
    all
}

fn every_number() -> Vec<(&'static str, Range, Job)> {
    let number = |(name, (setting, job)): (_, (Setting, _))| match setting.values {
        Values::Number(range) => Some((name, range, job)),
        _ => None,
    };
    let numbers: Vec<_> = every_setting().into_iter().filter_map(number).collect();
    assert!(numbers.len() >= 15, "{numbers:?}");
    numbers
}

/// Values outside this range.
fn wrong_values(range: Range) -> Vec<String> {
    let (below, above) = match range {
        Range::Whole(low, high) => (i128::from(low) - 1, i128::from(high) + 1),
        Range::Real(_, high) | Range::RealAbove(_, high) => (-1, high as i128 + 1),
    };
    let mut values = vec![below.to_string(), above.to_string()];
    match range {
        Range::Whole(..) => values.push("1.5".to_owned()),
        Range::Real(low, _) => values.push((low - 1e-9).to_string()),
        Range::RealAbove(low, _) => values.push(low.to_string()),
    }
    values.extend(
        ["fast", "nan", "inf", "-inf", "1e300", "99999999999999999999999", "true"].map(str::to_owned),
    );
    values
}

#[test]
fn every_number_is_refused_outside_its_range_with_the_range() {
    for (name, range, [experiment, landscape]) in every_number() {
        let mut values = wrong_values(range);
        values.extend(["", "null", "[1]", "{}", "1e999"].map(str::to_owned));
        for value in &values {
            let given = json!({ "experiment": experiment, "landscape": landscape, name: from_text(value) });
            let message = Specification::from_map(given.as_object().unwrap()).unwrap_err().to_string();
            assert!(message.starts_with(&format!("{name} is ")), "{name}={value}: {message}");
            assert!(message.ends_with(&format!("; give {range}")), "{name}={value}: {message}");
        }
        // The program prints the same message.
        let assignment = format!("{name}={}", values[0]);
        let message = refused(&["run", experiment, "--landscape", landscape, "--set", &assignment]);
        assert!(message.starts_with(&format!("wedgelab: {name} is ")), "{assignment}: {message}");
        assert!(message.trim_end().ends_with(&format!("; give {range}")), "{assignment}: {message}");
    }
}

#[test]
fn every_number_with_its_own_argument_is_checked() {
    let help = text(&wedgelab(&["train", "--help"]).stdout);
    let mut arguments = 0;
    for (name, range, _) in every_number() {
        let argument = format!("--{}", name.replace('_', "-"));
        if !help.contains(&format!("{argument} <")) {
            continue;
        }
        arguments += 1;
        for value in wrong_values(range) {
            let message = refused(&["train", &format!("{argument}={value}")]);
            assert!(message.contains(&format!("{name} is ")), "{argument} {value}: {message}");
            assert!(message.contains(&format!("; give {range}")), "{argument} {value}: {message}");
        }
        // Also without an equals sign.
        assert!(refused(&["train", &argument, "-1"]).contains(&format!("{name} is -1; give {range}")));
    }
    assert_eq!(
        arguments, 9,
        "width, train size, measured images, epochs, batch size, learning rate, l2, dropout, seed"
    );
}

#[test]
fn a_port_has_a_range_too() {
    for port in ["-1", "65536", "many", "80.5", "nan", "99999999999999999999"] {
        let output = wedgelab(&["serve", "--port", port]);
        let message = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{message}");
        assert!(message.contains("give a whole number from 0 to 65535"), "{port}: {message}");
    }
}

#[test]
fn numbers_in_a_job_file_are_refused_with_file_and_line() {
    let folder = tempfile::tempdir().unwrap();
    let job = folder.path().join("job.toml");
    let job_text = job.to_str().unwrap();
    for (name, range, [experiment, landscape]) in every_number() {
        for value in wrong_values(range) {
            // In TOML text needs quotation marks.
            let value = if value == "fast" { "\"fast\"" } else { &value };
            std::fs::write(&job, format!("# A job.\n\n{name} = {value}\n")).unwrap();
            let message = refused(&["run", experiment, "--landscape", landscape, "--job", job_text]);
            assert!(message.contains(&format!("job.toml, line 3: {name} is ")), "{value}: {message}");
            assert!(message.trim_end().ends_with(&format!("; give {range}")), "{value}: {message}");
        }
    }
}

#[test]
fn every_unknown_name_is_reported_with_the_known_ones() {
    for (name, (setting, [experiment, landscape])) in every_setting() {
        let Values::Name { known, .. } = setting.values else { continue };
        // The typed name lacks one letter of the meant one.
        let meant = known[known.len() - 1];
        let typed = &meant[..meant.len() - 1];
        let assignment = format!("{name}={typed}");
        let message = match name {
            "experiment" => refused(&["run", typed]),
            "landscape" => refused(&["run", "training", "--landscape", typed]),
            _ => refused(&["run", experiment, "--landscape", landscape, "--set", &assignment]),
        };
        assert!(message.contains(&format!("'{typed}'; did you mean '{meant}'?")), "{message}");
        assert!(message.contains(&known.join(", ")), "{message}");
    }
    let message = refused(&["train", "--network", "simple-cn"]);
    assert!(message.contains("did you mean 'simple-cnn'?") && message.contains("mlp-U-U-…"), "{message}");
    let message = refused(&["train", "--set", "learning-rate=1"]);
    assert!(
        message
            .contains("training on a network has no setting 'learning-rate'; did you mean 'learning_rate'?"),
        "{message}"
    );
    assert!(message.contains("train_size"), "{message}");
}

#[test]
fn unknown_commands_and_shells_are_named_with_the_known_ones() {
    let refused = |arguments: &[&str]| {
        let output = wedgelab(arguments);
        assert_eq!(output.status.code(), Some(2));
        text(&output.stderr)
    };
    let message = refused(&["trian"]);
    assert!(message.contains("unknown command 'trian'; did you mean 'train'?"), "{message}");
    assert!(message.contains("doctor") && message.contains("Usage: wedgelab"), "{message}");
    let message = refused(&["completions", "basch"]);
    assert!(
        message.contains("unknown shell 'basch'; did you mean 'bash'?") && message.contains("zsh"),
        "{message}"
    );
}

#[test]
fn what_no_memory_holds_is_refused_before_it_starts() {
    let network = |settings: &[&str]| {
        let mut arguments = vec!["train"];
        arguments.extend(settings);
        refused(&arguments)
    };
    assert!(
        network(&["--network", "mlp-65536-65536"])
            .contains("parameters, and at most 268,435,456 are allowed; give a smaller width")
    );
    assert!(network(&["--network", "cnn-4096", "--width", "64"]).contains("give a smaller width"));
    assert!(network(&["--network", "cnn-8192"]).contains("activations for each image"));
    assert!(network(&["--network", "cnn-0"]).contains("whole numbers from 1 to 65536"));
    assert!(network(&["--network", "cnn-1-1-1-1-1-1"]).contains("at most 5 blocks"));
    assert!(network(&["--epochs", "1e6", "--batch-size", "1"]).contains("steps, and at most 100000000"));
    let wedges = |assignments: &[&str]| {
        let mut arguments = vec!["run", "training", "--landscape", "wedges"];
        arguments.extend(assignments.iter().flat_map(|assignment| ["--set", assignment]));
        refused(&arguments)
    };
    assert!(wedges(&["dimension=100000", "family=oriented"]).contains("numbers in memory"));
    assert!(
        wedges(&["wedges=100000", "dimension=10000000", "wedge_dimension=0"]).contains("numbers in memory")
    );
    assert!(
        wedges(&["dimension=10", "wedge_dimension=11"]).contains("choose a wedge_dimension from 0 to 10")
    );
}

/// The program's message on an invalid job file.
fn refused_job(content: &[u8], more: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let job = folder.path().join("job.toml");
    std::fs::write(&job, content).unwrap();
    let mut arguments = vec!["train", "--job", job.to_str().unwrap()];
    arguments.extend(more);
    refused(&arguments)
}

#[test]
fn an_invalid_job_file_is_reported_with_file_and_line() {
    let at = |content: &str, expected: &str| {
        let message = refused_job(content.as_bytes(), &[]);
        assert!(message.contains(expected), "{expected}: {message}");
    };
    at("seed = 1\nepochs 3\n", "job.toml, line 2, column ");
    at(
        "seed = 1\nepoch = 3\n",
        "job.toml, line 2: training on a network has no setting 'epoch'; did you mean 'epochs'?",
    );
    at("seed = 1\n\n[descent]\nepochs = 3\n", "job.toml, line 3: descent is a table; ");
    at("epochs = [3]\n", "job.toml, line 1: epochs is a list; ");
    at("epochs = 2019-12-08\n", "job.toml, line 1: epochs is a date; ");
    at("epochs = 3\nnetwork = 5\n", "job.toml, line 2: network is 5; give simple-cnn, ");
    at("epochs = 3\nnetwork = 'cnn-'\n", "job.toml, line 2: the layers of 'cnn-' are invalid; ");
    at("\ndevice = 'cuda'\n", "job.toml, line 2: unknown device 'cuda'; ");
    at("seed = 1\n\nwidth = 64\nnetwork = 'cnn-4096'\n", "job.toml, line 4: the network would have ");
    assert!(refused_job(&[0xff, 0x00, 0xfe], &[]).contains("job.toml cannot be read"));
    assert!(refused_job(&vec![b'#'; 2 << 20], &[]).contains("job.toml is longer than"));
    assert!(refused(&["train", "--job", "/"]).contains("/ cannot be read"));
}

#[test]
fn only_what_the_file_says_is_blamed_on_it() {
    let file = b"epochs = 0\n";
    let by_argument = refused_job(file, &["--epochs", "-2"]);
    assert!(by_argument.starts_with("wedgelab: epochs is -2; "), "{by_argument}");
    let by_assignment = refused_job(file, &["--set", "epochs=-3"]);
    assert!(by_assignment.starts_with("wedgelab: epochs is -3; "), "{by_assignment}");
    // An argument overrides the file's invalid number; the next error is about the other argument.
    let other = refused_job(file, &["--epochs", "2", "--dropout", "1"]);
    assert!(other.starts_with("wedgelab: dropout is 1; "), "{other}");
}

#[test]
fn the_help_of_an_experiment_lists_its_settings_and_no_others() {
    let help = |arguments: &[&str]| {
        let output = program().args(arguments).arg("--help").env("COLUMNS", "100").output().unwrap();
        text(&output.stdout)
    };
    let list = help(&["run"]);
    for (name, _) in Experiment::NAMES {
        assert!(list.contains(&format!("\n  {name}\n")), "{name}: {list}");
        let own = Experiment::named(name).unwrap();
        let of_it = help(&["run", name]);
        for (setting, _) in every_setting().values() {
            let is_listed = of_it.contains(&format!("\n  {} = ", setting.name));
            let is_own = own.settings().iter().any(|known| known.name == setting.name);
            assert!(is_listed || !is_own, "{name} lacks {}", setting.name);
            let is_of_another = Experiment::KNOWN.iter().any(|other| {
                Experiment::named(other).unwrap().settings().iter().any(|known| known == setting)
            });
            assert!(!is_listed || is_own || !is_of_another, "{name} lists {}", setting.name);
        }
    }
    assert!(!list.contains("lanczos_steps"), "{list}");
    let tunnel = help(&["run", "tunnel", "--landscape", "wedges"]);
    assert!(tunnel.contains("wedge_dimension = 900") && !tunnel.contains("train_size = "), "{tunnel}");
    let train = help(&["train"]);
    assert!(train.contains("train_size = 0") && !train.contains("wedge_dimension"), "{train}");
}

#[test]
fn the_help_fits_the_terminal() {
    for (columns, widest) in [("40", 40), ("80", 80), ("300", 100)] {
        for arguments in [&["--help"][..], &["train", "--help"], &["run", "tunnel", "--help"], &["settings"]]
        {
            let output = program().args(arguments).env("COLUMNS", columns).output().unwrap();
            let help = text(&output.stdout);
            // A word longer than a line has a line to itself.
            for line in help.lines().filter(|line| line.split_whitespace().count() > 1) {
                let is_short = line.chars().count() <= widest
                    || ["--", "Usage:"].iter().any(|start| line.trim_start().starts_with(start));
                assert!(is_short || line.contains("Example: "), "{columns}: {line}");
            }
        }
    }
}

#[test]
fn the_settings_of_every_experiment_are_a_job_file_that_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let list = text(&wedgelab(&["settings"]).stdout);
    for (name, _) in Experiment::NAMES {
        assert!(list.contains(&format!("  {name}\n")), "{name}: {list}");
    }
    for name in ["tunnel", "train"] {
        let job = folder.path().join(format!("{name}.toml"));
        let written = wedgelab(&["settings", name]);
        assert!(written.status.success(), "{}", text(&written.stderr));
        std::fs::write(&job, &written.stdout).unwrap();
        let command = if name == "train" { vec!["train"] } else { vec!["run", name] };
        // The error on the last setting shows that all earlier ones were accepted.
        let mut arguments = command.clone();
        arguments.extend(["--job", job.to_str().unwrap(), "--set", "epochs=0"]);
        assert!(refused(&arguments).starts_with("wedgelab: epochs is 0; "));
        let other = ["run", "plane", "--job", job.to_str().unwrap()];
        assert!(refused(&other).contains("is for the experiment"), "{name}");
    }
    let object = wedgelab(&["settings", "tunnel", "--landscape", "wedges", "--json"]);
    let object: Value = serde_json::from_slice(&object.stdout).unwrap();
    let settings = object["settings"].as_array().unwrap();
    assert!(settings.iter().all(|setting| !setting["meaning"].as_str().unwrap().is_empty()));
    assert!(settings.iter().any(|setting| setting["name"] == "dimension" && setting["default"] == 1000));
    let output = wedgelab(&["settings", "tunel"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("did you mean 'tunnel'"));
}

#[test]
fn the_doctor_tells_the_same_in_words_and_as_an_object() {
    let folder = tempfile::tempdir().unwrap();
    for name in [
        "train-images-idx3-ubyte",
        "train-labels-idx1-ubyte",
        "t10k-images-idx3-ubyte",
        "t10k-labels-idx1-ubyte",
    ] {
        std::fs::write(folder.path().join(name), "").unwrap();
    }
    let data = folder.path().to_str().unwrap();
    let words = wedgelab(&["doctor", "--data-dir", data]);
    assert!(words.status.success(), "{}", text(&words.stderr));
    let words = text(&words.stdout);
    // The name that the option had before works, too.
    let object = wedgelab(&["doctor", "--json", "--data", data]);
    assert!(object.status.success());
    let object: Value = serde_json::from_slice(&object.stdout).unwrap();
    assert_eq!(object["versions"]["wedgelab"], env!("CARGO_PKG_VERSION"));
    assert!(object["processor"]["threads"].as_u64().unwrap() > 0);
    for part in [&object["versions"]["wedgelab"], &object["processor"]["simd"], &object["browsers"]["source"]]
    {
        assert!(words.contains(part.as_str().unwrap()), "{part}: {words}");
    }
    let set = |name: &str| {
        let sets = object["data"]["sets"].as_array().unwrap();
        sets.iter().find(|set| set["name"] == name).unwrap()["files"].clone()
    };
    assert_eq!(set("mnist").as_array().unwrap().len(), 4);
    assert_eq!(set("cifar10"), Value::Null);
    assert!(words.contains("`wedgelab data fetch cifar10`"), "{words}");
    assert!(words.contains("--enable-unsafe-webgpu"), "{words}");
    assert!(words.contains("CIFAR-10         not found"), "{words}");
    let simd = object["processor"]["simd"].as_str().unwrap();
    assert_eq!(simd, wedgelab::simd::Instructions::best().name(), "the name that --instructions takes");
    for browser in object["browsers"]["browsers"].as_array().unwrap() {
        let name = browser["name"].as_str().unwrap();
        assert!(["Chrome", "Safari", "Firefox"].iter().any(|known| name.starts_with(known)), "{name}");
    }
    if cfg!(not(feature = "compute")) {
        assert!(
            words.contains("not supported by this build") && object["devices"]["auto"].is_null(),
            "{words}"
        );
        assert!(words.contains("networks run on the CPU"), "{words}");
    }
    assert_eq!(object["versions"]["networks_built_in"], true);
    assert_eq!(object["versions"]["gpu_support_built_in"], cfg!(feature = "compute"));
}

#[test]
fn the_doctor_looks_where_the_environment_says_and_needs_no_folder() {
    let nowhere = text(&wedgelab(&["doctor"]).stdout);
    assert!(nowhere.contains("give --data-dir DIR, or set WEDGELAB_DATA=DIR"), "{nowhere}");
    // What was not searched for is not missing.
    assert!(
        !nowhere.contains("not found") && nowhere.contains("not searched for; `wedgelab data"),
        "{nowhere}"
    );
    let output = program().arg("doctor").env("WEDGELAB_DATA", "no-such-folder").output().unwrap();
    let words = text(&output.stdout);
    assert!(output.status.success() && words.contains("no-such-folder"), "{words}");
    assert!(words.contains("cannot be read") && !words.contains("not found"), "{words}");
}

#[cfg(feature = "compute")]
#[test]
fn the_doctor_says_what_a_training_says_of_its_device() {
    let object = wedgelab(&["doctor", "--json"]);
    let object: Value = serde_json::from_slice(&object.stdout).unwrap();
    let auto = &object["devices"]["auto"];
    let adapters = object["devices"]["adapters"].as_array().unwrap();
    let hardware =
        adapters.iter().find(|adapter| adapter["is_software"] == false && adapter["is_usable"] == true);
    match hardware {
        Some(adapter) => assert_eq!(auto["device"], adapter["name"]),
        None => assert_eq!(auto["device"], "CPU"),
    }
    assert_eq!(object["versions"]["networks_built_in"], true);
    assert!(object["versions"]["burn"].as_str().unwrap().starts_with("0."));
    let trained = wedgelab(&["train", "--network", "mlp", "--train-size", "100", "--epochs", "1"]);
    let said = format!("Device: {} ({})", auto["device"].as_str().unwrap(), auto["reason"].as_str().unwrap());
    assert!(text(&trained.stderr).contains(&said), "{said}: {}", text(&trained.stderr));
}

#[test]
fn every_shell_gets_completions_with_the_arguments_and_known_names() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let output = wedgelab(&["completions", shell]);
        assert!(output.status.success());
        let script = text(&output.stdout);
        assert!(script.contains("doctor") && script.contains("learning-rate"), "{shell}");
        // Elvish and PowerShell complete arguments, but not their values; fish completes values except the experiment.
        if ["bash", "fish", "zsh"].contains(&shell) {
            assert!(script.contains("software-gpu"), "{shell}");
        }
        if ["bash", "zsh"].contains(&shell) {
            assert!(script.contains("interpolation"), "{shell}");
        }
    }
    let help = text(&wedgelab(&["completions", "--help"]).stdout);
    assert!(help.contains("wedgelab completions fish > ~/.config/fish"), "{help}");
}

#[test]
fn a_shell_understands_its_completions() {
    let script = wedgelab(&["completions", "bash"]).stdout;
    let Ok(mut bash) = Command::new("bash").arg("-n").stdin(Stdio::piped()).spawn() else {
        skipped("completions for bash", "bash is not installed");
        return;
    };
    std::io::Write::write_all(&mut bash.stdin.take().unwrap(), &script).unwrap();
    assert!(bash.wait().unwrap().success());
}

#[test]
fn the_manual_has_a_page_for_the_program_and_for_every_command() {
    let page = text(&wedgelab(&["manual"]).stdout);
    assert!(page.contains(".TH wedgelab 1") && page.contains("wedgelab\\-train(1)"), "{page}");
    let folder = tempfile::tempdir().unwrap();
    let pages = folder.path().join("share").join("man1");
    let output = wedgelab(&["manual", "--dir", pages.to_str().unwrap()]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let read = |name: &str| std::fs::read_to_string(pages.join(name)).unwrap();
    assert_eq!(read("wedgelab.1"), page);
    for command in ["train", "run", "evaluate", "serve", "doctor", "completions", "manual"] {
        assert!(
            read(&format!("wedgelab-{command}.1")).contains(&format!(".TH wedgelab-{command} 1")),
            "{command}"
        );
    }
    assert!(read("wedgelab-train.1").contains("learning\\-rate"));
    let file = Path::new("file");
    std::fs::write(folder.path().join(file), "").unwrap();
    let output = wedgelab(&["manual", "--dir", folder.path().join(file).to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("choose another folder"));
}
