//! The seed of a figure: typed, or a new one at a click.

use super::slider::show_number;
use leptos::html::Input;
use leptos::prelude::*;

/// New seeds are drawn from so many, so that they are short enough to be told to someone.
const NEW_SEEDS: f64 = 10_000.0;

/// A field for the seed, and a button for a new one.
#[component]
pub(super) fn Seed(
    /// A name for the field, unique on the page.
    id: String,
    /// The seed.
    #[prop(into)]
    seed: Signal<u32>,
    /// Hears the seed that the reader chooses.
    #[prop(into)]
    on_seed: Callback<u32>,
) -> impl IntoView {
    let refused = RwSignal::new(false);
    let field = NodeRef::<Input>::new();
    show_number(field, Signal::derive(move || f64::from(seed.get())), 0, refused);
    let take = move |event| {
        if let Ok(seed) = event_target_value(&event).parse() {
            refused.set(false);
            on_seed.run(seed);
        }
    };
    let check = move |event| refused.set(event_target_value(&event).parse::<u32>().is_err());
    let range_id = format!("{id}-range");
    view! {
        <div class="buttons">
            <div class="field">
                <label for=id.clone()>"Seed"</label>
                <input
                    type="number" id=id min="0" max=u32::MAX step="1" node_ref=field
                    aria-describedby=range_id.clone()
                    aria-invalid=move || refused.get().to_string()
                    on:input=take on:change=check
                />
                <p class="refusal" id=range_id hidden=move || !refused.get()>
                    {format!("Give a whole number from 0 to {}.", u32::MAX)}
                </p>
            </div>
            <button type="button" on:click=move |_| on_seed.run((js_sys::Math::random() * NEW_SEEDS) as u32)>
                "New seed"
            </button>
        </div>
    }
}
