//! Where training starts: Xavier-uniform weights (Glorot and Bengio 2010), zero biases, and scales of one.

use super::{Layout, ParameterKind};
use crate::numerics::random::{Purpose, stream};
use rand::RngExt;

/// A random θ: weights uniform in ±√(6 / (fan in + fan out)), biases 0, and scales of normalisations 1. The same seed
/// gives the same θ everywhere.
pub fn xavier_uniform(layout: &Layout, seed: u64) -> Vec<f32> {
    let mut generator = stream(seed, Purpose::Start);
    let mut parameters = vec![0.0; layout.parameters()];
    for block in layout.blocks() {
        if block.kind == ParameterKind::Scale {
            parameters[block.range.clone()].fill(1.0);
        }
        let &[outputs, inputs, ref kernel @ ..] = block.shape.as_slice() else { continue };
        let area: usize = kernel.iter().product();
        let bound = (6.0 / ((inputs + outputs) * area) as f64).sqrt();
        for parameter in &mut parameters[block.range.clone()] {
            *parameter = (generator.random::<f64>() * 2.0 * bound - bound) as f32;
        }
    }
    parameters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_fill_their_interval_evenly_and_biases_are_zero() {
        let mut layout = Layout::default();
        layout.push("conv1", &[16, 32, 3, 3]);
        let parameters = xavier_uniform(&layout, 5);
        let (weights, biases) = parameters.split_at(16 * 32 * 9);
        let bound = (6.0_f32 / (48.0 * 9.0)).sqrt();
        assert!(weights.iter().all(|weight| weight.abs() <= bound));
        let variance = weights.iter().map(|weight| weight * weight).sum::<f32>() / weights.len() as f32;
        // A uniform variable's variance is bound²/3; four standard errors of its estimate are 5.3 % here.
        assert!((variance / (bound * bound / 3.0) - 1.0).abs() < 0.053, "{variance}");
        assert!(biases.iter().all(|&bias| bias == 0.0));
    }

    #[test]
    fn a_normalisation_starts_as_the_identity_and_changes_no_weight_around_it() {
        let (mut plain, mut normalised) = (Layout::default(), Layout::default());
        for (layout, has_normalisation) in [(&mut plain, false), (&mut normalised, true)] {
            layout.push_without_bias("conv1", &[8, 3, 3, 3]);
            if has_normalisation {
                layout.push_normalisation("norm1", 8);
            }
            layout.push_without_bias("conv2", &[8, 8, 3, 3]);
        }
        let (plain, normalised) = (xavier_uniform(&plain, 5), xavier_uniform(&normalised, 5));
        let (before, after) = normalised.split_at(8 * 27);
        let (normalisation, after) = after.split_at(16);
        assert_eq!(normalisation, [[1.0; 8], [0.0; 8]].concat());
        assert_eq!([before, after].concat(), plain);
    }
}
