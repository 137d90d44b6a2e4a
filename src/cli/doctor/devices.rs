//! The graphics adapters, and which device `auto` chooses.

use serde::Serialize;
use std::fmt;

/// The devices that can compute networks.
#[derive(Debug, Serialize)]
pub(super) struct Devices {
    /// All that the drivers list; `None` if GPU support is not built in.
    adapters: Option<Vec<Adapter>>,
    /// What `--device auto` chooses; `None` if GPU support is not built in.
    auto: Option<Choice>,
}

/// A graphics adapter.
#[derive(Debug, Serialize)]
struct Adapter {
    name: String,
    kind: String,
    backend: String,
    driver: String,
    is_software: bool,
    /// Whether `--device gpu` or `--device software-gpu` can use it.
    is_usable: bool,
}

/// A device and the reason for it.
#[derive(Debug, Serialize)]
struct Choice {
    device: String,
    backend: String,
    reason: String,
}

/// Queries the drivers, and opens the device that `auto` chooses.
#[cfg(feature = "compute")]
pub(super) fn look() -> Devices {
    use crate::job::{CPU, ChosenDevice, DeviceChoice, host_backend, list_adapters, open_device};
    use crate::simd::Instructions;
    let adapters = pollster::block_on(list_adapters()).into_iter().map(|adapter| Adapter {
        name: adapter.name,
        kind: adapter.kind,
        backend: adapter.backend,
        driver: adapter.driver,
        is_software: adapter.is_software,
        is_usable: adapter.is_usable,
    });
    let auto = match pollster::block_on(open_device(DeviceChoice::Auto)) {
        Ok(ChosenDevice::Cpu { reason }) => {
            Choice { device: CPU.to_owned(), backend: host_backend(Instructions::in_use()), reason }
        }
        Ok(ChosenDevice::Gpu(opened)) => Choice {
            device: opened.name,
            backend: opened.backend,
            reason: "unless the CPU is faster: a run times both".to_owned(),
        },
        Err(error) => Choice { device: "none".to_owned(), backend: String::new(), reason: error.to_string() },
    };
    Devices { adapters: Some(adapters.collect()), auto: Some(auto) }
}

/// Without GPU support no driver is queried.
#[cfg(not(feature = "compute"))]
pub(super) fn look() -> Devices {
    Devices { adapters: None, auto: None }
}

impl fmt::Display for Devices {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "Graphics adapters")?;
        match self.adapters.as_deref() {
            None => {
                writeln!(formatter, "  not searched: built without GPU support; networks run on the CPU")?
            }
            Some([]) => writeln!(
                formatter,
                "  none found; install a driver for Vulkan, Metal or DirectX 12 to use a GPU"
            )?,
            Some(adapters) => {
                for Adapter { name, kind, backend, driver, is_usable, .. } in adapters {
                    let driver = if driver.is_empty() { "" } else { &format!(", driver {driver}") };
                    let remark = if *is_usable { "" } else { "; cannot be used" };
                    writeln!(formatter, "  {name}: {kind}, {backend}{driver}{remark}")?;
                }
            }
        }
        match &self.auto {
            Some(Choice { device, reason, .. }) => {
                writeln!(formatter, "  --device auto uses {device} ({reason})")
            }
            None => Ok(()),
        }
    }
}
