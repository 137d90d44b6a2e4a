//! Where a job of the laboratory is: its phase, its worker, what it runs on, and its progress.

use super::offered_names::CPU;
use crate::kernel::NetworkKernel;
use crate::network::Architecture;

/// Where the laboratory's job is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    /// There is no job.
    Idle,
    /// The worker loads, or receives the images.
    Preparing,
    /// It runs.
    Running,
    /// It is paused.
    Paused,
    /// It was cancelled and has not ended yet.
    Ending,
    /// It is done.
    Finished,
    /// It could not continue.
    Failed,
}

/// One of the workers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Which {
    /// For everything on a GPU, and for networks without kernels of their own.
    Compute,
    /// For networks on the CPU by kernels.
    Network,
    /// For the wedges on the CPU.
    Light,
}

impl Which {
    /// The worker for this device: `on_cpu` for the CPU and `auto`, or the only worker that supports GPUs.
    pub(super) fn of_device(device: &str, on_cpu: Self) -> Self {
        if matches!(device, CPU | "auto") { on_cpu } else { Self::Compute }
    }

    /// The worker for this network on this device. The worker for networks on the CPU reports if `auto` needs the other one.
    pub(super) fn of_network(network: &str, device: &str) -> Self {
        let architecture = network.parse::<Architecture>();
        match architecture.is_ok_and(|architecture| NetworkKernel::supports(&architecture)) {
            true => Self::of_device(device, Self::Network),
            false => Self::Compute,
        }
    }
}

/// What the job runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ground {
    /// A network.
    Network,
    /// The wedges.
    Wedges,
}

/// The device and the landscape of a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Setting {
    /// The device, as text.
    pub(super) device: String,
    /// Why this device was chosen, as text.
    pub(super) reason: String,
    /// The landscape, as text.
    pub(super) landscape: String,
}

/// The progress of the job.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Progress {
    /// From 0 to 1.
    pub(super) share: f64,
    /// Seconds left, once they can be estimated.
    pub(super) seconds_left: Option<f64>,
    /// Recent training images per second; `None` if nothing is trained.
    pub(super) images_per_second: Option<f64>,
}
