//! The controls below the figure: Play, Step, Restart, the seed of the starts, and the learning rate.

use super::model::Model;
use crate::teaching::chapter::outline::Scale;
use crate::teaching::three_sheets::LEARNING_RATES;
use crate::web::page::seed::Seed;
use crate::web::page::slider::Slider;
use leptos::prelude::*;

/// The controls of the descents.
#[component]
pub(super) fn Controls(model: Model) -> impl IntoView {
    let play_or_pause = move |_| if model.is_playing() { model.pause() } else { model.play() };
    view! {
        <div class="controls">
            <div class="buttons">
                <button type="button" class="main" on:click=play_or_pause>
                    {move || if model.is_playing() { "Pause" } else { "Play" }}
                </button>
                <button type="button" on:click=move |_| model.take_step()>"Step"</button>
                <button type="button" on:click=move |_| model.restart()>"Restart"</button>
            </div>
            <Seed id="sheets-seed".to_owned() seed=model.seed on_seed=move |seed| model.choose_seed(seed)/>
            <Slider
                label="Learning rate" unit="" id="sheets-learning-rate".to_owned() value=model.learning_rate
                numbers=LEARNING_RATES step=0.02 scale=Scale::Linear
                on_number=move |rate| model.choose_learning_rate(rate)
            />
        </div>
        <p class="status" role="status">{move || model.status.get()}</p>
    }
}
