//! The notice that the program has crashed.

use leptos::prelude::document;

/// The hidden element of `index.html` that says so.
const NOTICE: &str = "failure";

/// Shows the notice, and writes the cause to the console, whenever the program panics.
///
/// After a panic the program is gone and nothing on the page responds, so the page must say so.
pub(super) fn report_panics() {
    std::panic::set_hook(Box::new(|information| {
        console_error_panic_hook::hook(information);
        if let Some(notice) = document().get_element_by_id(NOTICE) {
            // There is no way left to report a failure.
            let _ = notice.remove_attribute("hidden");
        }
    }));
}
