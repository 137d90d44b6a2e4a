//! Parts of the page that are shown on a condition.

use leptos::prelude::*;

/// A part of the page that is shown while `when` returns true.
///
/// Leptos has `<Show>` for this; its type erasure would make the page 2 % larger.
pub(super) fn shown<V: IntoView + 'static>(
    when: impl Fn() -> bool + Send + Sync + 'static,
    part: impl Fn() -> V + Send + 'static,
) -> impl IntoView {
    // The part is rebuilt only when the condition changes.
    let when = Memo::new(move |_| when());
    move || when.get().then(&part)
}
