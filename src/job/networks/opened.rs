//! A network's landscape on the chosen device.

use super::Prepared;
#[cfg(feature = "compute")]
use super::auto::{ChosenLandscape, Contest};
#[cfg(feature = "compute")]
use super::device::{ChosenDevice, OpenedDevice, open_again, open_device};
use crate::job::run::Setting;
use crate::job::trial::Sample;
use crate::job::{Control, DeviceChoice, Frontend, JobError};
#[cfg(feature = "compute")]
use crate::job::{
    Event,
    trial::{TRIAL, clock::SystemClock},
};
#[cfg(feature = "compute")]
use crate::landscape::DeviceNetwork;
use crate::landscape::HostNetwork;
use crate::platform::threads;
use crate::simd::Instructions;

/// The name of the CPU.
pub(crate) const CPU: &str = "CPU";

/// A landscape that is ready, with what computes it as text.
pub(super) enum ReadyLandscape {
    /// On the CPU, by this crate's kernels.
    Host(HostNetwork, Setting),
    /// On a GPU, through Burn.
    #[cfg(feature = "compute")]
    Device(DeviceNetwork, Setting),
}

/// The requested device, and what it is for.
#[cfg_attr(
    not(feature = "compute"),
    allow(dead_code, reason = "without GPUs there is little to choose from")
)]
pub(super) struct DeviceRequest<'a> {
    /// The setting `device`.
    pub(super) choice: DeviceChoice,
    /// The device of the checkpoint that is resumed, which `auto` takes again.
    pub(super) begun_on: Option<&'a str>,
    /// The work that `auto` tries devices with.
    pub(super) sample: Sample<'a>,
    /// The job's control.
    pub(super) control: &'a Control,
    /// Receives an event when devices are tried.
    pub(super) frontend: &'a mut dyn Frontend,
}

/// The reason for a device that `auto` chose in an earlier run.
#[cfg(any(feature = "compute", target_arch = "wasm32"))]
pub(super) const BEGUN_ON_IT: &str = "the job began on it";

impl ReadyLandscape {
    /// Opens a landscape on the chosen device. `Auto` tries a hardware GPU and the CPU and takes the faster; without
    /// such a GPU, nothing is tried.
    ///
    /// # Errors
    /// When a GPU was requested by name and there is none, or the job is cancelled while devices are tried.
    #[cfg(feature = "compute")]
    pub(super) async fn new(prepared: &Prepared, request: DeviceRequest<'_>) -> Result<Self, JobError> {
        let chosen = match (request.choice, request.begun_on) {
            (DeviceChoice::Auto, Some(CPU)) => return Self::host(prepared, BEGUN_ON_IT.to_owned()),
            (DeviceChoice::Auto, Some(name)) => open_again(name).await?,
            (choice, _) => open_device(choice).await?,
        };
        match (chosen, request.choice) {
            (ChosenDevice::Cpu { reason }, _) => Self::host(prepared, reason),
            (ChosenDevice::Gpu(device), DeviceChoice::Auto) if request.begun_on.is_none() => {
                Self::faster(prepared, device, request).await
            }
            (ChosenDevice::Gpu(device), _) => Self::device(prepared, device),
        }
    }

    /// Tries a GPU and the CPU, and opens the faster.
    #[cfg(feature = "compute")]
    async fn faster(
        prepared: &Prepared,
        gpu: OpenedDevice,
        request: DeviceRequest<'_>,
    ) -> Result<Self, JobError> {
        let DeviceRequest { sample, control, frontend, .. } = request;
        frontend.hear(Event::Stage { stage: format!("trying {} and the CPU, for a second each", gpu.name) });
        let clock = SystemClock::new();
        let contest = Contest { gpu_name: &gpu.name, sample, length: TRIAL, control, clock: &clock };
        let taken = contest.decide(|| prepared.on_host(), || prepared.on_device(&gpu)).await?;
        Ok(match taken {
            ChosenLandscape::Cpu(landscape, reason) => {
                let setting = prepared.host_setting(&landscape, reason);
                Self::Host(landscape, setting)
            }
            ChosenLandscape::Gpu(landscape, reason) => {
                Self::Device(landscape, prepared.device_setting(OpenedDevice { reason, ..gpu }))
            }
        })
    }

