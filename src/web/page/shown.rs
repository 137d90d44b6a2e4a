//! Parts of the page that are there only at times.

use leptos::prelude::*;

/// A part of the page while `when` says so.
///
/// Leptos has `<Show>` for that; the erased types that it needs would make the page larger by a fiftieth.
pub(super) fn shown<V: IntoView + 'static>(
    when: impl Fn() -> bool + Send + Sync + 'static,
    part: impl Fn() -> V + Send + 'static,
) -> impl IntoView {
    // The part is made anew only when the answer changes.
    let when = Memo::new(move |_| when());
    move || when.get().then(&part)
}
