//! *A random plane finds a solution*: descents in random planes, against the planes' dimension.

use crate::experiment::Numbers;
use crate::experiment::random_cut::RandomCutNumbers;
use crate::figure::{Figure, Mark};
use crate::teaching::chapter::run::{number, run};
use crate::teaching::chapter::shown::three_digits;
use crate::teaching::chapter::{ChapterError, Chosen, Detail, Named, Shown, Watch};
use crate::teaching::counted::counted;
use serde_json::json;

/// Shows the chosen d among planes below, at and above the threshold s.
pub(super) async fn show(chosen: &Chosen, watch: &mut Watch<'_>) -> Result<Shown, ChapterError> {
    let (short, plane) = (chosen.count("s"), chosen.count("d"));
    let mut planes = vec![short / 2, short - 1, short, plane];
    if chosen.detail == Detail::Full {
        planes.extend([0, short / 4, 3 * short / 4, short + 1, 5 * short / 4, 3 * short / 2]);
    }
    planes.sort_unstable();
    planes.dedup();
    let place = planes.iter().position(|&dimension| dimension == plane).unwrap_or(0);
    let (family, wedges) = match chosen.name("f") {
        "all" => ("all", 16),
        "one" => ("axis-aligned", 1),
        _ => ("axis-aligned", 16),
    };
    let trials: usize = chosen.pick(2, 10);
    let mut run = run(
        "random-cut",
        chosen,
        short,
        &[
            ("family", family.into()),
            ("wedges", wedges.into()),
            ("solver", "exact".into()),
            ("trials", trials.into()),
            ("plane_dimensions", json!(planes)),
        ],
        watch,
    )
    .await?;
    for figure in &mut run.figures {
        if let Figure::Chart(chart) = figure {
            // The labels of two close marks would overlap.
            chart.marks.retain(|mark| (mark.x - plane as f64).abs() > 6.0);
            chart.marks.push(Mark { label: format!("d = {plane}"), x: plane as f64 });
        }
    }
    let Numbers::RandomCut(RandomCutNumbers::OnWedges(found)) = &run.numbers else {
        return Err(ChapterError::Diverged);
    };
    let ratio = number(&found.mean_loss_ratio, place);
    let law = number(&found.single_wedge_law, place);
    let success = number(&found.success, place);
    let numbers = vec![
        // The measured threshold lies between two neighbouring dimensions, of which the upper one succeeds.
        Named::count("threshold", run.claim("threshold").0.map(libm::ceil)),
        Named::count("trials", Some(trials as f64)),
        Named::new("ratio", ratio),
        Named::words("ratio-compared", law, compared(ratio, law)),
    ];
    let status = format!(
        "In planes of {}, {} % of the descents arrive; on average they end at {} of their initial loss.",
        counted(plane, "dimension"),
        three_digits(100.0 * success.unwrap_or(0.0)),
        three_digits(ratio.unwrap_or(f64::NAN)),
    );
    Ok(run.shown(numbers, status))
}

/// How the measured share of the loss compares with the value for one wedge, as text: the mean of few descents may lie
/// on either side of it.
fn compared(ratio: Option<f64>, law: Option<f64>) -> String {
    let (Some(ratio), Some(law)) = (ratio, law) else { return "to be compared with –".to_owned() };
    let words = match ratio - law {
        difference if difference.abs() <= 0.01 => "about equal to",
        difference if difference < 0.0 => "less than",
        _ => "more than",
    };
    format!("{words} {}", three_digits(law))
}