    /// Opens a landscape on the CPU.
    ///
    /// # Errors
    /// When a GPU was requested by name: this build supports none.
    #[cfg(all(not(feature = "compute"), not(target_arch = "wasm32")))]
    pub(super) async fn new(prepared: &Prepared, request: DeviceRequest<'_>) -> Result<Self, JobError> {
        match request.choice {
            DeviceChoice::Cpu => Self::host(prepared, "it was requested".to_owned()),
            DeviceChoice::Auto => {
                Self::host(prepared, "this program is built without GPU support".to_owned())
            }
            DeviceChoice::Gpu | DeviceChoice::SoftwareGpu => Err(JobError::NoGpus),
        }
    }

    /// Opens a landscape on the CPU, unless a GPU is requested: then another worker must do the job.
    ///
    /// # Errors
    /// [`JobError::NeedsGpu`], when a GPU was requested by name or there is a hardware one to try.
    #[cfg(all(not(feature = "compute"), target_arch = "wasm32"))]
    pub(super) async fn new(prepared: &Prepared, request: DeviceRequest<'_>) -> Result<Self, JobError> {
        match (request.choice, request.begun_on) {
            (DeviceChoice::Cpu, _) => Self::host(prepared, "it was requested".to_owned()),
            (DeviceChoice::Auto, Some(CPU)) => Self::host(prepared, BEGUN_ON_IT.to_owned()),
            (DeviceChoice::Auto, _) => match super::adapter::Adapter::find().await {
                Ok(adapter) if !adapter.is_software => Err(JobError::NeedsGpu),
                Ok(adapter) => Self::host(prepared, adapter.remark()),
                Err(reason) => Self::host(prepared, reason),
            },
            (DeviceChoice::Gpu | DeviceChoice::SoftwareGpu, _) => Err(JobError::NeedsGpu),
        }
    }

    fn host(prepared: &Prepared, reason: String) -> Result<Self, JobError> {
        let landscape = prepared.on_host()?;
        let setting = prepared.host_setting(&landscape, reason);
        Ok(Self::Host(landscape, setting))
    }

    #[cfg(feature = "compute")]
    fn device(prepared: &Prepared, device: OpenedDevice) -> Result<Self, JobError> {
        Ok(Self::Device(prepared.on_device(&device)?, prepared.device_setting(device)))
    }
}

impl Prepared {
    fn on_host(&self) -> Result<HostNetwork, JobError> {
        let landscape = HostNetwork::new(
            self.shape.clone(),
            &self.train,
            &self.test,
            &self.normalisation,
            self.regularisation,
            Instructions::in_use(),
        )?;
        let identity = self.identity_on(CPU, &host_backend(landscape.instructions()));
        let landscape = landscape.with_identity(identity);
        Ok(match &self.evaluation {
            Some(examples) => landscape.with_evaluation(examples, &self.normalisation)?,
            None => landscape,
        })
    }

    fn host_setting(&self, landscape: &HostNetwork, reason: String) -> Setting {
        Setting {
            device: CPU.to_owned(),
            backend: host_backend(landscape.instructions()),
            threads: threads(),
            reason,
            landscape: self.landscape.clone(),
            instructions: Some(landscape.instructions().name().to_owned()),
            data_sha256: Some(self.data_sha256.clone()),
            data_published: self.data_published,
        }
    }

    #[cfg(feature = "compute")]
    fn on_device(&self, device: &OpenedDevice) -> Result<DeviceNetwork, JobError> {
        let landscape = DeviceNetwork::new(
            self.shape.clone(),
            &self.train,
            &self.test,
            &self.normalisation,
            self.regularisation,
            device.portions,
            &device.device,
        )?;
        let landscape = landscape.with_identity(self.identity_on(&device.name, &device.backend));
        Ok(match &self.evaluation {
            Some(examples) => landscape.with_evaluation(examples, &self.normalisation)?,
            None => landscape,
        })
    }

    #[cfg(feature = "compute")]
    fn device_setting(&self, device: OpenedDevice) -> Setting {
        Setting {
            device: device.name,
            backend: device.backend,
            threads: threads(),
            reason: device.reason,
            landscape: self.landscape.clone(),
            instructions: None,
            data_sha256: Some(self.data_sha256.clone()),
            data_published: self.data_published,
        }
    }
}

/// What computes networks on the CPU.
pub(crate) fn host_backend(instructions: Instructions) -> String {
    format!("own kernels, {instructions}")
}
