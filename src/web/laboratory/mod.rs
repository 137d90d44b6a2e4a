//! The section on a real network.

use leptos::prelude::*;

/// The same experiments on a real network.
#[component]
pub(super) fn Laboratory() -> impl IntoView {
    view! { <section id="laboratory"></section> }
}
