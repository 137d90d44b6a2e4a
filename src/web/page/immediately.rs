//! The host's landscapes are ready at once; this takes their answer without waiting for a turn of the event loop.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

/// A landscape that should answer at once did not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the landscape did not answer at once; reload the page")]
pub(super) struct Waiting;

/// The output of a future that is ready at its first poll.
///
/// Landscapes are asynchronous because devices are. The wedges in three dimensions use no device and wait for nothing.
///
/// # Errors
/// If the future is pending; then it is dropped.
pub(super) fn immediately<F: Future>(future: F) -> Result<F::Output, Waiting> {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => Ok(output),
        Poll::Pending => Err(Waiting),
    }
}
