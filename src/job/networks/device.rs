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
    kind: DeviceKind,
    backend: String,
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
    let found = search.adapters.iter().find(|adapter| adapter.is_software == wants_software);
    match (choice, found) {
        (DeviceChoice::Auto, None) => Ok(cpu(search.remark)),
        (DeviceChoice::SoftwareGpu, None) => Err(DeviceError::NoSoftwareGpu(search.remark)),
        (_, None) => Err(DeviceError::NoGpu(search.remark)),
        (DeviceChoice::Auto, Some(adapter)) => match start(adapter, &search).await {
            Err(error) => Ok(cpu(error.to_string())),
            opened => opened,
        },
        (_, Some(adapter)) => start(adapter, &search).await,
    }
}

fn cpu(reason: String) -> OpenedDevice {
    OpenedDevice {
        device: Device::flex(),
        name: "CPU".to_owned(),
        backend: "burn-flex".to_owned(),
        reason,
        portions: CPU_PORTIONS,
    }
}

async fn start(adapter: &Adapter, search: &Search) -> Result<OpenedDevice, DeviceError> {
    let device = shared_device(adapter)
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

async fn shared_device(adapter: &Adapter) -> Result<Device, String> {
    let started = STARTED.with_borrow(|started| {
        started.iter().find(|(kind, _)| *kind == adapter.kind).map(|(_, device)| device.clone())
    });
    if let Some(device) = started {
        return Ok(device);
    }
    let device = Device::wgpu_options()
        .device_kind(adapter.kind.clone())
        .init_async()
        .await
        .map_err(|error| error.to_string())?;
    STARTED.with_borrow_mut(|started| started.push((adapter.kind.clone(), device.clone())));
    Ok(device)
}
