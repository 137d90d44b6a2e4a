//! Optimizers: how a gradient becomes a step.

use crate::points::{HostPoints, Points};
use crate::settings::choices;

choices! {
    /// Which optimizer, with its constants. The learning rate comes from the [`Schedule`](crate::descent::Schedule).
    pub enum Optimizer {
        /// Adam (Kingma and Ba 2015) with β₁ = 0.9, β₂ = 0.999, ε = 1e-8 and bias correction.
        Adam = "adam",
        /// Stochastic gradient descent.
        Sgd = "sgd",
        /// Stochastic gradient descent with momentum 0.9: `v ← 0.9 v + g`, `θ ← θ − rate · v`.
        Momentum = "momentum",
    }
}

impl Optimizer {
    /// How many batches of points it remembers after this number of steps.
    pub fn memories(self, steps: usize) -> usize {
        match (self, steps) {
            (_, 0) | (Self::Sgd, _) => 0,
            (Self::Momentum, _) => 1,
            (Self::Adam, _) => 2,
        }
    }
}

/// Decay of Adam's running mean of gradients.
const ADAM_MEAN_DECAY: f64 = 0.9;
/// Decay of Adam's running mean of squared gradients.
const ADAM_SQUARE_DECAY: f64 = 0.999;
/// Keeps Adam's denominator from zero.
const ADAM_EPSILON: f64 = 1e-8;
/// Share of the last step's velocity that momentum keeps.
const MOMENTUM: f64 = 0.9;

/// What an optimizer remembers between steps.
#[derive(Debug, Clone)]
pub enum OptimizerState<P> {
    /// Plain descent remembers nothing.
    Sgd,
    /// The velocity; `None` before the first step.
    Momentum(Option<P>),
    /// Running means; `None` before the first step.
    Adam(Option<AdamMoments<P>>),
}

/// Adam's running means.
#[derive(Debug, Clone)]
pub struct AdamMoments<P> {
    /// Of the gradient.
    pub mean: P,
    /// Of its square.
    pub square: P,
    /// Steps taken so far.
    pub steps: u32,
}

impl<P: Points> OptimizerState<P> {
    /// The state before the first step.
    pub fn new(optimizer: Optimizer) -> Self {
        match optimizer {
            Optimizer::Adam => Self::Adam(None),
            Optimizer::Sgd => Self::Sgd,
            Optimizer::Momentum => Self::Momentum(None),
        }
    }

    /// What is remembered, as batches of the shape of the variables.
    pub fn memory(&self) -> Vec<&P> {
        match self {
            Self::Sgd => Vec::new(),
            Self::Momentum(velocity) => velocity.iter().collect(),
            Self::Adam(moments) => {
                moments.iter().flat_map(|moments| [&moments.mean, &moments.square]).collect()
            }
        }
    }

    /// [`OptimizerState::memory`] by value.
    pub fn into_memory(self) -> Vec<P> {
        match self {
            Self::Sgd => Vec::new(),
            Self::Momentum(velocity) => velocity.into_iter().collect(),
            Self::Adam(moments) => {
                moments.into_iter().flat_map(|moments| [moments.mean, moments.square]).collect()
            }
        }
    }

    /// The state after `steps` steps that left this [`OptimizerState::memory`]; `None` if they do not match.
    pub fn recall(optimizer: Optimizer, steps: usize, memory: Vec<P>) -> Option<Self> {
        let mut memory = memory.into_iter();
        let state = match (optimizer, steps) {
            (_, 0) => Self::new(optimizer),
            (Optimizer::Sgd, _) => Self::Sgd,
            (Optimizer::Momentum, _) => Self::Momentum(Some(memory.next()?)),
            (Optimizer::Adam, steps) => {
                let (mean, square) = (memory.next()?, memory.next()?);
                Self::Adam(Some(AdamMoments { mean, square, steps: u32::try_from(steps).ok()? }))
            }
        };
        memory.next().is_none().then_some(state)
    }

    /// The variables after one step of size `rate` (greater than 0) against `gradient`.
    pub fn step(&mut self, variables: P, gradient: P, rate: f64) -> P {
        match self {
            Self::Sgd => variables.add(-rate, &gradient),
            Self::Momentum(velocity) => {
                let next = match velocity.take() {
                    Some(last) => last.scale(MOMENTUM).add(1.0, &gradient),
                    None => gradient,
                };
                let moved = variables.add(-rate, &next);
                *velocity = Some(next);
                moved
            }
            Self::Adam(moments) => {
                let next = AdamMoments::update(moments.take(), &gradient);
                let moved = next.step(variables, rate);
                *moments = Some(next);
                moved
            }
        }
    }
}

impl<P: Points> AdamMoments<P> {
    fn update(last: Option<Self>, gradient: &P) -> Self {
        let last = last.unwrap_or_else(|| Self {
            // Not 0 times the gradient, which may be NaN.
            mean: gradient.place(&HostPoints::from_fn(gradient.count(), gradient.dimension(), |_, _| 0.0)),
            square: gradient.place(&HostPoints::from_fn(gradient.count(), gradient.dimension(), |_, _| 0.0)),
            steps: 0,
        });
        let (mean, square) =
            last.mean.adam_moments(last.square, gradient, ADAM_MEAN_DECAY, ADAM_SQUARE_DECAY);
        Self { mean, square, steps: last.steps + 1 }
    }

    /// `variables − rate · m̂ / (√v̂ + ε)`, both means corrected for their start at zero.
    fn step(&self, variables: P, rate: f64) -> P {
        let steps = i32::try_from(self.steps).unwrap_or(i32::MAX);
        let mean_correction = 1.0 - ADAM_MEAN_DECAY.powi(steps);
        let square_correction = 1.0 - ADAM_SQUARE_DECAY.powi(steps);
        let rate = rate / mean_correction;
        variables.adam_step(rate, &self.mean, &self.square, 1.0 / square_correction, ADAM_EPSILON)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(optimizer: Optimizer, gradients: &[f64], rate: f64) -> f64 {
        let mut state = OptimizerState::new(optimizer);
        let mut variables = HostPoints::single(vec![0.0_f64]);
        for &gradient in gradients {
            variables = state.step(variables, HostPoints::single(vec![gradient]), rate);
        }
        variables.point(0)[0]
    }

    #[test]
    fn adams_first_step_has_the_size_of_the_rate_whatever_the_gradient() {
        for gradient in [1e-4, 1.0, -1e4] {
            let moved = after(Optimizer::Adam, &[gradient], 0.01);
            assert!((moved + 0.01 * f64::signum(gradient)).abs() < 1e-6, "{moved}");
        }
    }

    #[test]
    fn adams_second_step_follows_the_formula() {
        // Two gradients 1 and 3, worked out from the definition in Kingma and Ba, algorithm 1.
        let mean = (0.9 * 0.1 * 1.0 + 0.1 * 3.0) / (1.0 - 0.81);
        let square: f64 = (0.999 * 0.001 * 1.0 + 0.001 * 9.0) / (1.0 - 0.998_001);
        let expected = -0.1 / (1.0 + 1e-8) - 0.1 * mean / (square.sqrt() + 1e-8);
        assert!((after(Optimizer::Adam, &[1.0, 3.0], 0.1) - expected).abs() < 1e-12);
    }

    #[test]
    fn momentum_keeps_nine_tenths_of_the_velocity() {
        assert!((after(Optimizer::Momentum, &[1.0, 1.0], 0.1) + 0.1 + 0.19).abs() < 1e-15);
        assert!((after(Optimizer::Sgd, &[1.0, 1.0], 0.1) + 0.2).abs() < 1e-15);
    }
}
