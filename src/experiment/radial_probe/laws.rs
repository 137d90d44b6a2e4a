//! The laws of a single wedge for the loss along random directions, exact for every dimension.
//!
//! The share β of a random direction's squared length along s of D dimensions has the distribution
//! Beta(s/2, (D − s)/2). From a point of the wedge the loss at the distance a is a√β.

use crate::numerics::statistics::STANDARD_ERRORS;
use std::f64::consts::{FRAC_PI_2, PI};

/// From here on the series of ln Γ(x + ½) − ln Γ(x) is more accurate than the difference.
const LARGE: f64 = 20.0;
/// Below this spread, √β has the shape of β itself.
const SMALL_SPREAD: f64 = 1e-2;
/// The number of steps of an integral over one coordinate.
const STEPS: usize = 4_000;

/// One wedge and the space around it.
#[derive(Debug, Clone, Copy)]
pub(super) struct SingleWedge {
    /// D, at least 1.
    pub(super) dimension: usize,
    /// s, from 1 to D.
    pub(super) short_dimension: usize,
}

impl SingleWedge {
    /// s/D, the mean of β.
    fn share(self) -> f64 {
        self.short_dimension as f64 / self.dimension as f64
    }

    /// The mean of L² at the distance `distance` from a point of loss `base_loss`: L₀² + a²s/D.
    pub(super) fn mean_square(self, base_loss: f64, distance: f64) -> f64 {
        base_loss * base_loss + distance * distance * self.share()
    }

    /// The variance of that L² over directions: a⁴ Var β + 4a²L₀²/D.
    pub(super) fn square_variance(self, base_loss: f64, distance: f64) -> f64 {
        let (share, dimension) = (self.share(), self.dimension as f64);
        let square = distance * distance;
        square * square * share * (1.0 - share) / (0.5 * dimension + 1.0)
            + 4.0 * square * base_loss * base_loss / dimension
    }

    /// The standard deviation of √β over its mean; near 1/√(2s) if s is much smaller than D.
    pub(super) fn relative_spread(self) -> f64 {
        libm::sqrt(libm::expm1(-2.0 * self.log_mean_root()).max(0.0))
    }

    /// Four standard errors of a relative spread estimated from `directions` directions.
    pub(super) fn relative_spread_tolerance(self, directions: usize) -> f64 {
        let spread = self.relative_spread();
        if spread == 0.0 {
            return 0.0;
        }
        let (skewness, kurtosis) = self.shape();
        let variance = (kurtosis - 1.0) / 4.0 - skewness * spread + spread * spread;
        STANDARD_ERRORS * spread * libm::sqrt(variance.max(0.0) / directions as f64)
    }

    /// ln(E√β / √(Eβ)).
    fn log_mean_root(self) -> f64 {
        log_root_ratio(0.5 * self.short_dimension as f64) - log_root_ratio(0.5 * self.dimension as f64)
    }

    /// Skewness and kurtosis of √β.
    fn shape(self) -> (f64, f64) {
        let (dimension, short) = (self.dimension as f64, self.short_dimension as f64);
        let spread = self.relative_spread();
        if spread < SMALL_SPREAD {
            return beta_shape(0.5 * short, 0.5 * (dimension - short));
        }
        // Moments of √(β / Eβ).
        let mean = libm::exp(self.log_mean_root());
        let third = mean * (short + 1.0) * dimension / ((dimension + 1.0) * short);
        let fourth = (short + 2.0) * dimension / ((dimension + 2.0) * short);
        let deviation = mean * spread;
        let central_third = third - 3.0 * mean + 2.0 * mean.powi(3);
        let central_fourth = fourth - 4.0 * mean * third + 6.0 * mean * mean - 3.0 * mean.powi(4);
        (central_third / deviation.powi(3), central_fourth / deviation.powi(4))
    }

    /// The mean of L² at the distance `distance` from the middle of a wedge with half thickness w:
    /// s · E max(|c| − w, 0)² over the coordinate c of a random vector of that length.
    pub(super) fn thick_mean_square(self, half_thickness: f64, distance: f64) -> f64 {
        self.short_dimension as f64 * self.excess_moment(half_thickness, distance, 2)
    }

    /// An upper bound of the variance of that L²: coordinates of one direction are negatively associated, so the sum
    /// varies less than that of independent ones.
    pub(super) fn thick_square_variance(self, half_thickness: f64, distance: f64) -> f64 {
        let second = self.excess_moment(half_thickness, distance, 2);
        let fourth = self.excess_moment(half_thickness, distance, 4);
        self.short_dimension as f64 * (fourth - second * second)
    }

    /// E max(|c| − w, 0)^power. A coordinate of a random direction is sin θ with a density proportional to cos^{D−2} θ.
    fn excess_moment(self, half_thickness: f64, distance: f64, power: i32) -> f64 {
        if half_thickness >= distance {
            return 0.0;
        }
        if self.dimension == 1 {
            return (distance - half_thickness).powi(power);
        }
        let freedom = 0.5 * (self.dimension as f64 - 1.0);
        let normaliser = 2.0 * libm::sqrt(freedom / PI) * libm::exp(log_root_ratio(freedom));
        let first = libm::asin(half_thickness / distance);
        // Beyond this, the density is negligible.
        let last = FRAC_PI_2.min(first + 14.0 / libm::sqrt(self.dimension as f64));
        let density = |angle: f64| libm::pow(libm::cos(angle).max(0.0), self.dimension as f64 - 2.0);
        normaliser
            * integral(first, last, |angle| {
                (distance * libm::sin(angle) - half_thickness).max(0.0).powi(power) * density(angle)
            })
    }
}

