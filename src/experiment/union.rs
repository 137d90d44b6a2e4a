//! How many directions are short for any of several random wedges (section 3.4 of the paper).

use crate::landscape::wedges::{Family, WedgesSpecification};
use crate::numerics::statistics::STANDARD_ERRORS;

/// How many short directions several wedges have together.
pub(super) struct Union {
    pub(super) mean: f64,
    pub(super) standard_deviation: f64,
}

/// The probability that a normal number is more than four standard deviations from its mean.
const CHANCE_BEYOND: f64 = 6.3e-5;
/// Above this variance a count is nearly normally distributed.
const LARGE_VARIANCE: f64 = 100.0;

impl Union {
    /// Four standard deviations; or, if only a few directions are missed or met twice, the equally rare deviation of a
    /// Poisson distribution.
    pub(super) fn tolerance(&self) -> f64 {
        let variance = self.standard_deviation.powi(2);
        let normal = STANDARD_ERRORS * self.standard_deviation;
        if variance > LARGE_VARIANCE {
            return normal;
        }
        let (mut count, mut chance) = (0.0, libm::exp(-variance));
        let mut up_to = chance;
        while 1.0 - up_to > CHANCE_BEYOND {
            count += 1.0;
            chance *= variance / count;
            up_to += chance;
        }
        normal.max(count - variance)
    }
}

/// D(1 − (1 − p)^J) along the axes, where J random sets of s directions all miss a direction with probability
/// (1 − p)^J; and min(D, Js) for wedges of any orientation, exactly.
pub(super) fn expected_union(wedges: &WedgesSpecification, count: usize) -> Union {
    let (dimension, short) = (wedges.dimension as f64, wedges.short_dimension() as f64);
    if wedges.family == Family::Oriented {
        return Union { mean: dimension.min(count as f64 * short), standard_deviation: 0.0 };
    }
    let missed = libm::pow(1.0 - wedges.short_share(), count as f64);
    let pairs = dimension * (dimension - 1.0);
    let both_missed = if pairs > 0.0 {
        libm::pow((dimension - short) * (dimension - short - 1.0) / pairs, count as f64)
    } else {
        0.0
    };
    let variance = dimension * missed + pairs * both_missed - (dimension * missed).powi(2);
    Union { mean: dimension * (1.0 - missed), standard_deviation: libm::sqrt(variance.max(0.0)) }
}

/// How far the mean shifts because the wedges are different: sets drawn without repeats miss a direction slightly less
/// often. It matters if there are hardly more wedges than requested.
pub(super) fn shift_of_different(wedges: &WedgesSpecification, count: usize) -> f64 {
    let along_axes = WedgesSpecification { family: Family::All, ..*wedges };
    let all = along_axes.most_different_wedges() as f64;
    let missing = all * (1.0 - wedges.short_share());
    let with_repeats = libm::pow(1.0 - wedges.short_share(), count as f64);
    let without: f64 =
        (0..count).map(|drawn| ((missing - drawn as f64) / (all - drawn as f64)).max(0.0)).product();
    wedges.dimension as f64 * (with_repeats - without).abs()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn axis_aligned(dimension: usize, short_dimension: usize) -> WedgesSpecification {
        WedgesSpecification { dimension, wedge_dimension: dimension - short_dimension, ..Default::default() }
    }

    #[test]
    fn unions_of_random_sets_have_the_mean_and_spread_of_all_pairs() {
        // Two sets of 2 out of 4 have 2, 3 or 4 together, with probabilities 1/6, 4/6 and 1/6.
        let union = expected_union(&axis_aligned(4, 2), 2);
        assert!((union.mean - 3.0).abs() < 1e-12);
        assert!((union.standard_deviation - (1.0_f64 / 3.0).sqrt()).abs() < 1e-12);
        // Different ones have 3 or 4 together, with probabilities 4/5 and 1/5.
        assert!((shift_of_different(&axis_aligned(4, 2), 2) - 0.2).abs() < 1e-12);
        assert!(shift_of_different(&axis_aligned(1000, 100), 6) < 1e-9);
        assert_eq!(expected_union(&axis_aligned(1, 1), 1).mean, 1.0);
    }

    #[test]
    fn rare_misses_are_allowed_for_one_by_one() {
        let tolerance = |variance: f64| Union { mean: 30.0, standard_deviation: variance.sqrt() }.tolerance();
        assert_eq!(tolerance(0.0), 0.0);
        // With a mean of 0.05, three misses have a probability of 2e-5, two of 1.2e-3.
        assert!((tolerance(0.05) - 1.95).abs() < 1e-12);
        assert_eq!(tolerance(400.0), 80.0);
        assert!((1.0..1.15).contains(&(tolerance(60.0) / (4.0 * 60.0_f64.sqrt()))));
    }

    #[test]
    fn wedges_of_any_orientation_share_no_direction() {
        let oriented = WedgesSpecification { family: Family::Oriented, ..axis_aligned(20, 6) };
        assert_eq!(expected_union(&oriented, 3).mean, 18.0);
        assert_eq!(expected_union(&oriented, 4).mean, 20.0);
    }
}
