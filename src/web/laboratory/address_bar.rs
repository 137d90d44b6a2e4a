//! The settings in the browser's address bar: whoever is given the address finds the same settings.

use super::settings::Settings;
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

/// Takes the settings from the address, now and whenever the reader changes it, and keeps it true to them from now on.
/// What is wrong with an address is told by `remark`.
pub(super) fn keep_in_step(settings: Settings, remark: RwSignal<Option<String>>) {
    let take = move || remark.set(settings.take_address(&fragment()));
    take();
    // The address may name a place on the page; then the settings stay as they are.
    window_event_listener(ev::hashchange, move |_| {
        if fragment().contains('=') {
            take();
        }
    });
    Effect::new(move || {
        let wanted = settings.address();
        let shown = fragment();
        // A place on the page stays where there are no settings to show instead.
        if wanted != shown && (!wanted.is_empty() || shown.contains('=')) {
            show(&wanted);
        }
    });
}

/// What stands behind the `#`.
fn fragment() -> String {
    let hash = window().location().hash().unwrap_or_default();
    hash.trim_start_matches('#').to_owned()
}

fn show(fragment: &str) {
    let location = window().location();
    let address = match fragment {
        "" => location.pathname().unwrap_or_default() + &location.search().unwrap_or_default(),
        fragment => format!("#{fragment}"),
    };
    // A page that is opened from a file has an address that cannot be changed, and works without.
    if let Ok(history) = window().history() {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&address));
    }
}
