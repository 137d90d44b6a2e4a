//! Links to a figure, and HTML snippets that embed it in another page.

use super::address_bar;
use super::copying::copy;
use super::hidden::is_hidden;
use leptos::prelude::*;

/// The buttons that copy the link and the snippet. `said` receives the outcome.
#[component]
pub(super) fn LinkButtons(
    /// The chapter of the figure.
    chapter: &'static str,
    /// The status text.
    said: RwSignal<String>,
) -> impl IntoView {
    view! {
        <button type="button" on:click=move |_| copy_and_say("Link", address_bar::link(chapter), said)>"Copy link"</button>
        <button type="button" on:click=move |_| copy_and_say("Snippet", address_bar::snippet(chapter), said)>
            "Copy snippet for embedding"
        </button>
    }
}

/// Notes on using the snippet.
#[component]
pub(super) fn EmbeddingHint() -> impl IntoView {
    view! {
        <p class="hint">
            "The embedded page posts its height to the page around it. If the frame has a "<code>"sandbox"</code>
            " attribute, it must contain "<code>"allow-scripts allow-same-origin"</code>"."
        </p>
    }
}

/// How to leave out controls in the snippet of a computed chapter.
#[component]
pub(super) fn HidingHint() -> impl IntoView {
    view! {
        <p class="hint">
            "To hide controls in the snippet, add "<code>"&hide=play,seed"</code>" after "<code>"?embed=…"</code>"."
        </p>
    }
}

/// Links to a figure that has no files to download.
#[component]
pub(super) fn Links(
    /// The chapter of the figure.
    chapter: &'static str,
) -> impl IntoView {
    let said = RwSignal::new(String::new());
    (!is_hidden("files")).then(|| {
        view! {
            <details class="taking-away">
                <summary>"Links"</summary>
                <div class="buttons"><LinkButtons chapter said/></div>
                <p class="status" role="status">{move || said.get()}</p>
                <EmbeddingHint/>
            </details>
        }
    })
}

/// Copies a text, and says that it was copied. If copying fails, it says so and shows the text, which can be selected.
pub(super) fn copy_and_say(what: &'static str, text: String, said: RwSignal<String>) {
    leptos::task::spawn_local(async move {
        said.set(match copy(&text).await {
            true => format!("{what} copied."),
            false => format!("The browser does not allow copying. Copy this: {text}"),
        });
    });
}
