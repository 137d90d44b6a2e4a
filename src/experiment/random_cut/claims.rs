//! The paper's claims on random planes, and what follows from the geometry of one wedge.

use super::RandomCut;
use super::plane::Plane;
use super::solver::{Solver, exact_loss_ratio};
use crate::experiment::{Claim, ExperimentError};
use crate::landscape::Wedges;
use crate::landscape::wedges::{Family, WedgesSpecification};
use crate::numerics::random::trial_seeds;
use crate::numerics::statistics::STANDARD_ERRORS;
use crate::observer::{Note, Observer};

/// A descent needs somewhat more dimensions than there are equations, as a share of s: close to d = s they are nearly
/// degenerate.
const ROOM_FOR_STEPS: f64 = 0.15;
/// Trials on a single wedge, if the experiment's own cannot be used.
const LONE_TRIALS: usize = 20;

/// The threshold lies between the last d at which most trials fail and the first d from which most succeed. `None` if
/// the planes do not include both.
pub(super) fn threshold(
    settings: &RandomCut,
    wedges: &WedgesSpecification,
    ratios: &[Vec<f64>],
) -> Option<Claim> {
    let success = settings.solver.success();
    let mostly = |ratios: &[f64]| 2 * ratios.iter().filter(|&&ratio| ratio < success).count() >= ratios.len();
    let planes = || settings.plane_dimensions.iter().zip(ratios);
    let below = *planes().filter(|(_, ratios)| !mostly(ratios)).map(|(dimension, _)| dimension).max()?;
    let above =
        *planes().filter(|(dimension, _)| **dimension > below).map(|(dimension, _)| dimension).min()?;
    let short = wedges.short_dimension() as f64;
    // With all wedges available, a loss ratio ε is reached at about s (1 − ε^{2/3}), and not only at s.
    let early = short * libm::pow(success, 2.0 / 3.0);
    let late = match settings.solver {
        Solver::Adam => ROOM_FOR_STEPS * short,
        Solver::Exact => 0.0,
    };
    let half = (above - below) as f64 / 2.0;
    Some(Claim::equal(
        "threshold",
        "descents in random planes succeed from d = D − n dimensions on",
        (above + below) as f64 / 2.0,
        short,
        half + early.max(late) + 0.5,
    ))
}

/// (L/L₀)² = 1 − d/s on average for one wedge, exactly: the share of a vector's squared length in s dimensions that is
/// orthogonal to a random plane of d dimensions has the distribution Beta((s − d)/2, d/2).
pub(super) async fn single_wedge(
    settings: &RandomCut,
    wedges: &Wedges,
    ratios: &[Vec<f64>],
    seed: u64,
    observer: &mut impl Observer,
) -> Result<Option<Claim>, ExperimentError> {
    let specification = wedges.specification();
    let short = specification.short_dimension();
    let is_below = |dimension: usize| (1..short).contains(&dimension);
    if !settings.plane_dimensions.iter().any(|&dimension| is_below(dimension)) {
        return Ok(None);
    }
    let is_alone = specification.wedges == 1 && specification.family != Family::All;
    let own = is_alone && settings.solver == Solver::Exact;
    let mut compared = Vec::new();
    if own {
        let planes = settings.plane_dimensions.iter().zip(ratios);
        compared.extend(
            planes.filter(|(dimension, _)| is_below(**dimension)).map(|(d, ratios)| (*d, ratios.clone())),
        );
    } else {
        observer.note(Note::Stage("solving for a single wedge".to_owned()));
        let family = match specification.family {
            Family::Oriented => Family::Oriented,
            Family::All | Family::AxisAligned => Family::AxisAligned,
        };
        let alone = WedgesSpecification { family, wedges: 1, thickness: 0.0, ..*specification };
        // The specification is valid with more wedges, so it is valid with one.
        let Ok(lone) = Wedges::<f64>::new(&alone, seed) else { return Ok(None) };
        let seeds = trial_seeds(seed.wrapping_add(1), LONE_TRIALS);
        for &dimension in settings.plane_dimensions.iter().filter(|&&dimension| is_below(dimension)) {
            let mut lone_ratios = Vec::with_capacity(LONE_TRIALS);
            for &seed in &seeds {
                let trial = seed.wrapping_add(dimension as u64);
                let plane = Plane::random(&lone, dimension, 1.0, trial, trial).await?;
                lone_ratios.push(exact_loss_ratio(&lone, &plane, observer).await?);
            }
            compared.push((dimension, lone_ratios));
        }
    }
    let count = compared.len() as f64;
    let measured: f64 = compared.iter().map(|(_, ratios)| mean_square(ratios)).sum::<f64>() / count;
    let expected: f64 = compared.iter().map(|&(dimension, _)| law(dimension, short)).sum::<f64>() / count;
    let variance: f64 = compared
        .iter()
        .map(|(dimension, ratios)| law_variance(*dimension, short) / ratios.len() as f64)
        .sum();
    let whose = if own { "" } else { " (solved exactly for a single wedge of the same dimensions)" };
    Ok(Some(Claim::equal(
        "single-wedge-law",
        &format!(
            "for one wedge the mean of (L/L₀)² over all planes of d < s dimensions is that of 1 − d/s{whose}"
        ),
        measured,
        expected,
        STANDARD_ERRORS * variance.sqrt() / count + 1e-9,
    )))
}

/// With many wedges available, no descent ends above the law for the one that it begins at. The claim is on the d that
/// comes closest to violating it.
pub(super) fn upper_bound(
    settings: &RandomCut,
    wedges: &WedgesSpecification,
    ratios: &[Vec<f64>],
) -> Option<Claim> {
    let short = wedges.short_dimension();
    let claims = settings.plane_dimensions.iter().zip(ratios).filter(|(dimension, _)| **dimension < short);
    let claims = claims.map(|(&dimension, ratios)| {
        let error = (law_variance(dimension, short) / ratios.len() as f64).sqrt();
        let (measured, expected) = (mean_square(ratios), law(dimension, short));
        let claim = Claim::at_most(
            "upper-bound",
            &format!("no descent ends above (L/L₀)² = 1 − d/s on average; nearest to it in planes of d = {dimension}"),
            measured,
            expected,
            STANDARD_ERRORS * error + 1e-9,
        );
        ((measured - expected) / (error + 1e-9), claim)
    });
    claims.max_by(|left, right| left.0.total_cmp(&right.0)).map(|(_, claim)| claim)
}

fn mean_square(ratios: &[f64]) -> f64 {
    ratios.iter().map(|ratio| ratio * ratio).sum::<f64>() / ratios.len() as f64
}

fn law(dimension: usize, short: usize) -> f64 {
    1.0 - dimension as f64 / short as f64
}

/// The variance of Beta((s − d)/2, d/2).
fn law_variance(dimension: usize, short: usize) -> f64 {
    let mean = law(dimension, short);
    mean * (1.0 - mean) / (0.5 * short as f64 + 1.0)
}
