//! Dropout masks, made from a seed and not from a device's own generator, so that every device drops the same units.

use crate::random::{Purpose, stream};
use burn::tensor::{Tensor, TensorData};
use rand::Rng;
use rand_chacha::ChaCha8Rng;

/// Silences a share of the units, and scales the others up to keep the mean (inverted dropout).
#[derive(Debug)]
pub struct Dropout {
    share: f64,
    generator: ChaCha8Rng,
}

impl Dropout {
    /// Silences `share` of the units, which is at least 0 and below 1; `noise` seeds the choice.
    pub fn new(share: f64, noise: u64) -> Self {
        Self { share, generator: stream(noise, Purpose::Dropout) }
    }

    /// The activations with a share of them set to nought and the others scaled by `1 / (1 − share)`.
    pub fn apply<const D: usize>(&mut self, activations: Tensor<D>) -> Tensor<D> {
        if self.share == 0.0 {
            return activations;
        }
        let shape = activations.dims();
        let mask = self.mask(shape.iter().product());
        let mask = Tensor::<D>::from_data(TensorData::new(mask, shape), &activations.device());
        activations * mask
    }

    fn mask(&mut self, units: usize) -> Vec<f32> {
        // Sixteen random bits a unit settle the share to one part in 65,536.
        let silent_below = (self.share * 65_536.0).round() as u16;
        let kept = (1.0 / (1.0 - self.share)) as f32;
        let mut bytes = vec![0; units * 2];
        self.generator.fill_bytes(&mut bytes);
        let (pairs, _) = bytes.as_chunks::<2>();
        pairs.iter().map(|&pair| if u16::from_le_bytes(pair) < silent_below { 0.0 } else { kept }).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use burn::tensor::Device;

    #[test]
    fn the_share_is_silent_and_the_mean_is_kept() {
        let ones = Tensor::<2>::ones([100, 1000], &Device::flex());
        let dropped = Dropout::new(0.3, 9).apply(ones).into_data().try_to_vec::<f32>().unwrap();
        let silent = dropped.iter().filter(|&&value| value == 0.0).count() as f64 / 1e5;
        let mean = dropped.iter().map(|&value| f64::from(value)).sum::<f64>() / 1e5;
        // Four standard errors of a share of 100,000 draws.
        assert!((silent - 0.3).abs() < 0.0058, "{silent}");
        assert!((mean - 1.0).abs() < 0.0083, "{mean}");
    }
}
