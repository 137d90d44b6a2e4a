//! The buttons that run a job.

use super::model::{Model, Phase};
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
    view! {
        <div class="buttons">
                <button type="button" class="main" disabled=move || !model.is_free() on:click=move |_| model.train()>
                    "Train"
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
                    on:click=move |_| model.interpolate()
                >
                    "Interpolate"
                </button>
        </div>
        <p class="hint" id="interpolate-hint">
            "Interpolate trains two networks with these settings, from the seeds "{seeds}
            ", and measures the loss on the straight line between them. Beside it the same is done on the wedge model."
        </p>
    }
}
