//! The paper's claims on widths, with what was measured.

use super::{NetworkNumbers, Spread, StageNumbers, TunnelWidthNumbers, Varied};
use crate::descent::DescentSpecification;
use crate::experiment::Claim;
use crate::numerics::statistics::{mean, spearman, standard_error};

/// A rank correlation counts as strong from this value.
const STRONG: f64 = 0.8;
/// The rounding error of correlations.
const ROUNDING: f64 = 1e-9;
/// A difference counts if it exceeds this many of its standard errors.
const STANDARD_ERRORS_OF_A_DIFFERENCE: f64 = 2.0;
/// Directions are similar if their widths have at most this standard deviation, as a share of their mean.
const ISOTROPIC: f64 = 0.25;

/// The two ways to measure a width.
const MEASURES: [Measure; 2] = [
    Measure { name: "angular", of_network: |network| network.angular, of_stage: |stage| &stage.angular },
    Measure {
        name: "euclidean",
        of_network: |network| network.euclidean,
        of_stage: |stage| &stage.euclidean,
    },
];

struct Measure {
    name: &'static str,
    of_network: fn(&NetworkNumbers) -> Option<f64>,
    of_stage: fn(&StageNumbers) -> &Spread,
}

/// The claims at the target loss if there is one, else at the end.
pub(super) fn claims(
    vary: Varied,
    descent: &DescentSpecification,
    numbers: &TunnelWidthNumbers,
) -> Vec<Claim> {
    let (stage, place) = match &numbers.at_target {
        Some(stage) => (stage, format!("where the training loss is {}", descent.target_loss)),
        None => (&numbers.at_end, "after all epochs".to_owned()),
    };
    let not_judged = match &numbers.at_target {
        Some(_) => "too few networks reached the target loss",
        None => "too few networks have a width",
    };
    let compared = Compared { stage, values: &numbers.values, place, seeds: numbers.seeds.len() };
    let mut claims: Vec<Claim> = match vary {
        Varied::LearningRate => MEASURES.iter().map(|measure| compared.wider_with_rate(measure)).collect(),
        Varied::BatchSize => MEASURES.iter().map(|measure| compared.narrower_with_batch(measure)).collect(),
        Varied::L2 | Varied::Dropout => {
            MEASURES.iter().filter_map(|measure| compared.widens(vary, measure)).collect()
        }
        // The paper makes no claim about its direction.
        Varied::Width => Vec::new(),
    };
    claims.push(compared.isotropic());
    claims.push(compared.of_either_threshold());
    claims.into_iter().map(|claim| claim.or_not_judged(not_judged)).collect()
}

struct Compared<'a> {
    stage: &'a StageNumbers,
    values: &'a [f64],
    /// The stage as text.
    place: String,
    seeds: usize,
}

impl Compared<'_> {
    /// The correlation of values and mean widths, over the values at which every network has a width.
    fn correlation(&self, measure: &Measure) -> (f64, usize) {
        let spread = (measure.of_stage)(self.stage);
        let measured = self.values.iter().zip(&spread.mean).zip(&spread.networks);
        let (values, means): (Vec<f64>, Vec<f64>) = measured
            .filter(|&(_, &networks)| networks == self.seeds)
            .map(|((&value, &mean), _)| (value, mean))
            .unzip();
        (spearman(&values, &means), values.len())
    }

    fn wider_with_rate(&self, measure: &Measure) -> Claim {
        let (measured, count) = self.correlation(measure);
        let statement = format!(
            "the higher the learning rate, the wider the tunnel: Spearman's correlation of the rate and the mean {} width, \
             {}, over the {count} rates at which every network got there",
            measure.name, self.place
        );
        Claim::at_least(&format!("wider-with-rate-{}", measure.name), &statement, measured, STRONG, ROUNDING)
    }

    fn narrower_with_batch(&self, measure: &Measure) -> Claim {
        let (measured, count) = self.correlation(measure);
        let statement = format!(
            "the larger the batch, the narrower the tunnel: Spearman's correlation of the batch size and the mean {} width, \
             {}, over the {count} sizes at which every network got there",
            measure.name, self.place
        );
        let name = format!("narrower-with-batch-{}", measure.name);
        Claim::at_most(&name, &statement, measured, -STRONG, ROUNDING)
    }

    /// `None` if there is no value between the smallest and the largest, or too few networks for a standard error.
    fn widens(&self, vary: Varied, measure: &Measure) -> Option<Claim> {
        let spread = (measure.of_stage)(self.stage);
        let inner = 1..self.values.len().saturating_sub(1);
        let best = inner
            .filter(|&place| spread.mean[place].is_finite())
            .max_by(|&left, &right| spread.mean[left].total_cmp(&spread.mean[right]))?;
        let pairs = self.stage.networks[0].iter().zip(&self.stage.networks[best]);
        let differences: Vec<f64> = pairs
            .filter_map(|(without, with)| Some((measure.of_network)(with)? - (measure.of_network)(without)?))
            .collect();
        if differences.len() < 2 {
            return None;
        }
        let statement = format!(
            "regularisation widens the tunnel: at {} = {}, the widest between the smallest and the largest value, the {} \
             width exceeds that at {} by more than two standard errors ({}; {} pairs of networks from the same starts)",
            vary.name(),
            self.values[best],
            measure.name,
            self.values[0],
            self.place,
            differences.len()
        );
        let tolerance = STANDARD_ERRORS_OF_A_DIFFERENCE * standard_error(&differences);
        let name = format!("widens-{}", measure.name);
        Some(Claim::above(&name, &statement, mean(&differences), 0.0, tolerance))
    }

    fn isotropic(&self) -> Claim {
        let spreads: Vec<f64> =
            self.stage.networks.iter().flatten().filter_map(|network| network.relative_spread).collect();
        let statement = format!(
            "the loss rises alike in all random directions: the standard deviation of Euclidean widths over directions, as a \
             share of their mean, in the mean of {} networks, {}",
            spreads.len(),
            self.place
        );
        Claim::at_most("isotropic", &statement, mean(&spreads), ISOTROPIC, 0.0)
    }

    fn of_either_threshold(&self) -> Claim {
        let networks = self.stage.networks.iter().flatten();
        let (relative, absolute): (Vec<f64>, Vec<f64>) =
            networks.filter_map(|network| network.angular.zip(network.angular_absolute)).unzip();
        let statement = format!(
            "which networks have wide tunnels does not depend on the threshold: Spearman's correlation of the angular widths at \
             half a nat above a network's own loss and at the absolute threshold, over {} networks, {}",
            relative.len(),
            self.place
        );
        let measured = spearman(&relative, &absolute);
        Claim::at_least("thresholds-agree", &statement, measured, STRONG, ROUNDING)
    }
}
