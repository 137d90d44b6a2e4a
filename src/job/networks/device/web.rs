//! In a browser there is one adapter, or none.

use super::{Adapter, Search};
use crate::job::networks::adapter;
use crate::landscape::Portions;
use burn::tensor::DeviceKind;

/// How the work of the CPU is divided.
pub(super) const CPU_PORTIONS: Portions = Portions::BROWSER_CPU;

pub(super) async fn find_adapters() -> Search {
    let (adapters, remark) = match adapter::Adapter::find().await {
        Ok(adapter) => {
            let remark = adapter.remark();
            let adapter = Adapter {
                name: adapter.name,
                is_software: adapter.is_software,
                kind: Some(DeviceKind::DefaultDevice),
                backend: "WebGPU".to_owned(),
                driver: String::new(),
            };
            (vec![adapter], remark)
        }
        Err(remark) => (Vec::new(), remark),
    };
    Search { adapters, remark, portions: Portions::BROWSER_GPU }
}
