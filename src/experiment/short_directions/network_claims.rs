//! The claims of figure 4 of the paper on the number of short directions.

use super::network_numbers::{Connector, Counts, NetworkDirections, Rates};
use crate::experiment::Claim;
use crate::numerics::statistics::spearman;

/// The middle of a tunnel has at least this many times as many short directions as its ends.
const MIDDLE: f64 = 1.2;
/// Both ends have equal numbers, up to this share of their mean.
const ENDS: f64 = 0.25;
/// A count may fall by this share from one m to a larger one: planes differ by that much.
const FALL: f64 = 0.1;
/// The largest rank correlation of rates and counts.
const CORRELATION: f64 = -0.8;
/// The fewest rates that can show an order.
const FEWEST_RATES: usize = 3;
const NONE_AT_THE_ENDS: &str = "no short directions were counted at the ends";

/// A claim about missing counts exists but is not judged. Claims about several m or rates exist if several were
/// requested.
pub(super) fn claims(numbers: &NetworkDirections) -> Vec<Claim> {
    let mean = |counts: Option<&Counts>| counts.map_or(f64::NAN, |counts| counts.mean);
    let [first, middle, last] = [0, 2, 4].map(|place| mean(numbers.along.counts.get(place)));
    let ends = 0.5 * (first + last);
    let reached =
        numbers.along.counts.get(2).is_some_and(|counts| counts.reached.iter().all(|&reached| reached));
    let how = if reached { "" } else { " (the middle did not come as low as the ends)" };
    let mut claims = Vec::new();
    let more = "the middle of a tunnel has more short directions than its ends";
    claims.push(crowded("middle", &format!("{more}{how}"), middle, ends));
    let [near, beyond, other] = [0, 1, 2].map(|place| mean(numbers.far.counts.get(place)));
    let further =
        format!("{more}, counted from twice as far away with a threshold twice as far above the ends");
    claims.push(crowded("middle-from-further", &further, beyond, 0.5 * (near + other)));
    let own_loss = crate::numerics::statistics::mean(&numbers.unfinished.own_loss);
    let unfinished = format!("{more} while its descent is not over (its loss is {own_loss:.2})");
    claims.push(crowded("middle-unfinished", &unfinished, numbers.unfinished.mean, ends));
    let differ = Claim::at_most(
        "ends",
        "both ends of a tunnel have equally many short directions: they differ by a quarter of their mean at most",
        (first - last).abs() / ends,
        ENDS,
        0.0,
    );
    claims.push(differ.or_not_judged(NONE_AT_THE_ENDS));
    claims.extend(grows(&numbers.connector));
    claims.extend(falls(&numbers.rates));
    claims
}

/// The claim that the middle has more than the ends, whose mean is `ends`.
fn crowded(name: &str, statement: &str, middle: f64, ends: f64) -> Claim {
    let (statement, reason) = match ends.is_finite() && ends > 0.0 {
        true => (
            format!("{statement}: more than {MIDDLE} times their mean of {ends:.0}"),
            "the short directions in the middle could not be counted",
        ),
        false => (format!("{statement}: more than {MIDDLE} times their mean"), NONE_AT_THE_ENDS),
    };
    Claim::above(name, &statement, middle / ends, MIDDLE, 0.0).or_not_judged(reason)
}

/// The largest fall from one m to a larger one, as a share. `None` if only one m was requested.
fn grows(connector: &Connector) -> Option<Claim> {
    let counts: Vec<f64> =
        connector.counts.iter().map(|counts| counts.mean).filter(|count| count.is_finite()).collect();
    let later = |place: usize| counts[place + 1..].iter();
    // A count of zero cannot fall, and a share of zero is undefined.
    let falls = counts.iter().enumerate().filter(|&(_, &low)| low > 0.0);
    let falls = falls.flat_map(|(place, low)| later(place).map(move |high| 1.0 - high / low));
    let largest = match (falls.max_by(f64::total_cmp), counts.iter().any(|&count| count > 0.0)) {
        (Some(largest), _) => largest,
        (None, true) if counts.len() > 1 => 0.0,
        (None, _) => f64::NAN,
    };
    if connector.counts.len() < 2 {
        return None;
    }
    let claim = Claim::at_most(
        "connector",
        "the larger m is, the more short directions the middle of m + 1 optima has (measured: the largest relative fall from \
         one m to a larger one)",
        largest,
        0.0,
        FALL,
    );
    Some(
        claim.or_not_judged(
            "no short directions were counted in the middle of two different numbers of optima",
        ),
    )
}

