//! The buttons that run a job.

use super::model::Model;
use super::state::{Ground, Phase};
use leptos::prelude::*;

/// The buttons Train or Run, Pause, Step and Reset.
#[component]
pub(super) fn Buttons(model: Model) -> impl IntoView {
    let is_paused = move || model.phase.get() == Phase::Paused;
    let can_pause = move || matches!(model.phase.get(), Phase::Running | Phase::Paused);
    let can_step = move || model.is_free() || is_paused();
    let trains = move || model.ground.get() == Ground::Network && model.settings.preset.get().is_training();
    // A disabled button would lose the keyboard focus, so these stay enabled and do nothing.
    let begin = move |_| match model.ground.get_untracked() {
        _ if !untrack(|| model.is_free()) => {}
        Ground::Network => model.run_on_network(),
        Ground::Wedges => model.run_on_wedges(),
    };
    let step = move |_| {
        if untrack(can_step) {
            model.step();
        }
    };
    let is_ending = move || model.phase.get() == Phase::Ending;
    let reset = move |_| {
        if !untrack(is_ending) {
            model.reset();
        }
    };
    let unless = |can: bool| (!can).to_string();
    view! {
        <div class="buttons">
                <button type="button" class="main" aria-disabled=move || unless(model.is_free()) on:click=begin>
                    {move || if trains() { "Train" } else { "Run" }}
                </button>
                <button type="button" aria-disabled=move || unless(can_pause()) on:click=move |_| model.pause_or_resume()>
                    {move || if is_paused() { "Resume" } else { "Pause" }}
                </button>
                <button type="button" aria-disabled=move || unless(can_step()) on:click=step>"Step"</button>
                <button
                    type="button" aria-disabled=move || unless(!is_ending()) on:click=reset
                >
                    "Reset"
                </button>
        </div>
    }
}
