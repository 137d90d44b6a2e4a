//! Numbers as text, the same everywhere on the page.

/// A loss with as many digits as are meaningful here.
pub(super) fn loss(value: f64) -> String {
    format!("{value:.3}")
}

/// The estimated time left.
pub(super) fn time_left(seconds: f64) -> String {
    match seconds {
        soon if soon < 1.5 => "about a second left".to_owned(),
        short if short < 90.0 => format!("about {short:.0} seconds left"),
        long => format!("about {:.0} minutes left", long / 60.0),
    }
}
