//! Learning-rate schedules: the rate at every step, as a share of the chosen learning rate.

use crate::settings::choices;

choices! {
    /// How the learning rate changes over a descent.
    pub enum Schedule {
        /// The same rate throughout: the paper's default (section 4.1).
        Constant = "constant",
        /// From the full rate to zero along half a cosine, again in every cycle (Huang et al. 2017; the paper's
        /// figure 6): `½ (1 + cos(π t / T))`.
        CosineCyclic = "cosine-cyclic",
        /// The full rate for three fifths of the descent, then a quarter of it.
        Step = "step",
    }
}

/// The share of a descent after which the step schedule drops.
const DROP_AT: f64 = 0.6;
/// The factor that it drops to.
const DROP_TO: f64 = 0.25;

impl Schedule {
    /// The factor of the learning rate at `step` (from 0) of `steps`, in `cycles` equal cycles (at least 1).
    pub fn factor(self, step: usize, steps: usize, cycles: usize) -> f64 {
        match self {
            Self::Constant => 1.0,
            Self::CosineCyclic => {
                let length = steps.div_ceil(cycles.max(1)).max(1);
                let position = (step % length) as f64 / length as f64;
                0.5 * (1.0 + libm::cos(std::f64::consts::PI * position))
            }
            Self::Step if (step as f64) < DROP_AT * steps as f64 => 1.0,
            Self::Step => DROP_TO,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cosine_cycle_starts_full_halves_in_the_middle_and_starts_again() {
        let factor = |step| Schedule::CosineCyclic.factor(step, 200, 2);
        assert_eq!(factor(0), 1.0);
        assert!((factor(50) - 0.5).abs() < 1e-12);
        assert!(factor(99) < 0.001);
        assert_eq!(factor(100), 1.0);
    }

    #[test]
    fn a_step_drops_once() {
        let factors: Vec<f64> = (0..10).map(|step| Schedule::Step.factor(step, 10, 1)).collect();
        assert_eq!(factors, [1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.25, 0.25, 0.25, 0.25]);
    }
}
