//! *A tunnel between two solutions*: walls across the straight line, and the descents inside them.

use crate::experiment::Numbers;
use crate::experiment::tunnel::TunnelNumbers;
use crate::figure::{Figure, Role};
use crate::numerics::statistics::mean;
use crate::teaching::chapter::run::run;
use crate::teaching::chapter::shown::three_digits;
use crate::teaching::chapter::{ChapterError, Chosen, Named, Shown, Watch};

/// Shows the tunnel up to the chosen share of its walls.
pub(super) async fn show(chosen: &Chosen, watch: &mut Watch<'_>) -> Result<Shown, ChapterError> {
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
        watch,
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
    let laws = Laws::of(chosen);
    let predicted = |law: fn(&Laws) -> f64| laws.as_ref().map(law);
    let Numbers::Tunnel(found) = &run.numbers else { return Err(ChapterError::Diverged) };
    let one = OnePair::of(found);
    // A quick picture has only one pair of optima, and the claims need several.
    let straight = run.claim("straight-barrier").0.or(finite(found.straight_barrier));
    let across = run.claim("cosine-across").0.or(one.across);
    let plateau = run.claim("polyline-plateau").0.or(one.plateau.filter(|_| chosen.count("r") == 0));
    let within = run.claim("cosine-within").0.or(one.within);
    let numbers = vec![
        Named::new("cosine-within", within),
        Named::new("straight-barrier", straight),
        Named::new("straight-barrier-predicted", predicted(|laws| laws.straight)),
        Named::new("cosine-across", across),
        Named::new("cosine-across-predicted", predicted(|laws| laws.across)),
        Named::new("plateau", plateau),
        Named::new("plateau-predicted", predicted(|laws| laws.plateau)),
        Named::new("exact-path", run.claim("exact-path").0),
    ];
    let status = format!(
        "The straight line climbs to {}, and the tunnel, between its points, to {}.",
        three_digits(found.straight_barrier),
        three_digits(found.barrier.last().copied().unwrap_or(f64::NAN)),
    );
    Ok(run.shown(numbers, status))
}

/// The predictions of the formulas in the text, which hold for a few random wedges.
struct Laws {
    straight: f64,
    across: f64,
    plateau: f64,
}

impl Laws {
    /// `None` if all wedges along the axes are there.
    fn of(chosen: &Chosen) -> Option<Self> {
        let dimension = chosen.number("D");
        let share = chosen.short_dimension() as f64 / dimension;
        (chosen.name("f") != "all").then(|| Self {
            straight: 0.5 * libm::sqrt(share * dimension * (1.0 - share)),
            across: share / (2.0 - share),
            plateau: (1.0 - share) / (2.0 - share),
        })
    }
}

/// Deviations with a cosine above this end on the same wedge.
const SAME_WEDGE: f64 = 0.7;

/// The measurements between the first two optima.
struct OnePair {
    within: Option<f64>,
    across: Option<f64>,
    plateau: Option<f64>,
}

impl OnePair {
    fn of(found: &TunnelNumbers) -> Self {
        let (mut within, mut across) = (Vec::new(), Vec::new());
        for (left, row) in found.cosine.iter().enumerate() {
            for cosine in row.iter().take(left).copied().filter(|cosine| cosine.is_finite()) {
                if cosine > SAME_WEDGE { &mut within } else { &mut across }.push(cosine);
            }
        }
        let mean_of = |values: &[f64]| (!values.is_empty()).then(|| mean(values));
        Self {
            within: mean_of(&within),
            across: mean_of(&across),
            plateau: found.barrier.first().and_then(|barrier| finite(barrier / found.straight_barrier)),
        }
    }
}

/// The number, if it is finite: a line between two optima on one wedge has no barrier to divide by.
fn finite(number: f64) -> Option<f64> {
    Some(number).filter(|number| number.is_finite())
}
