//! *Why averaging weights fails, and when it does not*: points kicked off an optimum, descended again, and their mean.

use crate::experiment::Numbers;
use crate::experiment::averaging::AveragingNumbers;
use crate::figure::{Figure, Mark};
use crate::numerics::statistics::sorted;
use crate::teaching::chapter::run::{number, run};
use crate::teaching::chapter::shown::three_digits;
use crate::teaching::chapter::{ChapterError, Chosen, Named, Shown, Watch};
use serde_json::json;

/// Shows all kicks, with the chosen one marked.
pub(super) async fn show(chosen: &Chosen, watch: &mut Watch<'_>) -> Result<Shown, ChapterError> {
    let kick = chosen.number("k");
    let others: &[f64] = chosen.pick(&[0.05, 1.0, 2.0, 5.0], &[0.05, 0.3, 1.0, 1.5, 2.0, 3.0, 4.0, 5.0]);
    let mut kicks = sorted(others.iter().copied().chain([kick]).collect());
    kicks.dedup();
    let place = kicks.iter().position(|other| *other == kick).unwrap_or(0);
    let mut run = run(
        "averaging",
        chosen,
        chosen.short_dimension(),
        &[
            ("kicks", json!(kicks)),
            ("snapshots", chosen.count("m").into()),
            ("repetitions", chosen.pick(2, 8).into()),
        ],
        watch,
    )
    .await?;
    for figure in &mut run.figures {
        if let Figure::Chart(chart) = figure {
            chart.marks.push(Mark { label: format!("kick {kick}"), x: kick });
        }
    }
    let Numbers::Averaging(AveragingNumbers::OnWedges(found)) = &run.numbers else {
        return Err(ChapterError::Diverged);
    };
    let (changed, mean) = (number(&found.changed, place), number(&found.mean_loss_of_mean, place));
    let (centroid, centroid_law) = run.claim("centroid");
    let numbers = vec![
        Named::new("mean-loss-same", run.claim("same-wedge").0),
        Named::new("changed", changed),
        Named::new("mean-loss", mean),
        Named::new("centroid", centroid),
        Named::new("centroid-predicted", centroid_law),
    ];
    let status = format!(
        "After a kick of {kick} lengths, a share of {} changes wedges, and the loss of the mean is {}.",
        three_digits(changed.unwrap_or(f64::NAN)),
        three_digits(mean.unwrap_or(f64::NAN)),
    );
    Ok(run.shown(numbers, status))
}
