//! The choice of a device: the CPU, or a GPU through wgpu, with the reason in words.

#[cfg(not(target_arch = "wasm32"))]
mod native;
#[cfg(target_arch = "wasm32")]
mod web;

#[cfg(not(target_arch = "wasm32"))]
use native::{CPU_PORTIONS, find_adapters};
#[cfg(target_arch = "wasm32")]
use web::{CPU_PORTIONS, find_adapters};

use crate::job::DeviceChoice;
use crate::landscape::Portions;
use burn::tensor::{Device, DeviceKind};

/// A device that cannot be had.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DeviceError {
    /// No hardware GPU.
    #[error("there is no GPU to use: {0}; choose the device `cpu` or `auto`")]
    NoGpu(String),
    /// No software GPU.
    #[error("there is no GPU in software to use: {0}; choose the device `cpu` or `auto`")]
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
    /// How Burn addresses it; none where it cannot.
    kind: Option<DeviceKind>,
    backend: String,
    driver: String,
}

/// A graphics adapter that the machine or the browser offers, whether a job can use it or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedAdapter {
    /// Its name.
    pub name: String,
    /// What kind of adapter it is, in words.
    pub kind: String,
    /// The interface it is driven through, such as Vulkan.
    pub backend: String,
    /// Its driver with version; empty where that is not told.
    pub driver: String,
    /// Whether it is a program on the processor.
    pub is_software: bool,
    /// Whether a job can use it.
    pub is_usable: bool,
}

impl From<Adapter> for ListedAdapter {
    fn from(adapter: Adapter) -> Self {
        let kind = match adapter.kind {
            _ if adapter.is_software => "in software",
            Some(DeviceKind::DiscreteGpu(_)) => "a card of its own",
            Some(DeviceKind::IntegratedGpu(_)) => "part of the processor",
            Some(DeviceKind::VirtualGpu(_)) => "virtual",
            _ => "of another kind",
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

/// All graphics adapters, hardware or software, the ones that [`open_device`] prefers first.
pub async fn list_adapters() -> Vec<ListedAdapter> {
    find_adapters().await.adapters.into_iter().map(ListedAdapter::from).collect()
}

/// What a look for adapters brought.
struct Search {
    adapters: Vec<Adapter>,
    /// Why there is not more, in words.
    remark: String,
    portions: Portions,
}

/// A device ready for work.
#[derive(Debug, Clone)]
pub struct OpenedDevice {
    /// Burn's handle.
    pub device: Device,
    /// The device in words.
    pub name: String,
    /// What drives it.
    pub backend: String,
    /// Why this one, in words.
    pub reason: String,
    /// How it likes its work cut.
    pub portions: Portions,
}

/// The name of the CPU.
const CPU: &str = "CPU";

impl OpenedDevice {
    /// Whether it is the CPU.
    pub fn is_cpu(&self) -> bool {
        self.name == CPU
    }
}

/// Opens the device of one's choice.
///
/// `Auto` takes a hardware GPU where there is one and the CPU elsewhere; never a GPU in software, which is a CPU in
/// disguise and far slower than the CPU itself.
///
/// # Errors
/// When a GPU was asked for by name and there is none, or it does not start.
pub async fn open_device(choice: DeviceChoice) -> Result<OpenedDevice, DeviceError> {
    if choice == DeviceChoice::Cpu {
        return Ok(cpu("it was asked for".to_owned()));
    }
    let search = find_adapters().await;
    let wants_software = choice == DeviceChoice::SoftwareGpu;
    let found = search.adapters.iter().find_map(|adapter| {
        let kind = adapter.kind.as_ref().filter(|_| adapter.is_software == wants_software)?;
        Some((adapter, kind))
    });
    match (choice, found) {
        (DeviceChoice::Auto, None) => Ok(cpu(search.remark)),
        (DeviceChoice::SoftwareGpu, None) => Err(DeviceError::NoSoftwareGpu(search.remark)),
        (_, None) => Err(DeviceError::NoGpu(search.remark)),
        (DeviceChoice::Auto, Some((adapter, kind))) => match start(adapter, kind, &search).await {
            Err(error) => Ok(cpu(error.to_string())),
            opened => opened,
        },
        (_, Some((adapter, kind))) => start(adapter, kind, &search).await,
    }
}

fn cpu(reason: String) -> OpenedDevice {
    OpenedDevice {
        device: Device::flex(),
        name: CPU.to_owned(),
        backend: "burn-flex".to_owned(),
        reason,
        portions: CPU_PORTIONS,
    }
}

async fn start(adapter: &Adapter, kind: &DeviceKind, search: &Search) -> Result<OpenedDevice, DeviceError> {
    let device = shared_device(kind)
        .await
        .map_err(|reason| DeviceError::Start { name: adapter.name.clone(), reason })?;
    Ok(OpenedDevice {
        device,
        name: adapter.name.clone(),
        backend: format!("burn-wgpu, {}", adapter.backend),
        reason: "it is there".to_owned(),
        portions: search.portions,
    })
}

thread_local! {
    /// A runtime can be started once only; later jobs of the same thread share its device.
    static STARTED: std::cell::RefCell<Vec<(DeviceKind, Device)>> = const { std::cell::RefCell::new(Vec::new()) };
}

async fn shared_device(kind: &DeviceKind) -> Result<Device, String> {
    let started = STARTED.with_borrow(|started| {
        started.iter().find(|(started, _)| started == kind).map(|(_, device)| device.clone())
    });
    if let Some(device) = started {
        return Ok(device);
    }
    let device = Device::wgpu_options()
        .device_kind(kind.clone())
        .init_async()
        .await
        .map_err(|error| error.to_string())?;
    STARTED.with_borrow_mut(|started| started.push((kind.clone(), device.clone())));
    Ok(device)
}
