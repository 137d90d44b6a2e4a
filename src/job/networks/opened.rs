//! A network's landscape on the chosen device.

use super::Prepared;
#[cfg(feature = "compute")]
use super::contest::faster;
#[cfg(feature = "compute")]
use super::device::{ChosenDevice, OpenedDevice, open_again, open_device};
use super::trial::Sample;
#[cfg(feature = "compute")]
use super::trial::{TRIAL, Trial};
#[cfg(feature = "compute")]
use crate::job::Event;
use crate::job::run::Setting;
use crate::job::{Control, DeviceChoice, Frontend, JobError};
#[cfg(feature = "compute")]
use crate::kernel::NetworkKernel;
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
    /// Through Burn: on a GPU, or on the CPU if the network has no kernels.
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

/// Said of a network without kernels that the CPU computes.
#[cfg(feature = "compute")]
const WITHOUT_KERNELS: &str = "this network has no kernels of its own on the CPU, so Burn computes it, \
                               much slower than by kernels";

#[cfg(not(feature = "compute"))]
impl ReadyLandscape {
    /// Opens a landscape on the CPU, by kernels: this build has nothing else.
    ///
    /// # Errors
    /// When a GPU was requested by name. In a browser, where another worker has Burn, also when there is a hardware GPU to
    /// try.
    pub(super) async fn new(prepared: &Prepared, request: DeviceRequest<'_>) -> Result<Self, JobError> {
        #[cfg(target_arch = "wasm32")]
        let reason = why_cpu(request.choice, request.begun_on).await?;
        #[cfg(not(target_arch = "wasm32"))]
        let reason = request.choice.why_cpu()?;
        Ok(Self::host(prepared)?.because(reason))
    }
}

/// Why the CPU computes in the page's worker for networks, as text.
///
/// # Errors
/// [`JobError::NeedsAnotherWorker`], when a GPU was requested by name, or there is a hardware one to try.
#[cfg(all(not(feature = "compute"), target_arch = "wasm32"))]
async fn why_cpu(choice: DeviceChoice, begun_on: Option<&str>) -> Result<String, JobError> {
    match (choice, begun_on) {
        (DeviceChoice::Cpu, _) => Ok("it was requested".to_owned()),
        (DeviceChoice::Auto, Some(CPU)) => Ok(BEGUN_ON_IT.to_owned()),
        (DeviceChoice::Auto, _) => match super::adapter::Adapter::find().await {
            Ok(adapter) if !adapter.is_software => Err(JobError::NeedsAnotherWorker),
            Ok(adapter) => Ok(adapter.remark()),
            Err(reason) => Ok(reason),
        },
        (DeviceChoice::Gpu | DeviceChoice::SoftwareGpu, _) => Err(JobError::NeedsAnotherWorker),
    }
}

#[cfg(feature = "compute")]
impl ReadyLandscape {
    /// Opens a landscape on the chosen device. `Auto` tries a hardware GPU and the CPU and takes the faster; without
    /// such a GPU, nothing is tried.
    ///
    /// # Errors
    /// When a GPU was requested by name and there is none, or the job is cancelled while devices are tried.
    pub(super) async fn new(prepared: &Prepared, request: DeviceRequest<'_>) -> Result<Self, JobError> {
        let chosen = match (request.choice, request.begun_on) {
            (DeviceChoice::Auto, Some(CPU)) => ChosenDevice::Cpu { reason: BEGUN_ON_IT.to_owned() },
            (DeviceChoice::Auto, Some(name)) => open_again(name).await?,
            (choice, _) => open_device(choice).await?,
        };
        let (opened, reason) = match (chosen, request.choice) {
            (ChosenDevice::Cpu { reason }, _) => (Self::cpu(prepared)?, reason),
            (ChosenDevice::Gpu(gpu), DeviceChoice::Auto) if request.begun_on.is_none() => {
                // Boxed: otherwise the job's future is nested more deeply than the compiler follows.
                Box::pin(Self::by_trial(prepared, &gpu, request)).await?
            }
            (ChosenDevice::Gpu(gpu), _) => (Self::device(prepared, &gpu)?, gpu.reason),
        };
        Ok(opened.because(reason))
    }

