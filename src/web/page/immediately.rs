//! The host's landscapes answer at once; this takes the answer without waiting a turn of the browser's loop.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

/// A landscape that was to answer at once did not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the landscape did not answer at once; reload the page")]
pub(super) struct Waiting;

/// What a future gives at the first asking.
///
/// Landscapes are asynchronous because devices are. The wedges in three dimensions are no device and wait for nothing.
///
/// # Errors
/// When the future waits for something; then it is dropped.
pub(super) fn immediately<F: Future>(future: F) -> Result<F::Output, Waiting> {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => Ok(output),
        Poll::Pending => Err(Waiting),
    }
}
