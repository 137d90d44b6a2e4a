//! What must be ready when the page is printed.

use super::appearance::wants_to_save_data;
use leptos::prelude::*;
use std::time::Duration;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;

/// After this time figures that have not come into view are drawn, too, because a browser does not wait when it prints.
const QUIET: Duration = Duration::from_secs(5);

/// Calls `draw` when the page is about to be printed, and once before, [`QUIET`] after it has loaded.
pub(super) fn be_ready_to_print(draw: impl Fn() + Copy + 'static) {
    if !wants_to_save_data() {
        set_timeout(draw, QUIET);
    }
    on_page("beforeprint", draw);
}

/// Calls `hear` at every window event of this name.
pub(super) fn on_page(event: &str, hear: impl Fn() + 'static) {
    let heard = Closure::<dyn FnMut()>::new(hear);
    // If this fails, the page only misses the event.
    let _ = window().add_event_listener_with_callback(event, heard.as_ref().unchecked_ref());
    // The page's listeners live as long as the page.
    heard.forget();
}
