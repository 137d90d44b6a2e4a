//! `wedgelab train` and `wedgelab run`: one job from arguments to a folder.

use super::Failure;
use super::arguments::{OutputArguments, RunArguments, TrainArguments};
use super::images::FolderImages;
use super::output::{Found, OutputFolder};
use super::progress::Progress;
use super::settings::Settings;
use crate::job::{Control, JobError, ResultFile, run as run_job};
use anyhow::Context;
use std::process::exit;

/// Trains a network.
pub(super) fn train(arguments: &TrainArguments) -> Result<(), Failure> {
    execute("training", None, &arguments.settings, &arguments.output)
}

/// Runs an experiment.
pub(super) fn run(arguments: &RunArguments) -> Result<(), Failure> {
    execute(&arguments.experiment, arguments.landscape.as_deref(), &arguments.settings, &arguments.output)
}

fn execute(
    experiment: &str,
    landscape: Option<&str>,
    settings: &Settings,
    output: &OutputArguments,
) -> Result<(), Failure> {
    let mut given = settings.given()?;
    given.set("experiment", experiment);
    if let Some(landscape) = landscape {
        given.set("landscape", landscape);
    }
    let specification = given.specification()?;
    let folder = match &output.out {
        None => None,
        Some(path) => match OutputFolder::open(path, &specification)? {
            Found::Nothing(folder) => Some(folder),
            Found::Finished(result) => {
                eprintln!("{} holds this result already; nothing to do", path.display());
                return report(&result, output);
            }
        },
    };
    let control = Control::default();
    cancel_on_interrupt(&control)?;
    let mut progress = Progress::new();
    let finished = pollster::block_on(run_job(&specification, &FolderImages, &control, &mut |event| {
        if !output.json {
            progress.show(event);
        }
    }));
    progress.finish();
    let finished = finished.map_err(|error: JobError| Failure::from(error))?;
    if let Some(folder) = folder {
        folder.write(&finished)?;
    }
    report(&finished.result, output)
}

/// The first Ctrl-C ends the job in good order, the second one at once.
pub(super) fn cancel_on_interrupt(control: &Control) -> Result<(), Failure> {
    let control = control.clone();
    ctrlc::set_handler(move || {
        if control.is_cancelled() {
            exit(i32::from(super::INTERRUPTED));
        }
        control.cancel();
    })
    .context("Ctrl-C cannot be caught")
    .map_err(Failure::Other)
}

fn report(result: &ResultFile, output: &OutputArguments) -> Result<(), Failure> {
    if output.json {
        print!("{}", result.to_json().map_err(Failure::other)?);
        return Ok(());
    }
    if let Some(measured) = &result.final_measurements {
        for (split, measurement) in [("train", measured.train), ("test", measured.test)] {
            match measurement.accuracy {
                Some(accuracy) => println!("{split}: loss {:.4}, accuracy {accuracy:.4}", measurement.loss),
                None => println!("{split}: loss {:.4}", measurement.loss),
            }
        }
    }
    for claim in &result.claims {
        let verdict = if claim.holds { "holds" } else { "does NOT hold" };
        println!(
            "{} {verdict}: {} (measured {:.4}, expected {:.4} ± {:.4})",
            claim.name, claim.statement, claim.measured, claim.expected, claim.tolerance
        );
    }
    println!("{:.1} s of work", result.provenance.seconds);
    match &output.out {
        Some(path) => println!("the result is in {}", path.display()),
        None => println!("nothing was kept; give --out DIR to keep the result"),
    }
    Ok(())
}
