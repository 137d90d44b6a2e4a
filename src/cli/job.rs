//! `wedgelab train` and `wedgelab run`: one job, from the arguments to the output folder.

use super::arguments::{OutputArguments, RunArguments, TrainArguments};
use super::dry_run::{dry_run, refuse_unusable_images, settings as settings_in_words};
use super::folder_owner::FolderOwner;
use super::image_settings::settle_images;
use super::images::FolderImages;
use super::instructions::without_effect;
use super::optima_folder::OptimaFolder;
use super::output::{Found, OutputFolder, check_images};
use super::own_files::own_files;
use super::progress::{JobProgress, in_words};
use super::restart::restart;
use super::settings::Settings;
use super::standard_streams::{print, print_line, remark};
use super::terminal::Terminal;
use super::{Failure, Interruption, signals};
use crate::job::{Control, Divergence, JobError, ResultFile, run as run_job};
use crate::simd::Instructions;
use anyhow::anyhow;

/// Trains a network.
pub(super) fn train(arguments: &TrainArguments) -> Result<(), Failure> {
    let instructions = arguments.instructions.chosen()?;
    execute(Some("training"), None, &arguments.settings, instructions, &arguments.output)
}

/// Runs an experiment.
pub(super) fn run(arguments: &RunArguments) -> Result<(), Failure> {
    let RunArguments { experiment, landscape, settings, instructions, output, threads: _ } = arguments;
    execute(experiment.as_deref(), landscape.as_deref(), settings, instructions.chosen()?, output)
}

fn execute(
    experiment: Option<&str>,
    landscape: Option<&str>,
    settings: &Settings,
    instructions: Option<Instructions>,
    output: &OutputArguments,
) -> Result<(), Failure> {
    let mut given = settings.given()?;
    given.set_experiment(experiment)?;
    if let Some(landscape) = landscape {
        given.set("landscape", landscape);
    }
    settle_images(&mut given)?;
    let specification = given.specification()?;
    if output.has_remarks() {
        given.remarks(&specification).iter().for_each(|line| remark(line));
        if let Some(line) = without_effect(instructions, &specification.landscape) {
            remark(&line);
        }
    }
    if output.beginning.dry_run {
        return dry_run(&specification, output);
    }
    if output.remarks.verbose {
        remark(settings_in_words(&specification).trim_end());
    }
    if let (true, Some(path)) = (output.beginning.restart, &output.out) {
        // Unusable images are reported before anything in the folder is discarded.
        refuse_unusable_images(&specification)?;
        restart(path, &specification)?;
    }
    let (folder, checkpoint) = match &output.out {
        None => (None, None),
        Some(path) => match OutputFolder::open(path, &specification)? {
            Found::Nothing(folder) => (Some(folder), None),
            Found::Unfinished(folder, checkpoint) => (Some(folder), Some(*checkpoint)),
            Found::Finished(result) => {
                check_images(path, &result, &specification, &FolderImages)?;
                if !output.remarks.quiet {
                    remark(&format!("{} already holds this result; nothing to do", path.display()));
                }
                return report(&result, output);
            }
        },
    };
    let control = Control::default();
    signals::obey(&control)?;
    let optima = output.optima.as_deref().map(OptimaFolder::open).transpose()?;
    let mut progress = JobProgress::new();
    let terminal = match output.has_remarks() {
        true => Terminal::showing(&mut progress),
        false => Terminal::quiet(),
    };
    let mut terminal =
        terminal.keeping_in(folder.as_ref()).sharing(optima.as_ref()).computing_with(instructions);
    if let Some(checkpoint) = checkpoint.as_ref().filter(|_| output.has_remarks()) {
        remark(&format!("resuming after {} of work", in_words(checkpoint.seconds)));
    }
    let name = folder.as_ref().map(OutputFolder::checkpoint_name).unwrap_or_default();
    let checkpoint = checkpoint.map(|checkpoint| (name.as_str(), checkpoint));
    let finished =
        pollster::block_on(run_job(&specification, &FolderImages, &control, checkpoint, &mut terminal));
    terminal.finish();
    let finished = finished.map_err(|error| failure(error, folder.as_ref()))?;
    if let Some(Err(failure)) = folder.as_ref().map(|folder| folder.write(&finished)) {
        // The result is at least printed, if possible.
        let _ = show(&finished.result, output);
        return Err(failure);
    }
    report(&finished.result, output)
}

/// The failure of a run that ended early, and whether it can be resumed.
fn failure(error: JobError, folder: Option<&OutputFolder>) -> Failure {
    let is_kept = folder.is_some_and(OutputFolder::has_checkpoint);
    if error.is_interruption() {
        return Failure::Interrupted(match folder {
            None => Interruption::NotSaved,
            Some(_) if is_kept => Interruption::Saved,
            Some(_) => Interruption::NotBegun,
        });
    }
    match error {
        JobError::Checkpoint(error) => FolderOwner::Run.refusal(&error),
        error => match error.device_failure() {
            Some(failed) if is_kept => Failure::of_device(failed),
            _ => Failure::from(error),
        },
    }
}

