//! Outside a browser, the graphics drivers list their adapters.

use super::{Adapter, Search};
use crate::landscape::Portions;
use burn::tensor::DeviceKind;
use burn::tensor::wgpu::wgpu::{Backends, DeviceType, Instance, InstanceDescriptor};

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
    let remark = match adapters.iter().find(|adapter| adapter.is_software) {
        Some(software) => format!("the only graphics adapter, {}, is a software one", software.name),
        None => "the graphics drivers list no adapter".to_owned(),
    };
    Search { adapters, remark, portions: Portions::GPU }
}
