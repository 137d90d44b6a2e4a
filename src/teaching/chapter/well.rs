//! *A hole everywhere you look*: the loss along random directions from a solution.

use crate::experiment::Numbers;
use crate::teaching::chapter::run::run;
use crate::teaching::chapter::shown::three_digits;
use crate::teaching::chapter::{ChapterError, Chosen, Named, Shown, Watch};

/// Shows the curves and the map.
pub(super) async fn show(chosen: &Chosen, watch: &mut Watch<'_>) -> Result<Shown, ChapterError> {
    let dimension = chosen.count("D");
    let run = run(
        "radial-probe",
        chosen,
        chosen.short_dimension(),
        &[
            ("family", "axis-aligned".into()),
            ("wedges", if dimension < 10 { 1 } else { 16 }.into()),
            ("thickness", chosen.number("h").into()),
            ("offset", chosen.number("o").into()),
            ("directions", chosen.pick(20, 100).into()),
            ("distances", chosen.pick(8, 20).into()),
            ("angles", chosen.pick(19, 41).into()),
            ("radii", chosen.pick(9, 21).into()),
        ],
        watch,
    )
    .await?;
    let (mean, mean_law) = run.claim("mean-law");
    let (spread, spread_law) = run.claim("spread-law");
    let numbers = vec![
        Named::new("loss", mean),
        Named::new("loss-predicted", mean_law),
        Named::new("spread", spread),
        Named::new("spread-predicted", spread_law),
    ];
    let Numbers::RadialProbe(found) = &run.numbers else { return Err(ChapterError::Diverged) };
    let status = format!(
        "In {dimension} dimensions eight of ten walks end at losses from {} to {}.",
        three_digits(found.low_loss.last().copied().unwrap_or(f64::NAN)),
        three_digits(found.high_loss.last().copied().unwrap_or(f64::NAN)),
    );
    Ok(run.shown(numbers, status))
}
