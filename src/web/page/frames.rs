//! A callback in every animation frame, for as long as there is something to do.

use leptos::prelude::request_animation_frame;
use std::time::Duration;
use web_time::Instant;

/// A frame that comes later than this was held back (by another tab, a breakpoint); the lost time is not made up.
const LONGEST_FRAME: Duration = Duration::from_millis(100);

/// Calls `tick` in every frame with the time since the last one, until it returns `None`.
pub(super) fn each_frame(tick: impl FnMut(Duration) -> Option<()> + 'static) {
    request_animation_frame(move || next_frame(tick, Instant::now()));
}

fn next_frame(mut tick: impl FnMut(Duration) -> Option<()> + 'static, last: Instant) {
    let now = Instant::now();
    if tick((now - last).min(LONGEST_FRAME)).is_some() {
        request_animation_frame(move || next_frame(tick, now));
    }
}