fn report(result: &ResultFile, output: &OutputArguments) -> Result<(), Failure> {
    show(result, output)?;
    if output.has_remarks() {
        print_line(&format!("Finished in {:.1} s.", result.provenance.seconds))?;
        match &output.out {
            Some(path) if output.remarks.verbose => {
                print_line(&format!("The result is in {}:", path.display()))?;
                for name in own_files(path)? {
                    print_line(&format!("  {name}"))?;
                }
            }
            Some(path) => print_line(&format!("The result is in {}.", path.display()))?,
            None => print_line("Result not saved. Use --out DIR to save it.")?,
        }
    }
    diverged(result)
}

/// Prints the measurements and claims of a result.
fn show(result: &ResultFile, output: &OutputArguments) -> Result<(), Failure> {
    if output.json {
        return print(result.to_json().map_err(Failure::other)?);
    }
    if output.remarks.quiet {
        return Ok(());
    }
    if let Some(measured) = &result.final_measurements {
        for (split, measurement) in [("train", measured.train), ("test", measured.test)] {
            let accuracy =
                measurement.accuracy.map(|accuracy| format!(", accuracy {accuracy:.4}")).unwrap_or_default();
            print_line(&format!("{split}: loss {:.4}{accuracy}", measurement.loss))?;
        }
    }
    for claim in &result.claims {
        let (name, statement, words) = (&claim.name, &claim.statement, claim.in_words());
        print_line(&match claim.holds() {
            Some(true) => format!("{name} holds: {statement} ({words})"),
            Some(false) => format!("{name} does NOT hold: {statement} ({words})"),
            None => format!("{name} could not be judged: {words} ({statement})"),
        })?;
    }
    Ok(())
}

/// A job that diverged has a result, but counts as failed.
fn diverged(result: &ResultFile) -> Result<(), Failure> {
    match &result.diverged {
        None => Ok(()),
        Some(Divergence { step, stage }) => Err(Failure::Diverged(anyhow!(
            "the descent diverged: the loss became NaN or infinite after step {step} ({stage}); lower the learning rate"
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::output::CHECKPOINT;
    use crate::experiment::{Experiment, ExperimentError};
    use crate::job::{CheckpointError, LandscapeSpecification, Specification};
    use crate::landscape::LandscapeError;
    use crate::observer::{Interrupted, OtherWork};
    use crate::points::ReadError;
    use std::path::Path;

    fn opened(path: &Path) -> OutputFolder {
        let experiment = Experiment::named("training").unwrap();
        let specification = Specification::new(experiment, LandscapeSpecification::named("wedges").unwrap());
        match OutputFolder::open(path, &specification).unwrap() {
            Found::Nothing(folder) => folder,
            Found::Unfinished(..) | Found::Finished(_) => panic!("{} is not empty", path.display()),
        }
    }

    fn failed_device() -> JobError {
        ExperimentError::from(ReadError { reason: "it is lost".to_owned() }).into()
    }

    fn other_work() -> JobError {
        LandscapeError::from(OtherWork { recorded: "one".to_owned(), asked: "another".to_owned() }).into()
    }

    #[test]
    fn only_a_failed_device_is_a_reason_to_run_the_same_command_again() {
        let place = tempfile::tempdir().unwrap();
        let folder = opened(place.path());
        assert!(failure(failed_device(), Some(&folder)).to_string().contains("choose another device"));
        std::fs::write(place.path().join(CHECKPOINT), "").unwrap();
        assert_eq!(
            failure(failed_device(), Some(&folder)).to_string(),
            "the device failed (it is lost), and progress is saved; run the same command again to resume"
        );
        let refused = failure(other_work(), Some(&folder)).to_string();
        assert!(!refused.contains("run the same command again"), "{refused}");
    }

    #[test]
    fn an_interruption_says_what_is_saved_and_why_nothing_is() {
        let interrupted = |folder| failure(LandscapeError::from(Interrupted).into(), folder).to_string();
        let place = tempfile::tempdir().unwrap();
        let folder = opened(place.path());
        assert!(interrupted(None).contains("give --out DIR"));
        assert!(interrupted(Some(&folder)).contains("before there was anything to save"));
        std::fs::write(place.path().join(CHECKPOINT), "").unwrap();
        assert!(interrupted(Some(&folder)).contains("progress is saved"));
    }

    #[test]
    fn a_checkpoint_that_cannot_be_resumed_is_discarded_by_a_restart() {
        let error = CheckpointError::Damaged { file: "a".to_owned(), reason: "b".to_owned() };
        let refused = failure(error.into(), None).to_string();
        assert!(refused.ends_with(", or start over with --restart"), "{refused}");
    }
}
