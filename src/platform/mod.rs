//! What differs between a browser and everywhere else, behind one set of names.

#[cfg(not(target_arch = "wasm32"))]
mod native;
#[cfg(target_arch = "wasm32")]
mod web;

#[cfg(not(target_arch = "wasm32"))]
pub(crate) use native::{breathe, host, is_without_locks, processor, start_time, threads, wait_briefly};
#[cfg(target_arch = "wasm32")]
pub(crate) use web::{breathe, host, processor, start_time, threads, wait_briefly};
