//! The choice of a device: the CPU, or a GPU through wgpu, with the reason as text. Networks without kernels of their own
//! run on the CPU through Burn's backend for it.

#[cfg(not(target_arch = "wasm32"))]
mod native;
#[cfg(target_arch = "wasm32")]
mod web;

#[cfg(not(target_arch = "wasm32"))]
use native::{CPU_PORTIONS, find_adapters};
#[cfg(target_arch = "wasm32")]
use web::{CPU_PORTIONS, find_adapters};

use super::opened::{BEGUN_ON_IT, CPU};
use crate::job::DeviceChoice;
use crate::landscape::Portions;
use crate::settings::without_advice;
use crate::simd::Instructions;
use burn::tensor::{Device, DeviceKind};
use std::sync::{Mutex, PoisonError};

/// A device that is unavailable.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DeviceError {
    /// No hardware GPU.
    #[error("no GPU is available: {0}; choose the device `cpu` or `auto`")]
    NoGpu(String),
    /// No software GPU.
    #[error("no software GPU is available: {0}; choose the device `cpu` or `auto`")]
    NoSoftwareGpu(String),
    /// The GPU did not start.
    #[error("the GPU {name} did not start ({reason}); choose the device `cpu`")]
    Start {
        /// Its name.
        name: String,
        /// What the driver said.
        reason: String,
    },
}

/// A graphics adapter, as the machine or the browser describes it.
#[derive(Debug, Clone, PartialEq)]
struct Adapter {
    name: String,
    is_software: bool,
    /// How Burn addresses it; `None` if it cannot.
    kind: Option<DeviceKind>,
    backend: String,
    driver: String,
}

/// A graphics adapter that the machine or the browser offers, whether a job can use it or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedAdapter {
    /// Its name.
    pub name: String,
    /// What kind of adapter it is, as text.
    pub kind: String,
    /// The interface it is driven through, such as Vulkan.
    pub backend: String,
    /// Its driver with version; empty if unknown.
    pub driver: String,
    /// Whether it runs in software on the CPU.
    pub is_software: bool,
    /// Whether a job can use it.
    pub is_usable: bool,
}

impl From<Adapter> for ListedAdapter {
    fn from(adapter: Adapter) -> Self {
        let kind = match adapter.kind {
            _ if adapter.is_software => "in software",
            Some(DeviceKind::DiscreteGpu(_)) => "discrete",
            Some(DeviceKind::IntegratedGpu(_)) => "integrated",
            Some(DeviceKind::VirtualGpu(_)) => "virtual",
            _ => "other",
        };
        Self {
            name: adapter.name,
            kind: kind.to_owned(),
            backend: adapter.backend,
            driver: adapter.driver,
            is_software: adapter.is_software,
            is_usable: adapter.kind.is_some(),
        }
    }
}

/// All graphics adapters, hardware or software, those that [`open_device`] prefers first.
pub async fn list_adapters() -> Vec<ListedAdapter> {
    find_adapters().await.adapters.into_iter().map(ListedAdapter::from).collect()
}

/// The result of a search for adapters.
struct Search {
    adapters: Vec<Adapter>,
    /// Why there is no better one, as text.
    remark: String,
    portions: Portions,
}

/// A device ready for work through Burn: a GPU, or the CPU.
#[derive(Debug, Clone)]
pub struct OpenedDevice {
    /// Burn's handle.
    pub device: Device,
    /// The device as text.
    pub name: String,
    /// What drives it.
    pub backend: String,
    /// Why this one, as text; empty if the job says it.
    pub reason: String,
    /// How to divide its work.
    pub portions: Portions,
}

/// The version of Burn's backend for the CPU, which Cargo.toml pins. Checkpoints and stored optima name it, so that it must
/// be the same in a build without Cargo.lock.
const BURN_FLEX: &str = "0.22.1";

impl OpenedDevice {
    /// The CPU, through Burn: for networks without kernels of their own. The job says why the CPU.
    pub(super) fn cpu() -> Self {
        Self {
            device: Device::flex(),
            name: CPU.to_owned(),
            // Its numbers depend on its version and on the processor's instructions, among which it chooses by itself.
            backend: format!("burn-flex {BURN_FLEX}, {}", Instructions::best()),
            reason: String::new(),
            portions: CPU_PORTIONS,
        }
    }
}

/// The device to compute on.
#[derive(Debug, Clone)]
pub enum ChosenDevice {
    /// The CPU, which needs no opening.
    Cpu {
        /// Why the CPU, as text.
        reason: String,
    },
    /// A GPU.
    Gpu(OpenedDevice),
}

impl ChosenDevice {
    /// The GPU; `None` if the CPU was chosen.
    pub fn gpu(self) -> Option<OpenedDevice> {
        match self {
            Self::Cpu { .. } => None,
            Self::Gpu(opened) => Some(opened),
        }
    }

    /// Why this one, as text.
    pub fn reason(&self) -> &str {
        match self {
            Self::Cpu { reason } => reason,
            Self::Gpu(opened) => &opened.reason,
        }
    }
}

