//! `wedgelab reproduce --dry-run`: which experiments a report would run, without computing or writing anything.

use super::arguments::ReproduceArguments;
use super::report_folder::ReportFolder;
use crate::cli::Failure;
use crate::cli::progress::in_words;
use crate::cli::standard_streams::print;
use crate::report::ReportSettings;

/// Lists the experiments of a report, and prints where it would be written.
///
/// # Errors
/// When the report could not be written into the folder: see [`ReportFolder::check`].
pub(super) fn dry_run(arguments: &ReproduceArguments, settings: &ReportSettings) -> Result<(), Failure> {
    let ReproduceArguments { out: path, restart, remarks, .. } = arguments;
    if !restart {
        ReportFolder::check(path, settings)?;
    }
    if remarks.quiet {
        return Ok(());
    }
    let plan = settings.plan();
    let mut text = String::new();
    for figure in &plan {
        text += &format!("Figure {}: {}\n", figure.number, figure.title);
        for experiment in &figure.experiments {
            text += &format!("  {}\n", experiment.name);
        }
    }
    let seconds: f64 =
        plan.iter().flat_map(|figure| &figure.experiments).map(|planned| planned.seconds).sum();
    let verb = match (ReportFolder::is_begun(path), restart) {
        (false, _) => "started",
        (true, false) => "resumed",
        (true, true) => "discarded and started over",
    };
    text += &format!(
        "Images: {}\nDevice: {}\nDuration: about {} on two cores\nOutput: the report would be {verb} in {}\n\
         This was a dry run: nothing was computed or written.\n",
        settings.data.title(),
        settings.device.name(),
        in_words(seconds),
        path.display()
    );
    print(text.as_bytes())
}
