//! Labelled native fields for choices.

use leptos::prelude::*;

/// The id of a label's element, unique on the page.
pub(super) fn element_name(label: &str) -> String {
    label.to_ascii_lowercase().replace(' ', "-")
}

/// One of a few named choices.
#[component]
pub(super) fn Choice(
    /// Its name, as shown and as read aloud.
    label: &'static str,
    /// An id for the element, unique on the page.
    id: String,
    /// The value of the chosen option.
    value: Signal<String>,
    /// The value and the name of each option.
    options: Signal<Vec<(String, String)>>,
    /// Receives the value that the reader chooses.
    on_choice: Callback<String>,
) -> impl IntoView {
    let choices = move || {
        options
            .get()
            .into_iter()
            .map(|(name, shown)| {
                let is_chosen = {
                    let name = name.clone();
                    move || value.get() == name
                };
                view! { <option value=name selected=is_chosen.clone() prop:selected=is_chosen>{shown}</option> }
            })
            .collect_view()
    };
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <select id=id on:change=move |event| on_choice.run(event_target_value(&event))>{choices}</select>
        </div>
    }
}
