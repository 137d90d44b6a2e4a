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
            "The frame of the snippet sends its height to the page around it. "<code>"?hide=play,seed"</code>
            " leaves out controls. If the frame has an attribute "<code>"sandbox"</code>", give it "
            <code>"allow-scripts allow-same-origin"</code>"."
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

/// Copies a text, and says that it was copied. If copying fails, it shows the text itself, which can be selected.
pub(super) fn copy_and_say(what: &'static str, text: String, said: RwSignal<String>) {
    leptos::task::spawn_local(async move {
        said.set(if copy(&text).await { format!("{what} copied.") } else { text });
    });
}
