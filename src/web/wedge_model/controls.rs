//! What is under the figure: play, step, start again, other starts, another learning rate.

use super::model::Model;
use crate::three_sheets::LEARNING_RATES;
use crate::web::slider::{Slider, show_number};
use leptos::html::Input;
use leptos::prelude::*;

/// New seeds are drawn from so many, so that they are short enough to be told to someone.
const NEW_SEEDS: f64 = 10_000.0;

/// The controls of the descents.
#[component]
pub(super) fn Controls(model: Model) -> impl IntoView {
    let play_or_pause = move |_| if model.is_playing() { model.pause() } else { model.play() };
    let new_seed = move |_| model.choose_seed((js_sys::Math::random() * NEW_SEEDS) as u32);
    view! {
        <div class="controls">
            <div class="buttons">
                <button type="button" class="main" on:click=play_or_pause>
                    {move || if model.is_playing() { "Pause" } else { "Play" }}
                </button>
                <button type="button" on:click=move |_| model.take_step()>"Step"</button>
                <button type="button" on:click=move |_| model.restart()>"Restart"</button>
            </div>
            <div class="buttons">
                <Seed model/>
                <button type="button" on:click=new_seed>"New seed"</button>
            </div>
            <Slider
                label="Learning rate" id="wedge-learning-rate" value=model.learning_rate
                range=LEARNING_RATES step=0.02 digits=2
                on_number=move |rate| model.choose_learning_rate(rate)
            />
        </div>
        <p class="status" role="status">{move || model.status.get()}</p>
    }
}

#[component]
fn Seed(model: Model) -> impl IntoView {
    let refused = RwSignal::new(false);
    let field = NodeRef::<Input>::new();
    show_number(field, Signal::derive(move || f64::from(model.seed.get())), 0, refused);
    let take = move |event| {
        if let Ok(seed) = event_target_value(&event).parse() {
            refused.set(false);
            model.choose_seed(seed);
        }
    };
    let check = move |event| refused.set(event_target_value(&event).parse::<u32>().is_err());
    view! {
        <div class="field">
            <label for="wedge-seed">"Seed"</label>
            <input
                type="number" id="wedge-seed" min="0" max=u32::MAX step="1" node_ref=field
                aria-describedby="wedge-seed-range"
                aria-invalid=move || refused.get().to_string()
                on:input=take on:change=check
            />
            <p class="refusal" id="wedge-seed-range" hidden=move || !refused.get()>
                {format!("Give a whole number from 0 to {}.", u32::MAX)}
            </p>
        </div>
    }
}
