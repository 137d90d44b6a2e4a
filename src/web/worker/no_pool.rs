//! A worker for the wedges has no pool, because its jobs take seconds.

use crate::pool::StartWorkers;
use js_sys::Uint8Array;

/// No membership in a pool.
#[derive(Default)]
pub(super) struct PoolMembership;

impl PoolMembership {
    /// Does nothing.
    pub(super) async fn obey(&self, _order: Uint8Array) {}
}

/// No pool.
pub(super) fn of_most(_workers: Option<usize>) -> Option<Box<dyn StartWorkers>> {
    None
}
