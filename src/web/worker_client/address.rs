//! The address of a worker's program.

use js_sys::Reflect;
use web_sys::window;

/// The address of the script that starts this program in a worker; `None` if it is not found.
///
/// One script starts all programs. Its name contains the build: the page finds it in its HTML, and a worker is running
/// that script itself.
pub(super) fn address(program: &str) -> Option<String> {
    let script = match window() {
        Some(window) => {
            let element = window.document()?.query_selector("script[data-worker]").ok()??;
            element.get_attribute("data-worker")
        }
        None => {
            let location = Reflect::get(&js_sys::global(), &"location".into()).ok()?;
            Reflect::get(&location, &"pathname".into()).ok()?.as_string()
        }
    };
    script.map(|script| format!("{script}?program={program}"))
}
