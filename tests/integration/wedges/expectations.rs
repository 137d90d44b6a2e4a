//! Mean losses of normal points, within four standard errors of their closed forms.

use super::*;
use std::f64::consts::{PI, SQRT_2};
use wedgelab::landscape::Landscape;

/// The mean of many values, and its standard error.
struct Estimate {
    mean: f64,
    error: f64,
}

impl Estimate {
    fn of(values: &[f64]) -> Self {
        let count = values.len() as f64;
        let mean = values.iter().sum::<f64>() / count;
        let variance = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (count - 1.0);
        Self { mean, error: (variance / count).sqrt() }
    }

    /// Allows for `bias`, the error of a formula for large D.
    #[track_caller]
    fn assert_is(&self, expected: f64, bias: f64) {
        assert_close(self.mean, expected, 4.0 * self.error + bias);
    }
}

/// The losses of `count` starting points of the union.
fn losses<T: Real>(union: &Wedges<T>, count: u64) -> Vec<f64> {
    (0..count).map(|seed| union.distance(union.start(seed).values())).collect()
}

fn squares(values: &[f64]) -> Vec<f64> {
    values.iter().map(|value| value * value).collect()
}

fn normal_density(x: f64) -> f64 {
    (-x * x / 2.0).exp() / (2.0 * PI).sqrt()
}

fn normal_share_below(x: f64) -> f64 {
    libm::erfc(-x / SQRT_2) / 2.0
}

fn normal_quantile(share: f64) -> f64 {
    let (mut low, mut high) = (-10.0, 10.0);
    for _ in 0..100 {
        let middle = (low + high) / 2.0;
        if normal_share_below(middle) < share {
            low = middle;
        } else {
            high = middle;
        }
    }
    low
}

/// The mean square of a normal number, counted only if it is among the share p of smallest absolute values.
fn g(p: f64) -> f64 {
    let q = normal_quantile((1.0 + p) / 2.0);
    p - 2.0 * q * normal_density(q)
}

/// The quantile of the chi-square distribution, after Wilson and Hilferty.
fn chi_square_quantile(degrees: f64, share: f64) -> f64 {
    let variance = 2.0 / (9.0 * degrees);
    degrees * (1.0 - variance + normal_quantile(share) * variance.sqrt()).powi(3)
}

/// Squared losses of a few points in each of many random families, divided by s.
fn squares_over_families<T: Real>(
    specification: WedgesSpecification,
    families: u64,
    points: u64,
) -> Estimate {
    let s = specification.short_dimension() as f64;
    let means: Vec<f64> = (0..families)
        .map(|family| {
            let union = wedges::<T>(specification, family);
            let starts = (0..points).map(|point| union.start(family * points + point));
            starts.map(|start| union.distance(start.values()).powi(2) / s).sum::<f64>() / points as f64
        })
        .collect();
    Estimate::of(&means)
}

in_both_precisions! {
    fn the_three_planes_of_space<T>() {
        let planes = wedges::<T>(specification(3, 2, Family::All), 0);
        let losses = losses(&planes, 200_000);
        Estimate::of(&losses).assert_is(0.33490, 5e-6);
        Estimate::of(&squares(&losses)).assert_is(0.19280, 5e-6);
    }

    fn all_wedges_of_a_high_dimension<T>() {
        let table = [
            (0.05, 6.6e-5), (0.1, 5.25e-4), (0.2, 4.24e-3), (0.3, 1.456e-2),
            (0.5, 7.133e-2), (0.7, 0.2167), (0.9, 0.5607), (0.95, 0.7209),
        ];
        let dimension = 40_000;
        for (p, tabulated) in table {
            assert_close(g(p), tabulated, 0.01 * tabulated);
            let n = ((1.0 - p) * dimension as f64).round() as usize;
            let losses = losses(&wedges::<T>(specification(dimension, n, Family::All), 0), 16);
            let expected = dimension as f64 * g(p);
            // The sum of s terms is off by about 3/s.
            Estimate::of(&squares(&losses)).assert_is(expected, 3.0 / (p * dimension as f64) * expected);
        }
    }

    fn all_wedges_of_a_low_dimension_with_few_short_directions<T>() {
        for (dimension, s, root) in [(100, 10, 0.259), (1000, 50, 0.263)] {
            let (d, s_real) = (dimension as f64, s as f64);
            let cubic = s_real * (s_real + 1.0) * (s_real + 2.0);
            let expected = PI / 6.0 * cubic / ((d + 1.0) * (d + 2.0));
            assert_close(expected.sqrt(), root, 5e-4);
            let all = wedges::<T>(specification(dimension, dimension - s, Family::All), 0);
            // The normal density is approximated as flat near zero, with an error of about (π/10)·p².
            let bias = PI / 10.0 * (s_real / d).powi(2) * expected;
            Estimate::of(&squares(&losses(&all, 10_000))).assert_is(expected, bias);
        }
    }

    fn one_wedge_is_as_far_as_its_short_directions_are_many<T>() {
        for family in [Family::AxisAligned, Family::Oriented] {
            let one = WedgesSpecification { wedges: 1, ..specification(100, 80, family) };
            Estimate::of(&squares(&losses(&wedges::<T>(one, 1), 5_000))).assert_is(20.0, 0.0);
        }
    }

    fn of_many_wedges_the_nearest_is_a_quantile_away<T>() {
        // Values measured elsewhere, and those that independent wedges would give.
        for (count, families, measured) in [(10, 400, 0.727), (1000, 40, 0.495)] {
            let many = WedgesSpecification { wedges: count, ..specification(500, 450, Family::AxisAligned) };
            let estimate = squares_over_families::<T>(many, families, 10);
            estimate.assert_is(measured, 0.005);
            estimate.assert_is(chi_square_quantile(50.0, 1.0 / (count as f64 + 1.0)) / 50.0, 0.025);
        }
    }

    fn of_many_turned_wedges_the_nearest_is_a_quantile_away<T>() {
        let many = WedgesSpecification { wedges: 10, ..specification(200, 180, Family::Oriented) };
        let expected = chi_square_quantile(20.0, 1.0 / 11.0) / 20.0;
        squares_over_families::<T>(many, 40, 50).assert_is(expected, 0.035);
    }

    fn a_thick_wedge_is_nearer_by_its_share_of_the_normal_distribution<T>() {
        for family in [Family::AxisAligned, Family::Oriented] {
            for (scale, half) in [(1.0, 0.5), (0.5, 1.0), (2.0, 0.1), (1.0, 0.0)] {
                let thick = WedgesSpecification {
                    wedges: 1, thickness: 2.0 * half, ..specification(40, 20, family)
                };
                let union = wedges::<T>(thick, 2);
                let losses: Vec<f64> =
                    (0..5_000).map(|seed| union.distance(&normal_point(40, scale, seed))).collect();
                let ratio: f64 = half / scale;
                let tail = (scale * scale + half * half) * normal_share_below(-ratio);
                let expected = 2.0 * 20.0 * (tail - half * scale * normal_density(ratio));
                Estimate::of(&squares(&losses)).assert_is(expected, 0.0);
            }
        }
    }
}
