//! Outside a browser, the graphics drivers list their adapters.

use super::{Adapter, Search};
use crate::landscape::Portions;
use burn::tensor::DeviceKind;
use burn::tensor::wgpu::wgpu::{Backends, DeviceType, Instance, InstanceDescriptor};

/// How the work of the CPU is divided.
pub(super) const CPU_PORTIONS: Portions = Portions::CPU;

pub(super) async fn find_adapters() -> Search {
    let instance = Instance::new(InstanceDescriptor {
        backends: Backends::PRIMARY,
        ..InstanceDescriptor::new_without_display_handle()
    });
    let mut counts = [0_usize; 4];
    let mut adapters = Vec::new();
    for adapter in instance.enumerate_adapters(Backends::PRIMARY).await {
        let information = adapter.get_info();
        // Adapters are addressed by kind, with a separate count for each kind.
        let mut next = |kind: usize| {
            counts[kind] += 1;
            counts[kind] - 1
        };
        let kind = match information.device_type {
            DeviceType::DiscreteGpu => Some(DeviceKind::DiscreteGpu(next(0))),
            DeviceType::IntegratedGpu => Some(DeviceKind::IntegratedGpu(next(1))),
            DeviceType::VirtualGpu => Some(DeviceKind::VirtualGpu(next(2))),
            // Only the first software adapter can be addressed.
            DeviceType::Cpu => (next(3) == 0).then_some(DeviceKind::Cpu),
            DeviceType::Other => None,
        };
        adapters.push(Adapter {
            name: information.name,
            is_software: information.device_type == DeviceType::Cpu,
            kind,
            backend: information.backend.to_string(),
            driver: format!("{} {}", information.driver, information.driver_info).trim().to_owned(),
        });
    }
    // A discrete GPU before one that shares the CPU's memory.
    adapters.sort_by_key(|adapter| match adapter.kind {
        Some(DeviceKind::DiscreteGpu(_)) => 0,
        Some(DeviceKind::IntegratedGpu(_)) => 1,
        _ => 2,
    });
    Search { remark: remark(&adapters), adapters, portions: Portions::GPU }
}

/// Why there is no usable adapter of the wanted kind, hardware or software, if there is none.
fn remark(adapters: &[Adapter]) -> String {
    let usable = || adapters.iter().filter(|adapter| adapter.kind.is_some());
    let has_hardware = usable().any(|adapter| !adapter.is_software);
    match usable().find(|adapter| adapter.is_software) {
        _ if adapters.is_empty() => "the graphics drivers list no adapter".to_owned(),
        _ if has_hardware => "every usable graphics adapter is a hardware one".to_owned(),
        Some(software) => format!("the only usable graphics adapter, {}, is a software one", software.name),
        None => "the graphics drivers list no adapter that this program can use".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn adapter(kind: Option<DeviceKind>) -> Adapter {
        Adapter {
            name: "a card".to_owned(),
            is_software: kind == Some(DeviceKind::Cpu),
            kind,
            backend: String::new(),
            driver: String::new(),
        }
    }

    #[test]
    fn a_missing_adapter_is_explained_by_those_that_there_are() {
        let (hardware, software) = (Some(DeviceKind::DiscreteGpu(0)), Some(DeviceKind::Cpu));
        for (kinds, remarked) in [
            (vec![], "the graphics drivers list no adapter"),
            (vec![None], "the graphics drivers list no adapter that this program can use"),
            (vec![None, hardware], "every usable graphics adapter is a hardware one"),
            (vec![None, software], "the only usable graphics adapter, a card, is a software one"),
        ] {
            let adapters: Vec<Adapter> = kinds.into_iter().map(adapter).collect();
            assert_eq!(remark(&adapters), remarked);
        }
    }
}
