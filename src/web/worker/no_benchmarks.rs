//! A worker without networks has no benchmarks, because most benchmarks are of networks.

/// Measures nothing.
pub(super) async fn measure(_beginning: &str) {}
