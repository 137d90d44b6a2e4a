//! A worker for the wedges computes alone: what it does takes seconds.

use crate::pool::StartWorkers;
use js_sys::Uint8Array;

/// Nothing is shared.
#[derive(Default)]
pub(super) struct Membership;

impl Membership {
    /// Nothing is obeyed.
    pub(super) async fn obey(&self, _order: Uint8Array) {}
}

/// Nobody is started.
pub(super) fn of_most(_workers: Option<usize>) -> Option<Box<dyn StartWorkers>> {
    None
}