/// ln(Γ(x + ½) / (Γ(x) √x)) for x > 0.
fn log_root_ratio(x: f64) -> f64 {
    if x < LARGE {
        return libm::lgamma(x + 0.5) - libm::lgamma(x) - 0.5 * libm::log(x);
    }
    let inverse = 1.0 / x;
    let square = inverse * inverse;
    inverse * (-1.0 / 8.0 + square * (1.0 / 192.0 - square * (1.0 / 640.0 - square * (17.0 / 14336.0))))
}

/// Skewness and kurtosis of Beta(a, b).
fn beta_shape(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    let skewness = 2.0 * (b - a) * libm::sqrt(sum + 1.0) / ((sum + 2.0) * libm::sqrt(a * b));
    let excess =
        6.0 * ((a - b).powi(2) * (sum + 1.0) - a * b * (sum + 2.0)) / (a * b * (sum + 2.0) * (sum + 3.0));
    (skewness, 3.0 + excess)
}

/// Simpson's rule.
fn integral(from: f64, to: f64, value: impl Fn(f64) -> f64) -> f64 {
    let step = (to - from) / STEPS as f64;
    let weight = |place: usize| match place {
        0 | STEPS => 1.0,
        odd if odd % 2 == 1 => 4.0,
        _ => 2.0,
    };
    let sum: f64 = (0..=STEPS).map(|place| weight(place) * value(from + place as f64 * step)).sum();
    sum * step / 3.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numerics::statistics::{normal_density, normal_share_below};

    /// The law for thick wedges in many dimensions, as in the literature:
    /// E L² = 2s[(τ² + w²)Φ(−w/τ) − wτφ(w/τ)] with τ = a/√D.
    fn thick_mean_square_in_many_dimensions(wedge: SingleWedge, half_thickness: f64, distance: f64) -> f64 {
        let scale = distance / libm::sqrt(wedge.dimension as f64);
        let ratio = half_thickness / scale;
        2.0 * wedge.short_dimension as f64
            * ((scale * scale + half_thickness * half_thickness) * normal_share_below(-ratio)
                - half_thickness * scale * normal_density(ratio))
    }

    fn wedge(dimension: usize, short_dimension: usize) -> SingleWedge {
        SingleWedge { dimension, short_dimension }
    }

    fn near(found: f64, expected: f64, relative: f64) {
        assert!((found / expected - 1.0).abs() < relative, "{found} instead of {expected}");
    }

    #[test]
    fn the_series_continues_where_the_difference_ends() {
        let difference = |x: f64| libm::lgamma(x + 0.5) - libm::lgamma(x) - 0.5 * libm::log(x);
        for x in [20.0, 37.5, 100.0] {
            near(log_root_ratio(x), difference(x), 1e-9);
        }
        // Γ(1) / Γ(½) = 1/√π.
        near(log_root_ratio(0.5), (1.0 / PI.sqrt()).ln() - 0.5 * 0.5_f64.ln(), 1e-12);
    }

    #[test]
    fn spreads_are_those_of_known_distributions() {
        // |cos φ| of a uniform angle has the mean 2/π and the mean square ½.
        near(wedge(2, 1).relative_spread(), (PI * PI / 8.0 - 1.0).sqrt(), 1e-12);
        near(wedge(100_000, 100).relative_spread(), 1.0 / 200.0_f64.sqrt(), 2e-3);
        assert_eq!(wedge(50, 50).relative_spread(), 0.0);
        assert_eq!(wedge(50, 50).relative_spread_tolerance(10), 0.0);
        // The absolute value of one coordinate of many is folded normal: skewness 0.9953, kurtosis 3.8692.
        let (skewness, kurtosis) = wedge(100_000_000, 1).shape();
        near(skewness, 0.995_27, 1e-4);
        near(kurtosis, 3.869_18, 1e-4);
    }

    #[test]
    fn small_spreads_start_from_larger_ones() {
        // Just above the limit the moments are exact; just below, those of β replace them.
        let (exact, approximate) = (wedge(20_000, 4_000).shape(), beta_shape(2_000.0, 8_000.0));
        assert!((exact.1 - approximate.1).abs() < 0.01, "{} and {}", exact.1, approximate.1);
        assert!((exact.0 - approximate.0).abs() < 0.05, "{} and {}", exact.0, approximate.0);
    }

    #[test]
    fn thick_wedges_follow_the_normal_law_in_many_dimensions() {
        for (half_thickness, distance) in [(0.05, 1.0), (0.5, 10.0), (1.0, 100.0)] {
            let many = wedge(10_000, 300);
            let expected = thick_mean_square_in_many_dimensions(many, half_thickness, distance);
            near(many.thick_mean_square(half_thickness, distance), expected, 2e-2);
        }
    }

    #[test]
    fn without_thickness_both_laws_agree() {
        for (dimension, short_dimension) in [(1, 1), (2, 1), (3, 2), (40, 40), (5_000, 3)] {
            let wedge = wedge(dimension, short_dimension);
            near(wedge.thick_mean_square(0.0, 1.7), wedge.mean_square(0.0, 1.7), 1e-9);
            assert!(wedge.thick_square_variance(0.0, 1.7) + 1e-12 >= wedge.square_variance(0.0, 1.7));
        }
    }
}
