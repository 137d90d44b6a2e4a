//! The toy landscape.
/// The toy.
pub struct Wedges;
