//! Runs a report's experiments one after the other, each in its own folder, and keeps finished ones.

use super::remembered_images::RememberedImages;
use super::report_folder::ReportFolder;
use super::report_progress::ReportProgress;
use crate::cli::arguments::RemarkArguments;
use crate::cli::dry_run::settings as settings_in_words;
use crate::cli::optima_folder::OptimaFolder;
use crate::cli::output::{Found, OutputFolder, check_images};
use crate::cli::progress::{Bar, Progress};
use crate::cli::standard_streams::remark;
use crate::cli::terminal::Terminal;
use crate::cli::{Failure, Interruption};
use crate::job::{Checkpoint, Control, Finished, JobError, ResultFile, Specification, run};
use crate::report::{Outcome, PlannedExperiment, PlannedFigure};
use crate::simd::Instructions;

/// A report in progress.
pub(super) struct Running<'a> {
    folder: &'a ReportFolder,
    optima: OptimaFolder,
    images: &'a RememberedImages,
    control: &'a Control,
    instructions: Option<Instructions>,
    remarks: &'a RemarkArguments,
    plan: &'a [PlannedFigure],
    progress: ReportProgress,
}

impl<'a> Running<'a> {
    /// A report that begins or resumes in a folder.
    ///
    /// # Errors
    /// When the folder of trained points cannot be written.
    pub(super) fn new(
        folder: &'a ReportFolder,
        images: &'a RememberedImages,
        control: &'a Control,
        instructions: Option<Instructions>,
        remarks: &'a RemarkArguments,
        plan: &'a [PlannedFigure],
    ) -> Result<Self, Failure> {
        let experiments = plan.iter().flat_map(|figure| &figure.experiments);
        let bar = if remarks.quiet { Bar::hidden() } else { Bar::new() };
        let progress = ReportProgress::new(experiments.map(|planned| planned.seconds).sum(), bar);
        Ok(Self { folder, optima: folder.optima()?, images, control, instructions, remarks, plan, progress })
    }

    /// Runs every unfinished experiment; returns the outcomes of all experiments, figure by figure.
    ///
    /// # Errors
    /// When the report is interrupted, the device fails, or a folder cannot be used. Completed work is kept.
    pub(super) fn finish(mut self) -> Result<Vec<Vec<Outcome>>, Failure> {
        let outcomes = self.every_experiment();
        self.progress.finish();
        outcomes
    }

    fn every_experiment(&mut self) -> Result<Vec<Vec<Outcome>>, Failure> {
        if self.folder.is_resumed {
            self.progress.line("resuming the report");
        }
        if !self.folder.added.is_empty() {
            let added: Vec<String> = self.folder.added.iter().map(u64::to_string).collect();
            self.progress.line(&format!("adding figure {}", added.join(", ")));
        }
        let count: usize = self.plan.iter().map(|figure| figure.experiments.len()).sum();
        let (mut number, mut outcomes) = (0, Vec::new());
        for figure in self.plan {
            let mut of_figure = Vec::new();
            for planned in &figure.experiments {
                number += 1;
                let title = format!("{number} of {count}: figure {}, {}", figure.number, planned.name);
                of_figure.push(self.one(figure, planned, &title)?);
            }
            outcomes.push(of_figure);
        }
        Ok(outcomes)
    }

    fn one(
        &mut self,
        figure: &PlannedFigure,
        planned: &PlannedExperiment,
        title: &str,
    ) -> Result<Outcome, Failure> {
        let specification = Specification::from_map(&planned.settings).map_err(Failure::bad_input)?;
        let path = self.folder.below(&figure.folder(planned));
        let (folder, checkpoint) = match OutputFolder::open_in_report(&path, &specification)? {
            Found::Finished(result) => {
                check_images(&path, &result, &specification, self.images)?;
                self.progress.skip(planned.seconds);
                return Ok(Outcome::Finished(result));
            }
            Found::Nothing(folder) => (folder, None),
            Found::Unfinished(folder, checkpoint) => (folder, Some(*checkpoint)),
        };
        self.progress.begin(title, planned.seconds);
        if self.remarks.verbose {
            self.progress.line(settings_in_words(&specification).trim_end());
        }
        let mut finished = self.run(&specification, &folder, checkpoint);
        if finished.as_ref().is_err_and(JobError::is_foreign_record) {
            // Without the trained points with which it began, the checkpoint cannot be replayed.
            self.progress.line("trained points are missing; the experiment starts over");
            folder.forget_checkpoint()?;
            finished = self.run(&specification, &folder, None);
        }
        self.progress.end();
        match finished {
            Ok(finished) => {
                folder.write(&finished)?;
                // As a later run would read it: the JSON parser may differ from the writer in the last bit of a number.
                let text = finished.result.to_json().map_err(Failure::other)?;
                let result = ResultFile::read(&planned.name, text.as_bytes());
                Ok(Outcome::Finished(Box::new(result.map_err(Failure::other)?)))
            }
            Err(error) if error.is_interruption() => Err(Failure::Interrupted(Interruption::Saved)),
            Err(error) => match error.device_failure() {
                Some(failed) => Err(Failure::of_device(failed)),
                None => self.without_result(figure, planned, error),
            },
        }
    }

    /// Reports an experiment that failed; a report goes on without its result if the experiment itself is the reason.
    fn without_result(
        &self,
        figure: &PlannedFigure,
        planned: &PlannedExperiment,
        error: JobError,
    ) -> Result<Outcome, Failure> {
        let JobError::Experiment(error) = error else { return Err(Failure::from(error)) };
        let failed = format!("no result for figure {}, {}: {error}", figure.number, planned.name);
        if self.remarks.quiet {
            remark(&failed)
        } else {
            self.progress.line(&failed)
        }
        Ok(Outcome::Failed(error.to_string()))
    }

    fn run(
        &mut self,
        specification: &Specification,
        folder: &OutputFolder,
        checkpoint: Option<Checkpoint>,
    ) -> Result<Finished, JobError> {
        let name = folder.checkpoint_name();
        let terminal = match self.remarks.quiet {
            true => Terminal::quiet(),
            false => Terminal::showing(&mut self.progress),
        };
        let mut terminal =
            terminal.keeping_in(Some(folder)).sharing(Some(&self.optima)).computing_with(self.instructions);
        let checkpoint = checkpoint.map(|checkpoint| (name.as_str(), checkpoint));
        pollster::block_on(run(specification, self.images, self.control, checkpoint, &mut terminal))
    }
}