/// Opens the chosen device.
///
/// `Auto` takes a hardware GPU if there is one, else the CPU; never a software GPU, which runs on the CPU and is far
/// slower than the CPU code. A job then finds out whether the GPU is faster than the CPU.
///
/// # Errors
/// When a GPU was requested by name and there is none, or it does not start.
pub async fn open_device(choice: DeviceChoice) -> Result<ChosenDevice, DeviceError> {
    if choice == DeviceChoice::Cpu {
        return Ok(ChosenDevice::Cpu { reason: "it was requested".to_owned() });
    }
    open_among(&find_adapters().await, choice).await
}

/// Opens the hardware GPU with this name, or what `Auto` takes if it is unavailable.
pub(super) async fn open_again(name: &str) -> Result<ChosenDevice, DeviceError> {
    let mut search = find_adapters().await;
    search.adapters.sort_by_key(|adapter| adapter.name != name);
    Ok(match open_among(&search, DeviceChoice::Auto).await? {
        ChosenDevice::Gpu(opened) if opened.name == name => {
            ChosenDevice::Gpu(OpenedDevice { reason: BEGUN_ON_IT.to_owned(), ..opened })
        }
        other => other,
    })
}

async fn open_among(search: &Search, choice: DeviceChoice) -> Result<ChosenDevice, DeviceError> {
    let wants_software = choice == DeviceChoice::SoftwareGpu;
    let found = search.adapters.iter().find_map(|adapter| {
        let kind = adapter.kind.as_ref().filter(|_| adapter.is_software == wants_software)?;
        Some((adapter, kind))
    });
    let remark = search.remark.clone();
    match (choice, found) {
        (DeviceChoice::Auto, None) => Ok(ChosenDevice::Cpu { reason: remark }),
        (DeviceChoice::SoftwareGpu, None) => Err(DeviceError::NoSoftwareGpu(remark)),
        (_, None) => Err(DeviceError::NoGpu(remark)),
        (DeviceChoice::Auto, Some((adapter, kind))) => {
            match start(adapter, kind, search, "a hardware GPU is available").await {
                Err(error) => Ok(ChosenDevice::Cpu { reason: why_not(error) }),
                Ok(opened) => Ok(ChosenDevice::Gpu(opened)),
            }
        }
        (_, Some((adapter, kind))) => {
            start(adapter, kind, search, "it was requested").await.map(ChosenDevice::Gpu)
        }
    }
}

/// Why the CPU computes instead of a GPU that was found. The advice of the error has then been followed.
fn why_not(error: DeviceError) -> String {
    match error {
        DeviceError::Start { name, reason } => format!("the GPU {name} did not start: {reason}"),
        error => without_advice(&error.to_string()).to_owned(),
    }
}

async fn start(
    adapter: &Adapter,
    kind: &DeviceKind,
    search: &Search,
    reason: &str,
) -> Result<OpenedDevice, DeviceError> {
    let device = shared_device(kind)
        .await
        .map_err(|reason| DeviceError::Start { name: adapter.name.clone(), reason })?;
    Ok(OpenedDevice {
        device,
        name: adapter.name.clone(),
        backend: format!("burn-wgpu, {}", adapter.backend),
        reason: reason.to_owned(),
        portions: search.portions,
    })
}

/// Started devices. A process can start each only once; later jobs share it.
static STARTED: Mutex<Vec<(DeviceKind, Device)>> = Mutex::new(Vec::new());

async fn shared_device(kind: &DeviceKind) -> Result<Device, String> {
    let find = |started: &[(DeviceKind, Device)]| {
        started.iter().find(|(started, _)| started == kind).map(|(_, device)| device.clone())
    };
    let start = Device::wgpu_options().device_kind(kind.clone()).init_async();
    let started = || STARTED.lock().unwrap_or_else(PoisonError::into_inner);
    // Natively a second thread waits for the first to start it; a worker of the page has a single thread.
    #[cfg(not(target_arch = "wasm32"))]
    {
        let mut started = started();
        if let Some(device) = find(&started) {
            return Ok(device);
        }
        let device = pollster::block_on(start).map_err(|error| error.to_string())?;
        started.push((kind.clone(), device.clone()));
        Ok(device)
    }
    #[cfg(target_arch = "wasm32")]
    {
        if let Some(device) = find(&started()) {
            return Ok(device);
        }
        let device = start.await.map_err(|error| error.to_string())?;
        started().push((kind.clone(), device.clone()));
        Ok(device)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_of_the_backend_for_the_cpu_is_the_one_that_is_built() {
        let lock = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.lock")).unwrap();
        let package = format!("name = \"burn-flex\"\nversion = \"{BURN_FLEX}\"\n");
        assert!(
            lock.replace('\r', "").contains(&package),
            "Cargo.lock has another burn-flex than {BURN_FLEX}"
        );
    }

    #[test]
    fn a_reason_for_the_cpu_advises_nothing() {
        let failed = DeviceError::Start { name: "a card".to_owned(), reason: "no memory".to_owned() };
        assert_eq!(why_not(failed), "the GPU a card did not start: no memory");
        assert_eq!(why_not(DeviceError::NoGpu("none".to_owned())), "no GPU is available: none");
    }
}
