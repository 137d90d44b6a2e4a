//! Numbers as text, with as many digits as are meaningful.

pub(super) use crate::web::page::sentence::{sentence, with_capital};

use serde_json::Value;

/// A sentence on where a job diverged and what helps; `None` if its result did not diverge.
pub(super) fn divergence(result: &Value) -> Option<String> {
    let step = result["diverged"]["step"].as_u64()?;
    Some(format!(
        "The descent diverged: the loss became NaN or infinite after step {step}. Lower the learning rate."
    ))
}

/// A loss.
pub(super) fn loss(value: f64) -> String {
    match value.abs() {
        small if small > 0.0 && small < 0.001 => format!("{value:.1e}"),
        large if large >= 1000.0 => format!("{value:.3e}"),
        _ => format!("{value:.3}"),
    }
}

/// A share as per cent.
pub(super) fn per_cent(share: f64) -> String {
    format!("{:.1}\u{a0}%", 100.0 * share)
}

/// A duration, as text.
pub(super) fn duration(seconds: f64) -> String {
    match seconds {
        short if short < 9.95 => format!("{short:.1} s"),
        middling if middling < 120.0 => format!("{middling:.0} s"),
        long => format!("{:.1} min", long / 60.0),
    }
}
