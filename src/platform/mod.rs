//! Everything that differs between a browser and other platforms, behind one set of names.

#[cfg(all(feature = "cli", not(target_arch = "wasm32")))]
mod file_lock;
#[cfg(all(feature = "cli", not(target_arch = "wasm32")))]
mod folder;
#[cfg(not(target_arch = "wasm32"))]
mod native;
pub(crate) mod parallel;
#[cfg(not(target_arch = "wasm32"))]
mod shell_word;
#[cfg(not(target_arch = "wasm32"))]
mod system_cause;
#[cfg(target_arch = "wasm32")]
mod web;

#[cfg(all(feature = "cli", not(target_arch = "wasm32")))]
pub(crate) use file_lock::FileLock;
#[cfg(all(feature = "cli", not(target_arch = "wasm32")))]
pub(crate) use folder::sync_folder;
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use native::{breathe, host, processor, start_time, threads, wait_briefly};
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use shell_word::shell_word;
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use system_cause::system_cause;
#[cfg(all(feature = "cli", not(target_arch = "wasm32")))]
pub(crate) use system_cause::without_number;
#[cfg(target_arch = "wasm32")]
pub(crate) use web::{breathe, host, processor, start_time, threads, wait_briefly};
