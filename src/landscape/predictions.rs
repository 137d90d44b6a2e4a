//! What a landscape predicts at a point for every example: the probabilities of its classes.

use crate::points::Measurement;
use std::sync::Arc;

/// The probability of every class for every example of a split, at one point.
#[derive(Debug, Clone, PartialEq)]
pub struct Predictions {
    /// The correct class of every example.
    truth: Arc<[u8]>,
    classes: usize,
    /// Example after example, `classes` numbers each.
    probabilities: Vec<f32>,
}

impl Predictions {
    /// Predictions for the examples with the correct classes `truth`: `probabilities` holds `classes` (at least 1)
    /// numbers for each.
    pub(super) fn new(truth: Arc<[u8]>, classes: usize, probabilities: Vec<f32>) -> Self {
        Self { truth, classes, probabilities }
    }

    /// The most probable class of every example; the first if several are equally probable.
    pub fn labels(&self) -> impl Iterator<Item = usize> {
        self.probabilities.chunks_exact(self.classes.max(1)).map(|probabilities| {
            let mut best = 0;
            for (class, &probability) in probabilities.iter().enumerate() {
                if probability > probabilities[best] {
                    best = class;
                }
            }
            best
        })
    }

    /// The share of the examples to which both give the same label, from 0 to 1. Both are for the same examples.
    pub fn agreement(&self, other: &Self) -> f64 {
        let same = self.labels().zip(other.labels()).filter(|(left, right)| left == right).count();
        same as f64 / self.truth.len().max(1) as f64
    }

    /// Mean cross-entropy in nats, and accuracy.
    pub fn measurement(&self) -> Measurement {
        let examples = self.truth.len().max(1) as f64;
        let of_truth = self.probabilities.chunks_exact(self.classes.max(1)).zip(self.truth.iter());
        let loss: f64 = of_truth
            .map(|(probabilities, &truth)| {
                // Probabilities too small for single precision count as the smallest that it represents.
                -libm::log(f64::from(probabilities[usize::from(truth)].max(f32::MIN_POSITIVE)))
            })
            .sum();
        let right =
            self.labels().zip(self.truth.iter()).filter(|&(label, &truth)| label == usize::from(truth));
        Measurement { loss: loss / examples, accuracy: Some(right.count() as f64 / examples) }
    }

    /// The mean of several points' probabilities: what a snapshot ensemble predicts (Huang et al. 2017). All are for
    /// the same examples; `None` if there are none.
    pub fn mean(several: &[Self]) -> Option<Self> {
        let (first, others) = several.split_first()?;
        let mut mean = first.clone();
        for other in others {
            mean.probabilities.iter_mut().zip(&other.probabilities).for_each(|(sum, value)| *sum += value);
        }
        let count = several.len() as f32;
        mean.probabilities.iter_mut().for_each(|sum| *sum /= count);
        Some(mean)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn predictions(probabilities: &[f32]) -> Predictions {
        Predictions::new(Arc::from([0_u8, 1]), 2, probabilities.to_vec())
    }

    #[test]
    fn loss_and_accuracy_are_those_of_the_right_classes() {
        let measured = predictions(&[0.75, 0.25, 0.5, 0.5]).measurement();
        let loss = -(0.75_f64.ln() + 0.5_f64.ln()) / 2.0;
        assert!((measured.loss - loss).abs() < 1e-12);
        // A tie goes to the first class, which is wrong.
        assert_eq!(measured.accuracy, Some(0.5));
        assert!(predictions(&[0.0, 1.0, 0.0, 1.0]).measurement().loss.is_finite());
    }

    #[test]
    fn agreement_counts_equal_labels_and_the_mean_is_of_probabilities() {
        let (sure, unsure) = (predictions(&[0.9, 0.1, 0.2, 0.8]), predictions(&[0.4, 0.6, 0.1, 0.9]));
        assert_eq!(sure.agreement(&unsure), 0.5);
        assert_eq!(sure.agreement(&sure), 1.0);
        let mean = Predictions::mean(&[sure.clone(), unsure]).unwrap();
        assert!((f64::from(mean.probabilities[0]) - 0.65).abs() < 1e-6);
        assert_eq!(mean.agreement(&sure), 1.0);
        assert_eq!(Predictions::mean(&[]), None);
    }
}
