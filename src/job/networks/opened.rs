//! A network's landscape on the device of one's choice.

use super::super::run::Setting;
use super::super::{DeviceChoice, JobError};
use super::Prepared;
#[cfg(not(target_arch = "wasm32"))]
use crate::kernel::Instructions;
#[cfg(not(target_arch = "wasm32"))]
use crate::landscape::HostNetwork;
#[cfg(feature = "compute")]
use crate::landscape::NetworkLandscape;

/// A landscape that is ready, with what computes it in words.
pub(super) enum Opened {
    /// On the CPU, by kernels of our own.
    #[cfg(not(target_arch = "wasm32"))]
    Host(HostNetwork, Setting),
    /// On a GPU, and in a browser on the CPU, through Burn.
    #[cfg(feature = "compute")]
    Device(NetworkLandscape, Setting),
}

impl Opened {
    /// Opens a landscape on the device of one's choice.
    ///
    /// # Errors
    /// When a GPU was asked for by name and there is none.
    #[cfg(feature = "compute")]
    pub(super) async fn new(prepared: &Prepared, choice: DeviceChoice) -> Result<Self, JobError> {
        let opened = super::open_device(choice).await?;
        #[cfg(not(target_arch = "wasm32"))]
        if opened.is_cpu() {
            return Self::on_host(prepared, opened.reason);
        }
        let landscape = NetworkLandscape::new(
            prepared.shape.clone(),
            &prepared.train,
            &prepared.test,
            &prepared.normalisation,
            prepared.regularisation,
            opened.portions,
            &opened.device,
        )?;
        let setting = Setting {
            device: opened.name,
            backend: opened.backend,
            reason: opened.reason,
            landscape: prepared.landscape.clone(),
        };
        Ok(Self::Device(landscape, setting))
    }

    /// Opens a landscape on the CPU.
    ///
    /// # Errors
    /// When a GPU was asked for by name: this build knows none.
    #[cfg(not(feature = "compute"))]
    pub(super) async fn new(prepared: &Prepared, choice: DeviceChoice) -> Result<Self, JobError> {
        match choice {
            DeviceChoice::Cpu => Self::on_host(prepared, "it was asked for".to_owned()),
            DeviceChoice::Auto => {
                Self::on_host(prepared, "this part of the program knows no GPUs".to_owned())
            }
            DeviceChoice::Gpu | DeviceChoice::SoftwareGpu => Err(JobError::NoGpus),
        }
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn on_host(prepared: &Prepared, reason: String) -> Result<Self, JobError> {
        let landscape = HostNetwork::new(
            prepared.shape.clone(),
            &prepared.train,
            &prepared.test,
            &prepared.normalisation,
            prepared.regularisation,
            Instructions::best(),
        )?;
        let setting = Setting {
            device: "CPU".to_owned(),
            backend: format!("own kernels, {}", landscape.instructions()),
            reason,
            landscape: prepared.landscape.clone(),
        };
        Ok(Self::Host(landscape, setting))
    }
}
