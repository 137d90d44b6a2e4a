//! What the address wants: one figure alone (`?embed=tunnel`), or figures without some of their controls
//! (`?hide=D,seed`), so that a teacher can make exercises from links; and how many workers a job may have.

use leptos::prelude::window;

/// The chapter that is to be shown alone, if one is.
pub(super) fn embedded() -> Option<String> {
    query("embed")
}

/// Whether a control is to be left out: named by its short key, or one of `play`, `seed`, `files`.
pub(super) fn is_hidden(key: &str) -> bool {
    query("hide").is_some_and(|hidden| hidden.split(',').any(|name| name == key))
}

/// How many workers may share a job, where the address says so (`?workers=2`): by default as many as there are cores.
pub(super) fn workers() -> Option<usize> {
    query("workers")?.parse().ok()
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
