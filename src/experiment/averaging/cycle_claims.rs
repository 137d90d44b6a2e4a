//! The paper's claims about snapshots after cycles of the learning rate (section 4.5, figure 6), with what was
//! measured.

use super::cycle_numbers::{accuracy, mean_of_each};
use super::cycles::{Cycled, Repetition};
use crate::experiment::Claim;
use crate::numerics::statistics::{mean, spearman, standard_error};

/// The mean of snapshots on one wedge is at most this much less accurate than they are.
const AS_GOOD: f64 = 0.005;
/// The mean of snapshots on several wedges is behind by more than this many standard errors.
const BEHIND: f64 = 3.0;
/// Networks train at a rate if they keep at least this share of the optimum's accuracy.
const STILL_TRAINS: f64 = 0.75;
/// A quantity that grows with the rate has at least this rank correlation with it.
const GROWS: f64 = 0.8;
/// The rounding error of correlations.
const ROUNDING: f64 = 1e-9;

/// What was found at one maximum rate, in all repetitions.
struct AtRate<'a> {
    rate: f64,
    cycled: Vec<&'a Cycled>,
}

impl AtRate<'_> {
    fn mean(&self, value: impl Fn(&Cycled) -> f64) -> f64 {
        mean(&self.each(value))
    }

    fn each(&self, value: impl Fn(&Cycled) -> f64) -> Vec<f64> {
        self.cycled.iter().map(|cycled| value(cycled)).collect()
    }

    /// How far the weight average is behind the prediction average in accuracy, and the standard error: over
    /// repetitions, and over the test set, whose examples all repetitions share. Only examples that both label
    /// differently count, as in McNemar's test; their share is the variance of the difference per example.
    fn lag(&self) -> (f64, f64) {
        let lags =
            self.each(|cycled| accuracy(&cycled.prediction_average) - accuracy(&cycled.weight_average));
        let of_test_set = self.mean(|cycled| cycled.disagreement_of_averages / cycled.tests as f64).sqrt();
        (mean(&lags), standard_error(&lags).hypot(of_test_set))
    }
}

fn single_accuracy(cycled: &Cycled) -> f64 {
    mean_of_each(&cycled.single, accuracy)
}

/// All claims that can be made; if networks train at no rate, two that are not judged.
pub(super) fn claims(rates: &[f64], repetitions: &[Repetition]) -> Vec<Claim> {
    let optima: Vec<f64> = repetitions.iter().map(|found| accuracy(&found.optimum)).collect();
    let trains = |at: &AtRate<'_>| {
        at.cycled.len() == repetitions.len() && at.mean(single_accuracy) >= STILL_TRAINS * mean(&optima)
    };
    let mut trained: Vec<AtRate<'_>> = rates
        .iter()
        .enumerate()
        .map(|(place, &rate)| AtRate {
            rate,
            cycled: repetitions.iter().filter_map(|found| found.cycled[place].as_ref()).collect(),
        })
        .filter(trains)
        .collect();
    trained.sort_by(|left, right| left.rate.total_cmp(&right.rate));
    let Some(lowest) = trained.first() else { return at_no_rate() };
    let mut claims = vec![as_good(lowest)];
    claims.extend(behind(&trained));
    if trained.len() > 2 {
        claims.push(grows(
            "disagreement-grows",
            "the higher the maximum rate, the more examples are labelled differently by two snapshots",
            &trained,
            |cycled| cycled.disagreement,
        ));
        claims.push(grows(
            "middle-grows",
            "the higher the maximum rate, the higher the loss half way between two snapshots",
            &trained,
            Cycled::middle_loss,
        ));
        claims.push(grows(
            "rise-grows",
            "the higher the maximum rate, the higher the loss climbs half way between two snapshots above theirs",
            &trained,
            Cycled::middle_rise,
        ));
    }
    claims
}

/// The claims on snapshots when networks trained at none of the rates.
fn at_no_rate() -> Vec<Claim> {
    let as_good = Claim::at_least(
        "weight-average-as-good",
        "at a low maximum rate snapshots stay on one wedge: the accuracy at their mean is about theirs",
        f64::NAN,
        0.0,
        AS_GOOD,
    );
    let behind = Claim::above(
        "weight-average-behind",
        "at a high maximum rate snapshots change wedges: the accuracy at their mean is behind that of their mean predictions",
        f64::NAN,
        0.0,
        0.0,
    );
    [as_good, behind]
        .map(|claim| claim.or_not_judged("no network trained successfully at any of the maximum rates"))
        .to_vec()
}

fn as_good(lowest: &AtRate<'_>) -> Claim {
    let gain = lowest.mean(|cycled| accuracy(&cycled.weight_average) - single_accuracy(cycled));
    Claim::at_least(
        "weight-average-as-good",
        &format!(
            "at a low maximum rate ({}) snapshots stay on one wedge: the accuracy at their mean is no more than \
             {AS_GOOD} below theirs",
            lowest.rate
        ),
        gain,
        0.0,
        AS_GOOD,
    )
}

/// The claims at the rate where the weight average is behind most significantly.
fn behind(trained: &[AtRate<'_>]) -> Vec<Claim> {
    let surest = |(lag, error): (f64, f64)| lag / error.max(f64::MIN_POSITIVE);
    let Some(at) = trained.iter().max_by(|left, right| surest(left.lag()).total_cmp(&surest(right.lag())))
    else {
        return Vec::new();
    };
    let (lag, error) = at.lag();
    let rate = at.rate;
    let gain = at.mean(|cycled| accuracy(&cycled.prediction_average) - single_accuracy(cycled));
    let loss = at.mean(|cycled| single_accuracy(cycled) - accuracy(&cycled.weight_average));
    vec![
        Claim::above(
            "weight-average-behind",
            &format!(
                "at a high maximum rate ({rate}, where it shows most) snapshots change wedges: the accuracy at their \
                 mean is behind that of their mean predictions, by more than {BEHIND} standard errors (of repetitions \
                 and test set)"
            ),
            lag,
            0.0,
            BEHIND * error,
        ),
        Claim::above(
            "weight-average-below-single",
            &format!("at that rate ({rate}) the accuracy at the mean of the snapshots is below theirs"),
            loss,
            0.0,
            0.0,
        ),
        Claim::above(
            "predictions-gain",
            &format!("at that rate ({rate}) the mean predictions are more accurate than single snapshots"),
            gain,
            0.0,
            0.0,
        ),
    ]
}

fn grows(name: &str, statement: &str, trained: &[AtRate<'_>], value: fn(&Cycled) -> f64) -> Claim {
    let rates: Vec<f64> = trained.iter().map(|at| at.rate).collect();
    let values: Vec<f64> = trained.iter().map(|at| at.mean(value)).collect();
    let statement = format!(
        "{statement}: Spearman's correlation over the {} rates at which networks train",
        trained.len()
    );
    Claim::at_least(name, &statement, spearman(&rates, &values), GROWS, ROUNDING)
}
