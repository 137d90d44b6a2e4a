//! Means, spreads and the normal distribution: the tools for comparing measurements with formulas.

use libm::{erf, exp, sqrt};
use std::f64::consts::{PI, SQRT_2};

/// A claim holds if it is within this number of standard errors of the measurement.
pub const STANDARD_ERRORS: f64 = 4.0;

/// The mean; NaN for no values.
pub fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// The standard deviation of the population that the values are a sample of (division by N − 1); 0 for fewer than two.
pub fn standard_deviation(values: &[f64]) -> f64 {
    if values.len() < 2 {
        return 0.0;
    }
    let mean = mean(values);
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    sqrt(squares / (values.len() - 1) as f64)
}

/// The standard error of the mean: the standard deviation over √N; 0 for fewer than two values.
pub fn standard_error(values: &[f64]) -> f64 {
    match values.len() {
        0 | 1 => 0.0,
        count => standard_deviation(values) / sqrt(count as f64),
    }
}

/// The values in ascending order.
pub fn sorted(mut values: Vec<f64>) -> Vec<f64> {
    values.sort_unstable_by(f64::total_cmp);
    values
}

/// The pairs in ascending order of their first numbers.
pub fn sorted_pairs(mut pairs: Vec<(f64, f64)>) -> Vec<(f64, f64)> {
    pairs.sort_unstable_by(|left, right| left.0.total_cmp(&right.0));
    pairs
}

/// The value below which a share of the values lies, from 0 to 1, interpolated; NaN for no values.
pub fn quantile(values: &[f64], share: f64) -> f64 {
    let sorted = sorted(values.to_vec());
    let Some(last) = sorted.len().checked_sub(1) else { return f64::NAN };
    let place = share.clamp(0.0, 1.0) * last as f64;
    let below = place as usize;
    let above = (below + 1).min(last);
    sorted[below] + (place - below as f64) * (sorted[above] - sorted[below])
}

/// Spearman's rank correlation of two lists of equal length, from −1 to 1: 1 if one grows whenever the other does.
/// Equal values share the mean of their ranks. NaN for fewer than two values, or if all values of one list are equal.
pub fn spearman(left: &[f64], right: &[f64]) -> f64 {
    let (left, right) = (ranks(left), ranks(right));
    let (left_mean, right_mean) = (mean(&left), mean(&right));
    let (mut product, mut left_square, mut right_square) = (0.0, 0.0, 0.0);
    for (left, right) in left.iter().zip(&right) {
        let (left, right) = (left - left_mean, right - right_mean);
        product += left * right;
        left_square += left * left;
        right_square += right * right;
    }
    product / sqrt(left_square * right_square)
}

/// The rank of every value among all, from 0; equal values share the mean of their ranks.
fn ranks(values: &[f64]) -> Vec<f64> {
    let below = |value: f64| values.iter().filter(|other| other.total_cmp(&value).is_lt()).count();
    let equal = |value: f64| values.iter().filter(|other| other.total_cmp(&value).is_eq()).count();
    values.iter().map(|&value| below(value) as f64 + (equal(value) as f64 - 1.0) / 2.0).collect()
}

/// The density of the standard normal distribution.
pub fn normal_density(value: f64) -> f64 {
    exp(-0.5 * value * value) / sqrt(2.0 * PI)
}

/// Φ, the share of the standard normal distribution below a value.
pub fn normal_share_below(value: f64) -> f64 {
    0.5 * (1.0 + erf(value / SQRT_2))
}

/// q with P(|x| < q) = `share` for a standard normal x: Φ⁻¹((1 + share) / 2). Infinite for a share of 1.
pub fn normal_magnitude_quantile(share: f64) -> f64 {
    if share >= 1.0 {
        return f64::INFINITY;
    }
    // Sixty bisections reduce the interval to rounding error.
    let (mut low, mut high) = (0.0, 40.0);
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        match erf(middle / SQRT_2) < share {
            true => low = middle,
            false => high = middle,
        }
    }
    0.5 * (low + high)
}

/// g(p) = p − 2 q φ(q): the share of the squared length of a standard normal vector that lies in its fraction `share`
/// of smallest coordinates, for many coordinates. q is [`normal_magnitude_quantile`].
pub fn smallest_coordinates_share(share: f64) -> f64 {
    if share >= 1.0 {
        return 1.0;
    }
    let quantile = normal_magnitude_quantile(share);
    share - 2.0 * quantile * normal_density(quantile)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spreads_are_those_of_a_sample() {
        let values = [2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0];
        assert_eq!(mean(&values), 5.0);
        assert!((standard_deviation(&values) - (32.0_f64 / 7.0).sqrt()).abs() < 1e-15);
        assert!((standard_error(&values) - (4.0_f64 / 7.0).sqrt()).abs() < 1e-15);
        assert_eq!((standard_error(&[1.0]), standard_error(&[])), (0.0, 0.0));
        assert!(mean(&[]).is_nan());
    }

    #[test]
    fn quantiles_are_interpolated() {
        let values = [3.0, 1.0, 2.0, 4.0];
        assert_eq!([0.0, 0.5, 1.0].map(|share| quantile(&values, share)), [1.0, 2.5, 4.0]);
        assert!(quantile(&[], 0.5).is_nan());
    }

    #[test]
    fn rank_correlation_sees_order_alone() {
        let values = [0.1, 1.0, 10.0, 100.0];
        assert_eq!(spearman(&values, &[1.0, 2.0, 3.0, 4.0]), 1.0);
        assert_eq!(spearman(&values, &[9.0, 8.0, 8.0 - 1e-9, -3.0]), -1.0);
        // 1 − 6 Σ d² / (n (n² − 1)) without ties, here Σ d² = 2.
        assert!((spearman(&values, &[1.0, 3.0, 2.0, 4.0]) - 0.8).abs() < 1e-15);
        // Ranks 0, 1.5, 1.5, 3 against 0, 1, 2, 3: 4.5 / √(4.5 · 5).
        assert!((spearman(&values, &[1.0, 2.0, 2.0, 4.0]) - 0.9_f64.sqrt()).abs() < 1e-15);
        assert!(spearman(&values, &[2.0; 4]).is_nan() && spearman(&[1.0], &[1.0]).is_nan());
    }

    #[test]
    fn the_normal_distribution_has_its_known_values() {
        assert!((normal_share_below(1.959_963_985) - 0.975).abs() < 1e-9);
        assert!((normal_magnitude_quantile(0.95) - 1.959_963_985).abs() < 1e-9);
        // The table in the literature on best n-term approximation: g(.05), g(.1), g(.5), g(.9).
        for (share, expected) in [(0.05, 6.6e-5), (0.1, 5.25e-4), (0.5, 7.133e-2), (0.9, 0.5607)] {
            let found = smallest_coordinates_share(share);
            assert!((found / expected - 1.0).abs() < 0.01, "g({share}) = {found}");
        }
        assert_eq!(smallest_coordinates_share(1.0), 1.0);
    }
}
