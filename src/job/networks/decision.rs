//! The decision between a GPU and the CPU, from the outcomes of their trials.

use crate::data::grouped;

/// The outcomes of the trials of a GPU and the CPU. Speeds are in images per second.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Trials {
    /// Both did the work.
    Done {
        /// The GPU's speed.
        gpu: f64,
        /// The CPU's.
        cpu: f64,
    },
    /// The GPU failed, so the CPU was not timed. The reason, as text.
    GpuFailed(String),
    /// The CPU failed. The reason, as text.
    CpuFailed(String),
}

/// The decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Decision {
    /// Whether the GPU is taken rather than the CPU.
    pub(super) takes_gpu: bool,
    /// Why, as text: "it" is the device that was taken.
    pub(super) reason: String,
}

impl Trials {
    /// Takes the faster of the two, or the CPU if they are equally fast. A device that failed is not taken. `gpu_name`
    /// is the GPU's name.
    pub(super) fn decide(&self, gpu_name: &str) -> Decision {
        let takes_gpu = match self {
            Self::Done { gpu, cpu } => gpu > cpu,
            Self::GpuFailed(_) => false,
            Self::CpuFailed(_) => true,
        };
        let reason = match self {
            Self::Done { gpu, cpu } if takes_gpu => comparison(*gpu, *cpu, "the CPU"),
            Self::Done { gpu, cpu } => comparison(*cpu, *gpu, gpu_name),
            Self::GpuFailed(cause) => format!("{gpu_name} failed when it was tried ({cause})"),
            Self::CpuFailed(cause) => format!("the CPU failed when it was tried ({cause})"),
        };
        Decision { takes_gpu, reason }
    }
}

fn comparison(taken: f64, left: f64, left_name: &str) -> String {
    format!("it does {} images/s against {} on {left_name}", speed(taken), speed(left))
}

/// Numbers below this are written with one decimal.
const WITHOUT_FRACTION: f64 = 100.0;

/// A speed to about three significant digits.
fn speed(value: f64) -> String {
    if value < WITHOUT_FRACTION {
        return format!("{value:.1}");
    }
    let unit = 10.0_f64.powf(value.log10().floor() - 2.0);
    grouped(((value / unit).round() * unit).round() as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decide(trials: &Trials) -> (bool, String) {
        let Decision { takes_gpu, reason } = trials.decide("NVIDIA H100");
        (takes_gpu, reason)
    }

    #[test]
    fn the_faster_one_is_taken_and_both_speeds_are_reported() {
        assert_eq!(
            decide(&Trials::Done { gpu: 63_049.0, cpu: 20_951.0 }),
            (true, "it does 63,000 images/s against 21,000 on the CPU".to_owned())
        );
        assert_eq!(
            decide(&Trials::Done { gpu: 63.04, cpu: 1_234_567.0 }),
            (false, "it does 1,230,000 images/s against 63.0 on NVIDIA H100".to_owned())
        );
    }

    #[test]
    fn the_cpu_is_taken_where_the_gpu_is_no_faster() {
        assert_eq!(
            decide(&Trials::Done { gpu: 500.0, cpu: 500.0 }),
            (false, "it does 500 images/s against 500 on NVIDIA H100".to_owned())
        );
    }

    #[test]
    fn what_failed_is_not_taken_and_the_cause_is_reported() {
        assert_eq!(
            decide(&Trials::GpuFailed("the device is lost".to_owned())),
            (false, "NVIDIA H100 failed when it was tried (the device is lost)".to_owned())
        );
        assert_eq!(
            decide(&Trials::CpuFailed("no memory".to_owned())),
            (true, "the CPU failed when it was tried (no memory)".to_owned())
        );
    }
}
