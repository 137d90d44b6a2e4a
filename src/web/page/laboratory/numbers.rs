//! Numbers as text, with as many digits as are meaningful; and messages as sentences.

use serde_json::Value;

/// A message of the program, such as an error, as a sentence: with an initial capital and one full stop. A leading file
/// name stays as it is.
pub(super) fn sentence(words: &str) -> String {
    let words = words.trim_end_matches('.');
    if words.split(' ').next().is_some_and(|first| first.contains('.')) {
        return format!("{words}.");
    }
    format!("{}.", with_capital(words))
}

/// The words with an initial capital.
pub(super) fn with_capital(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}", letters.as_str())
}

/// A sentence on where a job diverged and what helps; `None` if its result did not diverge.
pub(super) fn divergence(result: &Value) -> Option<String> {
    let step = result["diverged"]["step"].as_u64()?;
    Some(format!("The training diverged after step {step}: lower the learning rate."))
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
