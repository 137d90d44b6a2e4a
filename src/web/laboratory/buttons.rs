//! The buttons that run a job.

use super::model::{Ground, Model, Phase};
use leptos::prelude::*;

/// Train, pause, step, reset, interpolate.
#[component]
pub(super) fn Buttons(model: Model) -> impl IntoView {
    let is_paused = move || model.phase.get() == Phase::Paused;
    let can_pause = move || matches!(model.phase.get(), Phase::Running | Phase::Paused);
    let can_step = move || model.is_free() || is_paused();
    let seeds = move || {
        let seed = model.settings.seed();
        format!("{seed} and {}", seed + 1.0)
    };
    let is_network = move || model.ground.get() == Ground::Network;
    let begin = move |_| match model.ground.get_untracked() {
        Ground::Network => model.train(),
        Ground::Wedges => model.run_on_wedges(),
    };
    view! {
        <div class="buttons">
                <button type="button" class="main" disabled=move || !model.is_free() on:click=begin>
                    {move || if is_network() { "Train" } else { "Run" }}
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
                <button
                    type="button" aria-describedby="interpolate-hint" disabled=move || !model.is_free()
                    hidden=move || !is_network() on:click=move |_| model.interpolate()
                >
                    "Interpolate"
                </button>
        </div>
        <p class="hint" id="interpolate-hint" hidden=move || !is_network()>
            "Interpolate trains two networks with these settings, from the seeds "{seeds}
            ", and measures the loss on the straight line between them. Beside it the same is done on the wedge model."
        </p>
    }
}
