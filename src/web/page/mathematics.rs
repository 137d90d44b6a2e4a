//! Numbers as a reader sees them.

/// A loss with as many digits as mean something here.
pub(super) fn loss(value: f64) -> String {
    format!("{value:.3}")
}
