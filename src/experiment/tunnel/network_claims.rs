//! The paper's claims on tunnels between optima of networks (section 4.2 and figure 3), each about a mean over pairs of
//! optima.

use super::Pairs;
use crate::experiment::Claim;
use crate::numerics::statistics::mean;

/// Above this mean cosine, deviations of one half count as pointing the same way.
const SAME_WAY: f64 = 0.6;
/// Up to this mean cosine, deviations of different halves count as orthogonal.
const ORTHOGONAL: f64 = 0.1;
/// The tunnel rises above its ends by at most this share of the straight line's rise.
const LOW: f64 = 0.3;
/// How much more the labels in the middle of the tunnel agree with those of the first optimum than on the straight
/// line.
const LABEL_GAIN: f64 = 0.3;

/// The claims; one for which too few points descended is omitted.
pub(super) fn of(pairs: &Pairs) -> Vec<Claim> {
    let mut claims = Vec::new();
    let mean_of = |values: &[f64]| {
        let known: Vec<f64> = values.iter().copied().filter(|value| value.is_finite()).collect();
        Some(mean(&known)).filter(|mean| mean.is_finite())
    };
    if let Some(cosine) = mean_of(&pairs.cosine_within) {
        let statement = "deviations from the line in the same half of it point the same way: their mean cosine is above 0.6";
        claims.push(Claim::above("cosine-within", statement, cosine, SAME_WAY, 0.0));
    }
    if let Some(cosine) = mean_of(&pairs.cosine_across) {
        let statement = "deviations in different halves of the line are orthogonal: their mean cosine is within 0.1 of zero";
        claims.push(Claim::equal("cosine-across", statement, cosine, 0.0, ORTHOGONAL));
    }
    if let Some(ratio) = mean_of(&pairs.excess_ratio) {
        let statement = "the tunnel, the pieces between its points included, rises above its ends by at most 0.3 of what the \
                         straight line rises";
        claims.push(Claim::at_most("tunnel-excess", statement, ratio, LOW, 0.0));
    }
    if let Some(gain) = mean_of(&pairs.label_gain) {
        let statement = "in the middle of the tunnel labels agree with those of the first optimum by 0.3 more than in the \
                         middle of the straight line";
        claims.push(Claim::above("tunnel-labels", statement, gain, LABEL_GAIN, 0.0));
    }
    claims
}
