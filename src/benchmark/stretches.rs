//! Times stretches of work.

use crate::numerics::statistics::quantile;
use web_time::Instant;

/// The number of stretches that the time is divided into.
const STRETCHES: f64 = 5.0;

/// Amounts per second, or durations in seconds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rates {
    /// In the best stretch.
    pub(super) best: f64,
    /// The median of the stretches.
    pub(super) median: f64,
}

impl Rates {
    /// From amounts per second.
    fn of(rates: &[f64]) -> Self {
        Self { best: rates.iter().copied().fold(0.0, f64::max), median: quantile(rates, 0.5) }
    }

    /// From seconds.
    pub(super) fn of_seconds(seconds: &[f64]) -> Self {
        Self { best: seconds.iter().copied().fold(f64::INFINITY, f64::min), median: quantile(seconds, 0.5) }
    }
}

/// How often per second the work is done. `work` does it the given number of times per call.
pub(super) async fn rates<E>(
    seconds: f64,
    mut work: impl AsyncFnMut(usize) -> Result<(), E>,
) -> Result<Rates, E> {
    let stretch = seconds / STRETCHES;
    let mut times = 1;
    let mut rates = Vec::new();
    let began = Instant::now();
    loop {
        let start = Instant::now();
        work(times).await?;
        let took = start.elapsed().as_secs_f64().max(1e-9);
        // A call too short to time well only shows how much work a stretch needs.
        if took < 0.5 * stretch && began.elapsed().as_secs_f64() < seconds {
            times = (times as f64 * (stretch / took).clamp(1.5, 16.0)).ceil() as usize;
            continue;
        }
        rates.push(times as f64 / took);
        if began.elapsed().as_secs_f64() >= seconds {
            return Ok(Rates::of(&rates));
        }
    }
}
