//! The buttons that run a job.

use super::model::{Ground, Model, Phase};
use leptos::prelude::*;

/// Train or run, pause, step, reset.
#[component]
pub(super) fn Buttons(model: Model) -> impl IntoView {
    let is_paused = move || model.phase.get() == Phase::Paused;
    let can_pause = move || matches!(model.phase.get(), Phase::Running | Phase::Paused);
    let can_step = move || model.is_free() || is_paused();
    let trains = move || model.ground.get() == Ground::Network && model.settings.preset.get().is_training();
    let begin = move |_| match model.ground.get_untracked() {
        Ground::Network => model.run_on_network(),
        Ground::Wedges => model.run_on_wedges(),
    };
    view! {
        <div class="buttons">
                <button type="button" class="main" disabled=move || !model.is_free() on:click=begin>
                    {move || if trains() { "Train" } else { "Run" }}
                </button>
                <button type="button" disabled=move || !can_pause() on:click=move |_| model.pause_or_resume()>
                    {move || if is_paused() { "Resume" } else { "Pause" }}
                </button>
                <button type="button" disabled=move || !can_step() on:click=move |_| model.step()>"Step"</button>
                <button
                    type="button" disabled=move || model.phase.get() == Phase::Ending
                    on:click=move |_| model.reset()
                >
                    "Reset"
                </button>
        </div>
    }
}
