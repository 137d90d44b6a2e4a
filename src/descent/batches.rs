//! The stream of minibatches: which training examples each step sees.

use crate::numerics::random::{Purpose, stream};
use crate::points::Minibatch;
use rand::Rng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

/// Minibatches of one size, drawn without replacement from the training examples, which are reshuffled after each
/// pass. A batch may span two passes, so that all batches have the same size and no example is left out.
#[derive(Debug, Clone)]
pub struct Batches {
    order: Vec<u32>,
    position: usize,
    batch_size: usize,
    shuffling: ChaCha8Rng,
    noise: ChaCha8Rng,
}

/// A minibatch's 64 bits of noise take two words of the random stream.
const WORDS_PER_NOISE: u128 = 2;

impl Batches {
    /// The stream for `examples` training examples (at least one) and one seed. A batch never exceeds the examples.
    pub fn new(examples: usize, batch_size: usize, seed: u64) -> Self {
        let order: Vec<u32> = (0..examples.max(1) as u32).collect();
        let batch_size = batch_size.clamp(1, order.len());
        Self {
            position: order.len(),
            order,
            batch_size,
            shuffling: stream(seed, Purpose::Batches),
            noise: stream(seed, Purpose::Dropout),
        }
    }

    /// The stream after `draws` minibatches have been drawn from it.
    ///
    /// This takes one shuffle per pass, and no time for the minibatches themselves.
    pub fn after(draws: usize, examples: usize, batch_size: usize, seed: u64) -> Self {
        let mut batches = Self::new(examples, batch_size, seed);
        let (drawn, count) = (draws * batches.batch_size, batches.order.len());
        let passes = drawn.div_ceil(count);
        for _ in 0..passes {
            batches.order.shuffle(&mut batches.shuffling);
        }
        if passes > 0 {
            batches.position = drawn - (passes - 1) * count;
        }
        batches.noise.set_word_pos(WORDS_PER_NOISE * draws as u128);
        batches
    }

    /// The number of examples in a minibatch.
    pub fn batch_size(&self) -> usize {
        self.batch_size
    }

    /// The next minibatch.
    pub fn draw(&mut self) -> Minibatch {
        let mut examples = Vec::with_capacity(self.batch_size);
        while examples.len() < self.batch_size {
            if self.position == self.order.len() {
                self.order.shuffle(&mut self.shuffling);
                self.position = 0;
            }
            let taken = (self.batch_size - examples.len()).min(self.order.len() - self.position);
            examples.extend_from_slice(&self.order[self.position..self.position + taken]);
            self.position += taken;
        }
        Minibatch { examples, noise: self.noise.next_u64() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pass_shows_every_example_once_in_another_order() {
        let mut batches = Batches::new(10, 4, 3);
        let drawn: Vec<u32> = (0..5).flat_map(|_| batches.draw().examples).collect();
        let (first, second) = drawn.split_at(10);
        assert_ne!(first, second);
        for pass in [first, second] {
            let mut seen = pass.to_vec();
            seen.sort_unstable();
            assert_eq!(seen, (0..10).collect::<Vec<u32>>());
        }
    }

    #[test]
    fn a_stream_continues_where_another_stopped() {
        for (examples, batch_size) in [(10, 4), (10, 5), (7, 7), (3, 100), (1, 1)] {
            let mut drawn = Batches::new(examples, batch_size, 5);
            for draws in 0..40 {
                let mut resumed = Batches::after(draws, examples, batch_size, 5);
                assert_eq!(resumed.draw(), drawn.draw(), "{examples}, {batch_size}, {draws}");
            }
        }
    }

    #[test]
    fn one_seed_draws_the_same_batches() {
        let draw = |seed| Batches::new(100, 7, seed).draw();
        assert_eq!(draw(1), draw(1));
        assert_ne!(draw(1), draw(2));
    }
}
