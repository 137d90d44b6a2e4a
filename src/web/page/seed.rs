//! The seed of a figure: a field, and a button for a new one.

use super::number_input::NumberInput;
use crate::settings::Range;
use leptos::prelude::*;

/// The seeds in the page: few digits, so that an address stays short.
pub(super) const SEEDS: Range = Range::Whole(0, u32::MAX as u64);

/// The number of seeds from which a new one is drawn: few, so that it is short enough to pass on.
const NEW_SEEDS: f64 = 10_000.0;

/// A field for the seed, and a button for a new one.
#[component]
pub(super) fn Seed(
    /// An id for the field, unique on the page.
    id: String,
    /// The seed.
    #[prop(into)]
    seed: Signal<u32>,
    /// Receives the seed that the reader chooses.
    #[prop(into)]
    on_seed: Callback<u32>,
) -> impl IntoView {
    view! {
        <div class="buttons">
            <div class="field">
                <label for=id.clone()>"Seed"</label>
                <NumberInput
                    id value=Signal::derive(move || f64::from(seed.get())) numbers=SEEDS step=1.0
                    on_number=move |number| on_seed.run(number as u32)
                />
            </div>
            <button type="button" on:click=move |_| on_seed.run((js_sys::Math::random() * NEW_SEEDS) as u32)>
                "New seed"
            </button>
        </div>
    }
}
