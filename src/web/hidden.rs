//! What the address wants: one figure alone (`?embed=tunnel`), or figures without some of their controls
//! (`?hide=D,seed`), so that a teacher can make exercises from links.

use leptos::prelude::window;

/// The chapter that is to be shown alone, if one is.
pub(super) fn embedded() -> Option<String> {
    query("embed")
}

/// Whether a control is to be left out: named by its short key, or one of `play`, `seed`, `files`.
pub(super) fn is_hidden(key: &str) -> bool {
    query("hide").is_some_and(|hidden| hidden.split(',').any(|name| name == key))
}

/// What stands behind a name in the address's query.
fn query(name: &str) -> Option<String> {
    let search = window().location().search().ok()?;
    let parts = search.trim_start_matches('?').split('&');
    parts.filter_map(|part| part.split_once('=')).find(|(known, _)| *known == name).map(|(_, value)| {
        // A comma may have been written as its code.
        value.replace("%2C", ",").replace("%2c", ",")
    })
}
