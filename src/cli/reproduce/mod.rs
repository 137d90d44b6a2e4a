//! `wedgelab reproduce`: runs the experiments of the paper's figures one after the other, and writes a report on them.

mod arguments;
mod dry_run;
mod page;
mod remembered_images;
mod report_folder;
mod report_progress;
mod restart;
mod running;

pub(super) use arguments::ReproduceArguments;

use super::{Failure, signals, standard_streams::print_line};
use crate::data::Source;
use crate::experiment::Tally;
use crate::job::{Control, ImageSource};
use crate::platform::threads;
use crate::report::{ReportFile, ReportProvenance};
use anyhow::anyhow;
use remembered_images::RememberedImages;
use report_folder::ReportFolder;
use restart::restart;
use running::Running;

const REPORT: &str = "report.json";
const PAGE: &str = "report.html";

/// Reproduces figures of the paper.
pub(super) fn reproduce(arguments: &ReproduceArguments) -> Result<(), Failure> {
    let settings = arguments.settings()?;
    let instructions = arguments.instructions.chosen()?;
    if arguments.resume && !ReportFolder::is_begun(&arguments.out) {
        return Err(Failure::BadInput(anyhow!(
            "{} holds no report to resume; omit --resume to start one",
            arguments.out.display()
        )));
    }
    let images = RememberedImages::default();
    if settings.data != Source::Synthetic {
        // Missing or damaged files are reported before the work begins.
        images.load(settings.data, settings.data_dir.as_deref()).map_err(Failure::bad_input)?;
    }
    if arguments.dry_run {
        return dry_run::dry_run(arguments, &settings);
    }
    if arguments.restart {
        restart(&arguments.out)?;
    }
    let folder = ReportFolder::open(&arguments.out, &settings)?;
    let settings = folder.settings();
    let plan = settings.plan();
    let control = Control::default();
    signals::obey(&control)?;
    let outcomes =
        Running::new(&folder, &images, &control, instructions, &arguments.remarks, &plan)?.finish()?;
    let provenance = ReportProvenance {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        commit: option_env!("WEDGELAB_COMMIT").unwrap_or("unknown").to_owned(),
        threads: threads(),
        start: folder.start().to_owned(),
    };
    let report = ReportFile::of(settings, provenance, &plan, &outcomes);
    let page = page::page(&report, &outcomes).map_err(Failure::other)?;
    folder.write(PAGE, page.as_bytes())?;
    folder.write(REPORT, report.to_json().map_err(Failure::other)?.as_bytes())?;
    if arguments.remarks.quiet {
        return Ok(());
    }
    for figure in &report.figures {
        let tally = Tally::of(figure.claims.iter().map(|claim| &claim.claim));
        print_line(&format!(
            "figure {}, {}: {} ({tally}; on networks it {}, on the wedges it {})",
            figure.number,
            figure.title.to_lowercase(),
            figure.verdict.in_words(),
            figure.verdicts.network.in_words(),
            figure.verdicts.wedges.in_words(),
        ))?;
    }
    print_line(&format!("Finished in {:.1} s.", report.seconds))?;
    if arguments.remarks.verbose {
        for planned in
            plan.iter().flat_map(|figure| figure.experiments.iter().map(|planned| figure.folder(planned)))
        {
            print_line(&format!("  {}", folder.below(&planned).display()))?;
        }
        print_line(&format!("  {}", folder.below(REPORT).display()))?;
    }
    print_line(&format!("The report is in {}.", folder.below(PAGE).display()))
}
