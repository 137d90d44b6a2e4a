//! A network's landscape on the device of one's choice.

use super::Prepared;
#[cfg(feature = "compute")]
use super::auto::{Contest, Taken};
#[cfg(feature = "compute")]
use super::device::{ChosenDevice, OpenedDevice, open_again, open_device};
use crate::job::run::Setting;
use crate::job::trial::Sample;
use crate::job::{Control, DeviceChoice, FrontDoor, JobError};
#[cfg(feature = "compute")]
use crate::job::{
    Event,
    trial::{TRIAL, clock::SystemClock},
};
use crate::kernel::Instructions;
use crate::landscape::HostNetwork;
#[cfg(feature = "compute")]
use crate::landscape::NetworkLandscape;
use crate::platform::threads;

/// The name of the CPU.
pub(crate) const CPU: &str = "CPU";

/// A landscape that is ready, with what computes it in words.
pub(super) enum Opened {
    /// On the CPU, by kernels of our own.
    Host(HostNetwork, Setting),
    /// On a GPU, through Burn.
    #[cfg(feature = "compute")]
    Device(NetworkLandscape, Setting),
}

/// The device that is wanted, and what it is wanted for.
#[cfg_attr(
    not(feature = "compute"),
    allow(dead_code, reason = "without GPUs there is little to choose from")
)]
pub(super) struct Wish<'a> {
    /// As the settings say.
    pub(super) choice: DeviceChoice,
    /// The device of the checkpoint that is gone on from. There `auto` takes it again.
    pub(super) begun_on: Option<&'a str>,
    /// The work that `auto` tries devices with.
    pub(super) sample: Sample<'a>,
    /// The job's.
    pub(super) control: &'a Control,
    /// Told when devices are tried.
    pub(super) door: &'a mut dyn FrontDoor,
}

/// Why the device is taken that `auto` took before.
#[cfg(any(feature = "compute", target_arch = "wasm32"))]
pub(super) const BEGUN_ON_IT: &str = "the job began on it";

impl Opened {
    /// Opens a landscape on the device of one's choice. `Auto` tries a hardware GPU and the CPU and takes the faster; where
    /// there is no such GPU, nothing is tried.
    ///
    /// # Errors
    /// When a GPU was asked for by name and there is none, or the job is cancelled while devices are tried.
    #[cfg(feature = "compute")]
    pub(super) async fn new(prepared: &Prepared, wish: Wish<'_>) -> Result<Self, JobError> {
        let chosen = match (wish.choice, wish.begun_on) {
            (DeviceChoice::Auto, Some(CPU)) => return Self::host(prepared, BEGUN_ON_IT.to_owned()),
            (DeviceChoice::Auto, Some(name)) => open_again(name).await?,
            (choice, _) => open_device(choice).await?,
        };
        match (chosen, wish.choice) {
            (ChosenDevice::Cpu { reason }, _) => Self::host(prepared, reason),
            (ChosenDevice::Gpu(device), DeviceChoice::Auto) if wish.begun_on.is_none() => {
                Self::faster(prepared, device, wish).await
            }
            (ChosenDevice::Gpu(device), _) => Self::device(prepared, device),
        }
    }

    /// Tries a GPU and the CPU, and opens the faster.
    #[cfg(feature = "compute")]
    async fn faster(prepared: &Prepared, gpu: OpenedDevice, wish: Wish<'_>) -> Result<Self, JobError> {
        let Wish { sample, control, door, .. } = wish;
        door.hear(Event::Stage { stage: format!("trying {} and the CPU, for a second each", gpu.name) });
        let clock = SystemClock::new();
        let contest = Contest { gpu_name: &gpu.name, sample, length: TRIAL, control, clock: &clock };
        let taken = contest.decide(|| prepared.on_host(), || prepared.on_device(&gpu)).await?;
        Ok(match taken {
            Taken::Cpu(landscape, reason) => {
                let setting = prepared.host_setting(&landscape, reason);
                Self::Host(landscape, setting)
            }
            Taken::Gpu(landscape, reason) => {
                Self::Device(landscape, prepared.device_setting(OpenedDevice { reason, ..gpu }))
            }
        })
    }

    /// Opens a landscape on the CPU.
    ///
    /// # Errors
    /// When a GPU was asked for by name: this build knows none.
    #[cfg(all(not(feature = "compute"), not(target_arch = "wasm32")))]
    pub(super) async fn new(prepared: &Prepared, wish: Wish<'_>) -> Result<Self, JobError> {
        match wish.choice {
            DeviceChoice::Cpu => Self::host(prepared, "as requested".to_owned()),
            DeviceChoice::Auto => Self::host(prepared, "built without GPU support".to_owned()),
            DeviceChoice::Gpu | DeviceChoice::SoftwareGpu => Err(JobError::NoGpus),
        }
    }

    /// Opens a landscape on the CPU, unless a GPU is wanted: then another worker must do the job.
    ///
    /// # Errors
    /// [`JobError::NeedsGpu`], when a GPU was asked for by name or there is a hardware one to try.
    #[cfg(all(not(feature = "compute"), target_arch = "wasm32"))]
    pub(super) async fn new(prepared: &Prepared, wish: Wish<'_>) -> Result<Self, JobError> {
        match (wish.choice, wish.begun_on) {
            (DeviceChoice::Cpu, _) => Self::host(prepared, "as requested".to_owned()),
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
    fn on_device(&self, device: &OpenedDevice) -> Result<NetworkLandscape, JobError> {
        let landscape = NetworkLandscape::new(
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
