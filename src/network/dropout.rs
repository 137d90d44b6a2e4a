//! Dropout masks from a seed instead of a device's generator, so that every device drops the same units.

use super::NetworkShape;
use crate::numerics::random::{Purpose, stream};
#[cfg(feature = "compute")]
use burn::tensor::{Device, Tensor, TensorData};
use rand::Rng;

/// Random bits that decide whether a unit is silenced: the share is exact to one part in 65,536.
const BITS: u32 = 16;

/// Which units of a network a training step silences, for every example of a minibatch.
///
/// Every unit of every example of every layer, in this order, has sixteen random bits; each layer begins at a 32-bit
/// word. Units of images go row by row, column by column, channel by channel: all channels of a pixel lie together.
#[derive(Debug, Clone)]
pub struct DropoutMask {
    silent_below: u16,
    kept: f32,
    noise: u64,
    /// For every layer, the units of an example, and the word at which its bits begin.
    layers: Vec<(usize, u64)>,
}

impl DropoutMask {
    /// Silences `share` of the units, at least 0 and below 1, in a minibatch of `examples` examples; `noise` seeds the
    /// choice.
    pub fn new(shape: &NetworkShape, examples: usize, share: f64, noise: u64) -> Self {
        let mut word = 0;
        let layers = shape.hidden_units().into_iter().map(|units| {
            let begin = word;
            word += (units as u64 * examples as u64 * u64::from(BITS)).div_ceil(32);
            (units, begin)
        });
        Self {
            layers: layers.collect(),
            silent_below: (share * f64::from(1 << BITS)).round() as u16,
            kept: (1.0 / (1.0 - share)) as f32,
            noise,
        }
    }

    /// The factor of the units that are not silenced, which keeps the mean (inverted dropout).
    pub fn kept(&self) -> f32 {
        self.kept
    }

    /// The factor of a unit with these random bits.
    #[inline(always)]
    pub fn factor(&self, bits: u16) -> f32 {
        if bits < self.silent_below { 0.0 } else { self.kept }
    }

    /// Writes the random bits of a layer's units, from the given example of the minibatch on.
    pub fn draw(&self, layer: usize, example: usize, units: &mut [u16]) {
        let (units_of_example, begin) = self.layers[layer];
        let before = example as u64 * units_of_example as u64;
        let mut generator = stream(self.noise, Purpose::Dropout);
        generator.set_word_pos(u128::from(begin + before / 2));
        let mut skipped = before % 2 == 1;
        let mut bytes = [0; 4096];
        let mut rest = units;
        while !rest.is_empty() {
            let skip = usize::from(std::mem::take(&mut skipped));
            let count = rest.len().min(bytes.len() / 2 - skip);
            let bytes = &mut bytes[..2 * (count + skip)];
            generator.fill_bytes(bytes);
            let (now, later) = rest.split_at_mut(count);
            let (pairs, _) = bytes[2 * skip..].as_chunks::<2>();
            now.iter_mut().zip(pairs).for_each(|(bits, &pair)| *bits = u16::from_le_bytes(pair));
            rest = later;
            // A full buffer was a whole number of words, so the next one continues without a gap.
        }
    }
}

/// Silences units of activations on a Burn device.
#[cfg(feature = "compute")]
#[derive(Debug)]
pub struct Dropout<'a> {
    mask: Option<&'a DropoutMask>,
    layer: usize,
}

#[cfg(feature = "compute")]
impl<'a> Dropout<'a> {
    /// Silences the units of the mask, layer by layer; none without a mask.
    pub fn new(mask: Option<&'a DropoutMask>) -> Self {
        Self { mask, layer: 0 }
    }

    /// The activations `[examples, units]` of the next layer with a share of them set to zero and the others scaled up.
    pub fn apply(&mut self, activations: Tensor<2>) -> Tensor<2> {
        let shape = activations.dims();
        match self.next_factors(shape, &activations.device()) {
            Some(factors) => activations * factors,
            None => activations,
        }
    }

    /// The same for images `[examples, channels, height, width]`.
    pub fn apply_to_images(&mut self, activations: Tensor<4>) -> Tensor<4> {
        let [examples, channels, height, width] = activations.dims();
        match self.next_factors([examples, height, width, channels], &activations.device()) {
            Some(factors) => activations * factors.permute([0, 3, 1, 2]),
            None => activations,
        }
    }

    fn next_factors<const D: usize>(&mut self, shape: [usize; D], device: &Device) -> Option<Tensor<D>> {
        let mask = self.mask?;
        let mut bits = vec![0; shape.iter().product()];
        mask.draw(self.layer, 0, &mut bits);
        self.layer += 1;
        let factors: Vec<f32> = bits.into_iter().map(|bits| mask.factor(bits)).collect();
        Some(Tensor::from_data(TensorData::new(factors, shape), device))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::ImageShape;
    use crate::network::Activation;

    fn mask(examples: usize, share: f64) -> DropoutMask {
        let image = ImageShape { channels: 1, height: 5, width: 1 };
        let shape =
            NetworkShape::new(&"mlp-7-4001".parse().unwrap(), Activation::Relu, 1.0, image, 2).unwrap();
        DropoutMask::new(&shape, examples, share, 9)
    }

    #[test]
    fn the_share_is_silent_and_the_mean_is_kept() {
        let mask = mask(25, 0.3);
        let mut bits = vec![0; 4_001 * 25];
        mask.draw(1, 0, &mut bits);
        let dropped: Vec<f32> = bits.into_iter().map(|bits| mask.factor(bits)).collect();
        let count = dropped.len() as f64;
        let silent = dropped.iter().filter(|&&value| value == 0.0).count() as f64 / count;
        let mean = dropped.iter().map(|&value| f64::from(value)).sum::<f64>() / count;
        // Four standard errors of a share of 100,000 draws.
        assert!((silent - 0.3).abs() < 0.0058, "{silent}");
        assert!((mean - 1.0).abs() < 0.0083, "{mean}");
    }

    #[test]
    fn an_examples_units_are_the_same_alone_and_among_others() {
        let mask = mask(6, 0.5);
        for (layer, units) in [(0, 7), (1, 4_001)] {
            let mut all = vec![0; 6 * units];
            mask.draw(layer, 0, &mut all);
            for (example, among) in all.chunks_exact(units).enumerate() {
                let mut alone = vec![0; units];
                mask.draw(layer, example, &mut alone);
                assert_eq!(alone, among);
            }
        }
    }
}