/// `None` if fewer rates were requested than can show an order.
fn falls(rates: &Rates) -> Option<Claim> {
    let known = rates.learning_rate.iter().zip(&rates.counts).filter(|(_, counts)| counts.mean.is_finite());
    let (rate, count): (Vec<f64>, Vec<f64>) = known.map(|(&rate, counts)| (rate, counts.mean)).unzip();
    if rates.counts.len() < FEWEST_RATES {
        return None;
    }
    let correlation = match rate.len() {
        FEWEST_RATES.. => spearman(&rate, &count),
        _ => f64::NAN,
    };
    let claim = Claim::at_most(
        "learning-rate",
        &format!(
            "at equal training loss, the higher the learning rate, the fewer short directions an optimum has (Spearman's \
             rank correlation over {} rates)",
            rate.len()
        ),
        correlation,
        CORRELATION,
        0.0,
    );
    Some(claim.or_not_judged("too few rates led to optima with different numbers of short directions"))
}

#[cfg(test)]
mod tests {
    use super::super::beside::Trial;
    use super::super::network_numbers::Along;
    use super::*;

    fn counts(values: &[f64]) -> Vec<Counts> {
        let of = |&value: &f64| {
            let trial =
                Trial { short_directions: Some(value).filter(|value| value.is_finite()), ..Trial::default() };
            let mut counts = Counts::default();
            counts.add(0.5, true, vec![trial]);
            counts
        };
        values.iter().map(of).collect()
    }

    fn numbers(along: &[f64], connector: &[f64], rates: &[f64]) -> NetworkDirections {
        NetworkDirections {
            plane_dimension: vec![1],
            radius: vec![1.0],
            threshold: vec![1.0],
            along: Along { position: vec![0.0, 0.25, 0.5, 0.75, 1.0], counts: counts(along) },
            far: Along {
                position: vec![0.0, 0.5, 1.0],
                counts: counts(&[along[0], along[2], along[4]].map(|count| 2.0 * count)),
            },
            unfinished: counts(&along[2..3]).remove(0),
            connector: Connector { m: (1..=connector.len()).collect(), counts: counts(connector) },
            rates: Rates {
                target_loss: vec![0.5],
                learning_rate: (1..=rates.len()).map(|rate| rate as f64).collect(),
                counts: counts(rates),
            },
            spectra: Vec::new(),
        }
    }

    fn holding(numbers: &NetworkDirections) -> Vec<(String, Option<bool>)> {
        claims(numbers).into_iter().map(|claim| (claim.name.clone(), claim.holds())).collect()
    }

    #[test]
    fn the_papers_picture_holds_and_its_opposite_does_not() {
        let names =
            ["middle", "middle-from-further", "middle-unfinished", "ends", "connector", "learning-rate"];
        let all = |holds| names.map(|name| (name.to_owned(), Some(holds))).to_vec();
        let as_in_the_paper =
            numbers(&[228.0, 261.0, 356.0, 262.0, 228.0], &[356.0, 360.0, 355.0], &[407.0, 386.0, 229.0]);
        assert_eq!(holding(&as_in_the_paper), all(true));
        let opposite = numbers(&[300.0, 1.0, 200.0, 1.0, 200.0], &[300.0, 310.0, 250.0], &[1.0, 2.0, 3.0]);
        assert_eq!(holding(&opposite), all(false));
    }

    #[test]
    fn what_came_to_no_count_is_not_judged() {
        let none = f64::NAN;
        for zero in [none, 0.0] {
            let nothing = numbers(&[zero; 5], &[zero, zero], &[none, 2.0, 1.0]);
            assert!(holding(&nothing).iter().all(|(_, holds)| holds.is_none()), "{:?}", holding(&nothing));
            assert_eq!(holding(&nothing).len(), 6);
        }
        let some = numbers(&[10.0, none, none, none, 10.0], &[5.0, none, 6.0], &[4.0, none, 3.0, 2.0]);
        assert_eq!(
            holding(&some),
            [
                ("middle", None),
                ("middle-from-further", None),
                ("middle-unfinished", None),
                ("ends", Some(true)),
                ("connector", Some(true)),
                ("learning-rate", Some(true))
            ]
            .map(|(name, holds)| (name.to_owned(), holds))
        );
    }

    #[test]
    fn a_count_that_grows_from_zero_does_not_fall() {
        let connector = |counts: &[f64]| {
            let claims = claims(&numbers(&[1.0; 5], counts, &[1.0]));
            claims.into_iter().find(|claim| claim.name == "connector").unwrap().holds()
        };
        assert_eq!(connector(&[0.0, 5.0]), Some(true));
        assert_eq!(connector(&[5.0, 0.0]), Some(false));
        assert_eq!(connector(&[0.0, 0.0]), None);
    }
}
