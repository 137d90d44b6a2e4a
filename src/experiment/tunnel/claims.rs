//! Predictions for random wedges without thickness, measured over several pairs of optima (p = s/D).
//!
//! The formulas hold in many dimensions. The tolerances include their error in few: a relative 2/(s(1 − p)) for the
//! spread of lengths, and the choice of the nearest of K wedges, which makes the others slightly farther than a random
//! one.

use super::{Dug, Tunnel};
use crate::experiment::Claim;
use crate::landscape::Wedges;
use crate::landscape::wedges::{Family, Wedge};
use crate::numerics::statistics::{STANDARD_ERRORS, mean, standard_error};

/// The claims. The formulas for two wedges exclude pairs between which a third wedge is nearest somewhere.
pub(super) fn of(settings: &Tunnel, wedges: &Wedges, found: &[Dug]) -> Vec<Claim> {
    let specification = wedges.specification();
    let (dimension, short, share) =
        (specification.dimension as f64, specification.short_dimension() as f64, specification.short_share());
    let mut claims = Vec::new();
    let is_random = specification.family != Family::All && specification.thickness == 0.0;
    let pairs: Vec<Pair<'_>> = match is_random && share < 1.0 && short > 0.0 {
        true => found.iter().filter_map(|dug| Pair::of(wedges, dug)).collect(),
        false => Vec::new(),
    };
    if pairs.len() >= 2 {
        let among = (specification.wedges.max(2) - 1) as f64;
        let finite = 2.0 / (short * (1.0 - share)) + (2.0 / short).sqrt() * (1.8 / among).min(0.6);
        let pieces = (settings.points + 1) as f64;
        let samples = settings.samples as f64;
        let mut claim = |name: &str, statement: &str, values: &[f64], expected: f64, allowance: f64| {
            let tolerance = STANDARD_ERRORS * standard_error(values) + allowance;
            claims.push(Claim::equal(name, statement, mean(values), expected, tolerance));
        };
        let each = |value: fn(&Pair<'_>) -> f64| pairs.iter().map(value).collect::<Vec<f64>>();
        let known =
            |values: Vec<f64>| values.into_iter().filter(|value| value.is_finite()).collect::<Vec<f64>>();
        let within = known(each(|pair| pair.cosines().0));
        if within.len() >= 2 {
            let statement = "deviations from the line that end on the same wedge have the same direction";
            claim("cosine-within", statement, &within, 1.0, 1e-3);
        }
        let across = known(each(|pair| pair.cosines().1));
        if across.len() >= 2 {
            let expected = share / (2.0 - share);
            let statement = "deviations that end on different wedges have the cosine p/(2 − p)";
            claim("cosine-across", statement, &across, expected, 2.0 * finite * expected + 1e-3);
        }
        let expected = 0.5 * (share * dimension * (1.0 - share)).sqrt();
        let allowance = expected * (finite + 1.0 / (pieces * samples));
        let statement = "the straight line climbs to ½√(p D (1 − p))";
        claim("straight-barrier", statement, &each(|pair| pair.dug.straight.barrier()), expected, allowance);
        if settings.refine == 0 {
            let expected = (1.0 - share) / (2.0 - share);
            // One piece crosses from wedge to wedge; with fewer pieces it is longer, and rises higher.
            let allowance = 1.1 / (pieces * (2.0 - share)) + expected * (finite + 1.0 / samples);
            let statement =
                "between its points the tunnel still climbs, to (1 − p)/(2 − p) of that for many points";
            let ratios = each(|pair| pair.dug.levels[0].along.barrier() / pair.dug.straight.barrier());
            claim("polyline-plateau", statement, &ratios, expected, allowance);
        }
    }
    let exact =
        found.iter().filter_map(|dug| Some(dug.exact.as_ref()?.0.loss.iter().copied().fold(0.0, f64::max)));
    if let Some(highest) = exact.reduce(f64::max) {
        let statement = "on the way over the crossing of both wedges there is no loss";
        claims.push(Claim::equal("exact-path", statement, highest, 0.0, 1e-5 * dimension.sqrt()));
    }
    claims
}

/// Two optima with no third wedge between them.
struct Pair<'a> {
    dug: &'a Dug,
    /// For every point of the tunnel, whether it is on the second optimum's wedge.
    is_on_second: Vec<bool>,
}

impl<'a> Pair<'a> {
    fn of(wedges: &Wedges, dug: &'a Dug) -> Option<Self> {
        let (first, second) = (wedges.nearest(dug.optima.point(0)), wedges.nearest(dug.optima.point(1)));
        let samples = dug.straight.position.len() - 1;
        let is_between_two = |from: &[f64], to: &[f64], samples: usize| {
            (0..=samples).all(|sample| {
                let position = sample as f64 / samples as f64;
                let point: Vec<f64> =
                    from.iter().zip(to).map(|(from, to)| (1.0 - position) * from + position * to).collect();
                let nearest = wedges.nearest(&point);
                nearest == first || nearest == second
            })
        };
        let path: Vec<&[f64]> = dug.path.iter().collect();
        let samples_per_piece = (samples / (path.len() - 1)).max(1);
        let is_alone = is_between_two(dug.optima.point(0), dug.optima.point(1), samples)
            && path.windows(2).all(|ends| is_between_two(ends[0], ends[1], samples_per_piece));
        let landed = |point: &[f64]| is_nearer(&second, &first, point);
        is_alone.then(|| Self {
            dug,
            is_on_second: path[1..path.len() - 1].iter().map(|point| landed(point)).collect(),
        })
    }

    /// The mean cosines between deviations that ended on the same wedge, and on different ones.
    fn cosines(&self) -> (f64, f64) {
        let (mut within, mut across) = (Vec::new(), Vec::new());
        for (left, cosines) in self.dug.cosine.iter().enumerate() {
            for (right, &cosine) in cosines.iter().enumerate().take(left) {
                match self.is_on_second[left] == self.is_on_second[right] {
                    true => within.push(cosine),
                    false => across.push(cosine),
                }
            }
        }
        (mean(&within), mean(&across))
    }
}

fn is_nearer(wedge: &Wedge<'_>, other: &Wedge<'_>, point: &[f64]) -> bool {
    wedge.distance(point) < other.distance(point)
}
