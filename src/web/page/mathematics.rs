//! Numbers as text.

/// A loss with as many digits as are meaningful here.
pub(super) fn loss(value: f64) -> String {
    format!("{value:.3}")
}
