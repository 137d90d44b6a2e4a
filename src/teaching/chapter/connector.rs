//! *Many at once*: the middle of several optima before and after the descent across their differences.

use crate::experiment::Numbers;
use crate::figure::{Figure, Mark};
use crate::teaching::chapter::run::{number, run};
use crate::teaching::chapter::shown::three_digits;
use crate::teaching::chapter::{ChapterError, Chosen, Named, Shown, Watch};
use serde_json::json;

/// Shows all m, with the chosen one marked.
pub(super) async fn show(chosen: &Chosen, watch: &mut Watch<'_>) -> Result<Shown, ChapterError> {
    let m = chosen.count("m");
    let mut run = run(
        "connector",
        chosen,
        chosen.short_dimension(),
        &[
            ("m", json!([1, 2, 3, 4, 5, 6, 7, 8, 9])),
            ("simplex_points", 0.into()),
            ("triangle", chosen.pick(7, 21).into()),
            ("epochs", chosen.pick(30, 200).into()),
        ],
        watch,
    )
    .await?;
    // The triangle comes first, because the chapter's question is about it.
    run.figures.sort_by_key(|figure| matches!(figure, Figure::Chart(_)));
    for figure in &mut run.figures {
        if let Figure::Chart(chart) = figure {
            chart.marks.push(Mark { label: format!("m = {m}"), x: m as f64 });
        }
    }
    let Numbers::Connector(found) = &run.numbers else { return Err(ChapterError::Diverged) };
    let (before, after) = (number(&found.loss_before, m - 1), number(&found.loss_after, m - 1));
    let short_directions = found.short_directions.get(m - 1).map(|&count| count as f64);
    let numbers = vec![
        Named::new("loss-before", before),
        Named::new("loss-after", after),
        Named::new("short-directions", short_directions),
        Named::new("short-directions-predicted", number(&found.short_directions_law, m - 1)),
    ];
    let status = format!(
        "The mean of {} optima has a loss of {} before the descent, and {} after it.",
        m + 1,
        three_digits(before.unwrap_or(f64::NAN)),
        three_digits(after.unwrap_or(f64::NAN)),
    );
    Ok(run.shown(numbers, status))
}
