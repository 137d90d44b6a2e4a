//! *A tunnel between two solutions*: walls across the straight line, and the descents inside them.

use super::run::run;
use super::shown::three_digits;
use super::{ChapterError, Chosen, Named, Shown};
use crate::figure::{Figure, Role};

/// The tunnel as far as its walls have been put up.
pub(super) async fn show(chosen: &Chosen) -> Result<Shown, ChapterError> {
    let share = chosen.number("w") / 100.0;
    let mut run = run(
        "tunnel",
        chosen,
        chosen.short_dimension(),
        &[
            ("family", chosen.name("f").into()),
            ("points", chosen.count("n").into()),
            ("refine", chosen.count("r").into()),
            ("samples", chosen.pick(8, 20).into()),
            ("pairs", chosen.pick(1, 8).into()),
        ],
    )
    .await?;
    for figure in &mut run.figures {
        match figure {
            Figure::Chart(chart) => {
                for series in chart.series.iter_mut().filter(|series| series.role == Role::Tunnel) {
                    series.points.retain(|point| point.0 <= share);
                }
                chart.series.retain(|series| !series.points.is_empty());
            }
            Figure::Map(map) => {
                let built = libm::round(share * map.columns as f64) as usize;
                for (place, value) in map.values.iter_mut().enumerate() {
                    if place / map.columns >= built || place % map.columns >= built {
                        *value = f64::NAN;
                    }
                }
            }
        }
    }
    let (straight, straight_law) = run.claim("straight-barrier");
    let (across, across_law) = run.claim("cosine-across");
    let (plateau, plateau_law) = run.claim("polyline-plateau");
    let within = run.claim("cosine-within").0;
    let numbers = vec![
        Named::new("cosine-within", within),
        Named::new("straight-barrier", straight),
        Named::new("straight-barrier-predicted", straight_law),
        Named::new("cosine-across", across),
        Named::new("cosine-across-predicted", across_law),
        Named::new("plateau", plateau),
        Named::new("plateau-predicted", plateau_law),
        Named::new("exact-path", run.claim("exact-path").0),
    ];
    let barriers = run.list("barrier");
    let status = format!(
        "The straight line climbs to {}, the tunnel between its points to {}.",
        three_digits(run.number("straight_barrier", 0).unwrap_or(f64::NAN)),
        three_digits(barriers.last().copied().unwrap_or(f64::NAN)),
    );
    Ok(run.shown(numbers, status))
}
