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
#[cfg(any(feature = "compute", target_arch = "wasm32"))]
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

/// Said of a network without kernels that the CPU computes. In turns on an Intel Xeon with AVX-512, resnet-16-32-64
/// trained at 131 to 146 images per second of a core, and cnn-40-80-80, which needs as many multiplications, at 2,071 to
/// 2,440.
#[cfg(feature = "compute")]
const WITHOUT_KERNELS: &str = "this network has no kernels of its own on the CPU, so Burn computes it, \
                               about 17 times slower than a cnn of the same size";

impl ReadyLandscape {
    /// Opens a landscape on the chosen device. `Auto` tries a hardware GPU and the CPU and takes the faster; without
    /// such a GPU, nothing is tried.
    ///
    /// # Errors
    /// When a GPU was requested by name and there is none, or the job is cancelled while devices are tried.
    #[cfg(feature = "compute")]
    pub(super) async fn new(prepared: &Prepared, request: DeviceRequest<'_>) -> Result<Self, JobError> {
        let chosen = match (request.choice, request.begun_on) {
            (DeviceChoice::Auto, Some(CPU)) => return Self::cpu(prepared, BEGUN_ON_IT.to_owned()),
            (DeviceChoice::Auto, Some(name)) => open_again(name).await?,
            (choice, _) => open_device(choice).await?,
        };
        match (chosen, request.choice) {
            (ChosenDevice::Cpu { reason }, _) => Self::cpu(prepared, reason),
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
        let open_gpu = || prepared.on_device(&gpu);
        if prepared.has_kernels() {
            let taken = contest.decide(|| prepared.on_host(), open_gpu).await?;
            return Ok(match taken {
                ChosenLandscape::Cpu(landscape, reason) => Self::on_host(prepared, landscape, reason),
                ChosenLandscape::Gpu(landscape, reason) => {
                    Self::on_device(prepared, landscape, OpenedDevice { reason, ..gpu })
                }
            });
        }
        let cpu = OpenedDevice::cpu(String::new());
        let taken = contest.decide(|| prepared.on_device(&cpu), open_gpu).await?;
        Ok(match taken {
            ChosenLandscape::Cpu(landscape, reason) => {
                Self::on_device(prepared, landscape, OpenedDevice { reason: without_kernels(&reason), ..cpu })
            }
            ChosenLandscape::Gpu(landscape, reason) => {
                Self::on_device(prepared, landscape, OpenedDevice { reason, ..gpu })
            }
        })
    }

    /// Opens a landscape on the CPU.
    ///
    /// # Errors
    /// When the network has no kernels, or a GPU was requested by name: this build supports neither.
    #[cfg(all(not(feature = "compute"), not(target_arch = "wasm32")))]
    pub(super) async fn new(prepared: &Prepared, request: DeviceRequest<'_>) -> Result<Self, JobError> {
        super::check_support(&prepared.shape)?;
        match request.choice {
            DeviceChoice::Cpu => Self::host(prepared, "it was requested".to_owned()),
            DeviceChoice::Auto => {
                Self::host(prepared, "this program is built without GPU support".to_owned())
            }
            DeviceChoice::Gpu | DeviceChoice::SoftwareGpu => Err(JobError::NoGpus),
        }
    }

    /// Opens a landscape on the CPU, unless a GPU is requested or the network has no kernels: then another worker must
    /// do the job.
    ///
    /// # Errors
    /// [`JobError::NeedsAnotherWorker`], when the network has no kernels, a GPU was requested by name, or there is a
    /// hardware one to try.
    #[cfg(all(not(feature = "compute"), target_arch = "wasm32"))]
    pub(super) async fn new(prepared: &Prepared, request: DeviceRequest<'_>) -> Result<Self, JobError> {
        if !prepared.has_kernels() {
            return Err(JobError::NeedsAnotherWorker);
        }
        match (request.choice, request.begun_on) {
            (DeviceChoice::Cpu, _) => Self::host(prepared, "it was requested".to_owned()),
            (DeviceChoice::Auto, Some(CPU)) => Self::host(prepared, BEGUN_ON_IT.to_owned()),
            (DeviceChoice::Auto, _) => match super::adapter::Adapter::find().await {
                Ok(adapter) if !adapter.is_software => Err(JobError::NeedsAnotherWorker),
                Ok(adapter) => Self::host(prepared, adapter.remark()),
                Err(reason) => Self::host(prepared, reason),
            },
            (DeviceChoice::Gpu | DeviceChoice::SoftwareGpu, _) => Err(JobError::NeedsAnotherWorker),
        }
    }

    /// On the CPU, by kernels if there are any for this network.
    #[cfg(feature = "compute")]
    fn cpu(prepared: &Prepared, reason: String) -> Result<Self, JobError> {
        match prepared.has_kernels() {
            true => Self::host(prepared, reason),
            false => Self::device(prepared, OpenedDevice::cpu(without_kernels(&reason))),
        }
    }

    fn host(prepared: &Prepared, reason: String) -> Result<Self, JobError> {
        Ok(Self::on_host(prepared, prepared.on_host()?, reason))
    }

    fn on_host(prepared: &Prepared, landscape: HostNetwork, reason: String) -> Self {
        let setting = prepared.host_setting(&landscape, reason);
        Self::Host(landscape, setting)
    }

    #[cfg(feature = "compute")]
    fn device(prepared: &Prepared, device: OpenedDevice) -> Result<Self, JobError> {
        Ok(Self::on_device(prepared, prepared.on_device(&device)?, device))
    }

    #[cfg(feature = "compute")]
    fn on_device(prepared: &Prepared, landscape: DeviceNetwork, device: OpenedDevice) -> Self {
        Self::Device(landscape, prepared.device_setting(device))
    }
}

/// The reason for the CPU, with what it means for a network without kernels.
#[cfg(feature = "compute")]
fn without_kernels(reason: &str) -> String {
    format!("{reason}; {WITHOUT_KERNELS}")
}

impl Prepared {
    /// Whether the CPU computes this network by kernels.
    #[cfg(any(feature = "compute", target_arch = "wasm32"))]
    fn has_kernels(&self) -> bool {
        NetworkKernel::supports(&self.shape)
    }

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
        Ok(match &self.measured {
            Some(examples) => landscape.with_measured_images(examples, &self.normalisation)?,
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
        Ok(match &self.measured {
            Some(examples) => landscape.with_measured_images(examples, &self.normalisation)?,
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

/// What computes networks that have kernels on the CPU.
pub(crate) fn host_backend(instructions: Instructions) -> String {
    format!("own kernels, {instructions}")
}
