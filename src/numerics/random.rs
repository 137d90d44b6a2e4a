//! Seeded random streams: every use of randomness has its own stream, so that changing one never shifts another.
//!
//! ChaCha8 gives the same numbers on every platform, natively and in the browser.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};

/// What a stream of random numbers is for. Streams of one seed and different purposes are independent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// A point where a descent starts: a network's initial weights, or a random point among the wedges.
    Start = 0,
    /// The order in which training examples are visited.
    Batches = 1,
    /// Which units dropout silences.
    Dropout = 2,
    /// Random directions and planes through a landscape.
    Directions = 3,
    /// Which coordinates, or which rotations, make up the wedges of a family.
    Wedges = 4,
    /// The seeds of repeated trials.
    Trials = 5,
}

/// The stream of random numbers for one purpose of one seed.
pub fn stream(seed: u64, purpose: Purpose) -> ChaCha8Rng {
    let mut generator = ChaCha8Rng::seed_from_u64(seed);
    generator.set_stream(purpose as u64);
    generator
}

/// Seeds of `count` independent trials. The first ones are the same for every count.
pub fn trial_seeds(seed: u64, count: usize) -> Vec<u64> {
    let mut generator = stream(seed, Purpose::Trials);
    (0..count).map(|_| generator.next_u64()).collect()
}

/// A random direction in `dimension` dimensions: a vector of length 1, all directions equally likely.
pub fn unit_vector(generator: &mut ChaCha8Rng, dimension: usize) -> Vec<f64> {
    let mut vector = standard_normal(generator, dimension);
    // In a single sum: the sums of `numerics::length` would give other last bits.
    let length = vector.iter().map(|value| value * value).sum::<f64>().sqrt();
    vector.iter_mut().for_each(|value| *value /= length);
    vector
}

/// `count` independent draws from the standard normal distribution.
pub fn standard_normal(generator: &mut ChaCha8Rng, count: usize) -> Vec<f64> {
    StandardNormal.sample_iter(generator).take(count).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_seed_repeats_and_purposes_differ() {
        let draw = |seed, purpose| stream(seed, purpose).next_u64();
        assert_eq!(draw(7, Purpose::Start), draw(7, Purpose::Start));
        assert_ne!(draw(7, Purpose::Start), draw(7, Purpose::Batches));
        assert_ne!(draw(7, Purpose::Start), draw(8, Purpose::Start));
    }

    #[test]
    fn normal_draws_have_mean_zero_and_variance_one() {
        let draws = standard_normal(&mut stream(1, Purpose::Directions), 100_000);
        let mean = draws.iter().sum::<f64>() / draws.len() as f64;
        let variance = draws.iter().map(|x| x * x).sum::<f64>() / draws.len() as f64;
        // Four standard errors: 4/√n and 4·√(2/n).
        assert!(mean.abs() < 0.0127, "mean {mean}");
        assert!((variance - 1.0).abs() < 0.0179, "variance {variance}");
    }
}
