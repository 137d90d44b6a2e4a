//! The paper's claims on connectors of many optima of networks (section 4.3), each about a mean over repetitions.

use super::ConnectorNumbers;
use crate::experiment::Claim;
use crate::numerics::statistics::mean;

/// The largest m with claims: for more the paper shows no numbers.
const LARGEST_WITH_A_BAR: usize = 5;
/// The loss in the middle exceeds that of the optima by more than this, in nats.
const HIGH: f64 = 1.0;
/// After the descent, the loss exceeds that of the optima by at most this, in nats.
const COME_DOWN: f64 = 0.35;

/// Two claims for every m up to five, over at least one repetition.
pub(super) fn of(repeated: &[ConnectorNumbers]) -> Vec<Claim> {
    let mut claims = Vec::new();
    let asked = repeated.first().map_or(&[][..], |numbers| &numbers.m);
    for (place, &m) in asked.iter().enumerate().filter(|&(_, &m)| m <= LARGEST_WITH_A_BAR) {
        let above_optima = |losses: fn(&ConnectorNumbers) -> &[f64]| {
            let each = repeated.iter().map(|numbers| losses(numbers)[place] - numbers.loss_of_optima[place]);
            mean(&each.collect::<Vec<f64>>())
        };
        let optima = m + 1;
        let (before, after) =
            (above_optima(|numbers| &numbers.loss_before), above_optima(|numbers| &numbers.loss_after));
        claims.push(Claim::above(
            &format!("middle-before-{m}"),
            &format!(
                "the middle of m + 1 = {optima} optima is more than 1 nat above the mean of their losses"
            ),
            before,
            HIGH,
            0.0,
        ));
        claims.push(Claim::at_most(
            &format!("middle-after-{m}"),
            &format!(
                "a descent across all differences of m + 1 = {optima} optima brings their middle down to at most 0.35 nats \
                 above the mean of their losses"
            ),
            after,
            0.0,
            COME_DOWN,
        ));
    }
    claims
}
