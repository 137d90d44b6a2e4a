//! A network's landscape on the device of one's choice.

use super::super::run::Setting;
use super::super::{DeviceChoice, JobError};
use super::Prepared;
use crate::kernel::Instructions;
use crate::landscape::HostNetwork;
#[cfg(feature = "compute")]
use crate::landscape::NetworkLandscape;

/// A landscape that is ready, with what computes it in words.
pub(super) enum Opened {
    /// On the CPU, by kernels of our own.
    Host(HostNetwork, Setting),
    /// On a GPU, through Burn.
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
        let landscape = landscape.with_identity(prepared.identity_on(&opened.name, &opened.backend));
        let landscape = match &prepared.evaluation {
            Some(examples) => landscape.with_evaluation(examples, &prepared.normalisation)?,
            None => landscape,
        };
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
    #[cfg(all(not(feature = "compute"), not(target_arch = "wasm32")))]
    pub(super) async fn new(prepared: &Prepared, choice: DeviceChoice) -> Result<Self, JobError> {
        match choice {
            DeviceChoice::Cpu => Self::on_host(prepared, "it was asked for".to_owned()),
            DeviceChoice::Auto => {
                Self::on_host(prepared, "this part of the program knows no GPUs".to_owned())
            }
            DeviceChoice::Gpu | DeviceChoice::SoftwareGpu => Err(JobError::NoGpus),
        }
    }

    /// Opens a landscape on the CPU, unless a GPU is wanted: then another worker must do the job.
    ///
    /// # Errors
    /// [`JobError::NeedsGpu`], when a GPU was asked for by name or there is a hardware one to choose.
    #[cfg(all(not(feature = "compute"), target_arch = "wasm32"))]
    pub(super) async fn new(prepared: &Prepared, choice: DeviceChoice) -> Result<Self, JobError> {
        match choice {
            DeviceChoice::Cpu => Self::on_host(prepared, "it was asked for".to_owned()),
            DeviceChoice::Auto => match super::adapter::Adapter::find().await {
                Ok(adapter) if !adapter.is_software => Err(JobError::NeedsGpu),
                Ok(adapter) => Self::on_host(prepared, adapter.remark()),
                Err(reason) => Self::on_host(prepared, reason),
            },
            DeviceChoice::Gpu | DeviceChoice::SoftwareGpu => Err(JobError::NeedsGpu),
        }
    }

    fn on_host(prepared: &Prepared, reason: String) -> Result<Self, JobError> {
        let landscape = HostNetwork::new(
            prepared.shape.clone(),
            &prepared.train,
            &prepared.test,
            &prepared.normalisation,
            prepared.regularisation,
            Instructions::best(),
        )?;
        let (device, backend) = ("CPU", format!("own kernels, {}", landscape.instructions()));
        let landscape = landscape.with_identity(prepared.identity_on(device, &backend));
        let landscape = match &prepared.evaluation {
            Some(examples) => landscape.with_evaluation(examples, &prepared.normalisation)?,
            None => landscape,
        };
        let setting =
            Setting { device: device.to_owned(), backend, reason, landscape: prepared.landscape.clone() };
        Ok(Self::Host(landscape, setting))
    }
}
