//! The query of the address: one figure alone (`?embed=tunnel`), figures without some of their controls
//! (`?hide=D,seed`), so that a teacher can make exercises from links, and how many workers a job may use.

use leptos::prelude::window;

/// The chapter to show alone, if any.
pub(super) fn embedded() -> Option<String> {
    query("embed")
}

/// Whether to leave out a control, given by its short key or as one of `play`, `seed`, `files`.
pub(super) fn is_hidden(key: &str) -> bool {
    query("hide").is_some_and(|hidden| hidden.split(',').any(|name| name == key))
}

/// How many workers may share a job, if the address says so (`?workers=2`); by default as many as there are cores.
pub(super) fn workers() -> Option<usize> {
    query("workers")?.parse().ok()
}

/// The value of a name in the address's query.
fn query(name: &str) -> Option<String> {
    let search = window().location().search().ok()?;
    let parts = search.trim_start_matches('?').split('&');
    parts.filter_map(|part| part.split_once('=')).find(|(known, _)| *known == name).map(|(_, value)| {
        // A comma may be percent-encoded.
        value.replace("%2C", ",").replace("%2c", ",")
    })
}
