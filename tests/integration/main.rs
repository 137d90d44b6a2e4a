//! Every integration test, in one program: it links Burn and its GPU runtime once.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod chapters;
mod damaged_files;
mod data;
mod descent;
mod fetch;
mod figures;
mod fixtures;
mod jobs;
mod kernels;
mod malformed_folders;
#[cfg(feature = "compute")]
mod network;
mod network_tunnels;
mod numerics;
mod own_landscape;
mod program;
mod readers;
mod reference;
mod skipped;
mod toy_cuts;
mod toy_large;
mod toy_probes;
mod toy_tunnels;
mod wedges;
#[cfg(feature = "compute")]
mod wedges_on_device;
