//! The literature's claims on random planes through the start of a network (Li et al. 2018; Fort and Scherlis 2018).

use super::networks::{NetworkCutNumbers, RadiusNumbers, numbers_of};
use crate::experiment::Claim;

/// Mean accuracies that should grow may fall by this much.
const FALL: f64 = 0.02;
/// The standard deviation of the accuracy over planes is less than `SPREAD` from `SPREAD_FROM` dimensions on.
const SPREAD: f64 = 0.03;
const SPREAD_FROM: usize = 100;
/// The best radius of the start lies between these factors.
const BEST_RADIUS: (f64, f64) = (0.3, 2.0);

/// The literature's claims on such planes. There is no claim about what was not measured.
pub(super) fn claims(numbers: &NetworkCutNumbers) -> Vec<Claim> {
    [grows(numbers), spreads_little(numbers), best_radius(&numbers.radii)].into_iter().flatten().collect()
}

/// The largest fall of the mean accuracy from one plane dimension to a larger one.
fn grows(numbers: &NetworkCutNumbers) -> Option<Claim> {
    let known = numbers_of(&numbers.mean_accuracy);
    let falls = known
        .iter()
        .enumerate()
        .flat_map(|(place, low)| known[place + 1..].iter().map(move |high| low - high));
    let largest = falls.max_by(f64::total_cmp)?;
    Some(Claim::at_most(
        "grows",
        "the accuracy that random planes reach grows with their dimension (measured: its largest fall)",
        largest,
        0.0,
        FALL,
    ))
}

fn spreads_little(numbers: &NetworkCutNumbers) -> Option<Claim> {
    let spreads = numbers.plane_dimension.iter().zip(&numbers.accuracy).zip(&numbers.accuracy_deviation);
    let largest = spreads
        .filter(|((dimension, row), _)| **dimension >= SPREAD_FROM && numbers_of(row).len() > 1)
        .map(|(_, &deviation)| deviation)
        .max_by(f64::total_cmp)?;
    Some(Claim::at_most(
        "redrawn",
        &format!(
            "which plane is drawn hardly matters: from {SPREAD_FROM} dimensions on the accuracy's standard deviation over \
             planes is below {SPREAD}"
        ),
        largest,
        SPREAD,
        0.0,
    ))
}

pub(super) fn best_radius(radii: &RadiusNumbers) -> Option<Claim> {
    let measured = radii.factor.iter().zip(&radii.mean_loss).filter(|(_, loss)| !loss.is_nan());
    let (&best, _) = measured.min_by(|left, right| left.1.total_cmp(right.1))?;
    let (low, high) = BEST_RADIUS;
    Some(Claim::equal(
        "radius",
        &format!(
            "planes through a start of about the usual length do best (the Goldilocks zone): the lowest loss is at a \
             factor between {low} and {high}"
        ),
        best,
        0.5 * (low + high),
        0.5 * (high - low),
    ))
}