    /// Tries a GPU and the CPU, and opens the faster. Returns it with the reason, as text.
    async fn by_trial(
        prepared: &Prepared,
        gpu: &OpenedDevice,
        request: DeviceRequest<'_>,
    ) -> Result<(Self, String), JobError> {
        let DeviceRequest { sample, control, frontend, .. } = request;
        frontend.hear(Event::Stage { stage: format!("trying {} and the CPU, for a second each", gpu.name) });
        let start = web_time::Instant::now();
        let trial = Trial { sample, length: TRIAL, control, clock: &|| start.elapsed() };
        faster(
            &gpu.name,
            || Self::device(prepared, gpu),
            || Self::cpu(prepared),
            async |opened: &Self| match opened {
                Self::Host(landscape, _) => trial.speed(landscape).await,
                Self::Device(landscape, _) => trial.speed(landscape).await,
            },
        )
        .await
    }

    /// On the CPU, by kernels if there are any for this network.
    fn cpu(prepared: &Prepared) -> Result<Self, JobError> {
        match NetworkKernel::supports(&prepared.shape.architecture) {
            true => Self::host(prepared),
            false => Self::device(prepared, &OpenedDevice::cpu()),
        }
    }

    fn device(prepared: &Prepared, opened: &OpenedDevice) -> Result<Self, JobError> {
        let OpenedDevice { device, name, backend, portions, .. } = opened;
        let landscape = DeviceNetwork::new(
            prepared.shape.clone(),
            &prepared.train,
            &prepared.test,
            &prepared.normalisation,
            prepared.regularisation,
            *portions,
            device,
        )?;
        let landscape = landscape.with_identity(prepared.identity_on(name, backend));
        let landscape = match &prepared.measured {
            Some(examples) => landscape.with_measured_images(examples, &prepared.normalisation)?,
            None => landscape,
        };
        Ok(Self::Device(landscape, prepared.setting(name.clone(), backend.clone(), None)))
    }
}

impl ReadyLandscape {
    /// The same, with the reason for its device, as text.
    fn because(mut self, reason: String) -> Self {
        match &mut self {
            Self::Host(_, setting) => setting.reason = reason,
            #[cfg(feature = "compute")]
            Self::Device(_, setting) if setting.device == CPU => {
                setting.reason = format!("{reason}; {WITHOUT_KERNELS}");
            }
            #[cfg(feature = "compute")]
            Self::Device(_, setting) => setting.reason = reason,
        }
        self
    }

    /// On the CPU by kernels, without the reason for it.
    fn host(prepared: &Prepared) -> Result<Self, JobError> {
        let landscape = HostNetwork::new(
            prepared.shape.clone(),
            &prepared.train,
            &prepared.test,
            &prepared.normalisation,
            prepared.regularisation,
            Instructions::in_use(),
        )?;
        let instructions = landscape.instructions();
        let backend = host_backend(instructions);
        let landscape = landscape.with_identity(prepared.identity_on(CPU, &backend));
        let landscape = match &prepared.measured {
            Some(examples) => landscape.with_measured_images(examples, &prepared.normalisation)?,
            None => landscape,
        };
        let setting = prepared.setting(CPU.to_owned(), backend, Some(instructions));
        Ok(Self::Host(landscape, setting))
    }
}

impl Prepared {
    /// What computes, still without the reason for it.
    fn setting(&self, device: String, backend: String, instructions: Option<Instructions>) -> Setting {
        Setting {
            device,
            backend,
            threads: threads(),
            reason: String::new(),
            landscape: self.landscape.clone(),
            instructions: instructions.map(|instructions| instructions.name().to_owned()),
            data_sha256: Some(self.data_sha256.clone()),
            data_published: self.data_published,
        }
    }
}

/// What computes networks that have kernels on the CPU.
pub(crate) fn host_backend(instructions: Instructions) -> String {
    format!("own kernels, {instructions}")
}
