//! The progress of the job, its device, and its last status.

use super::model::Model;
use super::names::landscape as landscape_name;
use super::state::{Phase, Setting};
use crate::web::page::mathematics::time_left;
use crate::web::page::shown::shown;
use leptos::prelude::*;

/// Status, progress, device and speed.
#[component]
pub(super) fn ProgressReport(model: Model) -> impl IntoView {
    let is_under_way = move || {
        matches!(model.phase.get(), Phase::Preparing | Phase::Running | Phase::Paused | Phase::Ending)
    };
    view! {
        <p class="status job" role="status" class:failed=move || model.phase.get() == Phase::Failed>
            {move || model.status.get()}
        </p>
        <p class="notice mishap" role="alert">{move || model.mishap.get()}</p>
        {move || model.can_go_on_from.get().map(|step| view! {
            <div class="buttons">
                <button type="button" on:click=move |_| model.go_on()>{format!("Resume from step {step}")}</button>
            </div>
        })}
        {shown(is_under_way, move || view! {
            <Bar model/>
        })}
        {move || model.setting.get().map(|setting| view! { <Device setting/> })}
    }
}

#[component]
fn Bar(model: Model) -> impl IntoView {
    let share = move || model.progress.get().share;
    let speed = move || {
        let images = model.progress.get().images_per_second;
        images.map(|images| format!("{} images per second", rounded(images)))
    };
    let left = move || model.progress.get().seconds_left.map(time_left);
    let words = move || [speed(), left()].into_iter().flatten().collect::<Vec<_>>().join(", ");
    view! {
        <div class="progress">
            <progress max="1" aria-label="Progress of the job" prop:value=share>
                {move || format!("{:.0} %", 100.0 * share())}
            </progress>
            <span class="number">{words}</span>
        </div>
    }
}

/// The device, why it was chosen, and the landscape.
#[component]
fn Device(setting: Setting) -> impl IntoView {
    let Setting { device, reason, landscape } = setting;
    view! {
        <p class="device">
            "Device: "<b>{device}</b>", because "{reason}". Landscape: "{landscape_name(&landscape)}"."
        </p>
    }
}

/// Above the speed of any computer.
const FASTEST: f64 = 1e12;

/// Rounds a speed to three significant digits.
fn rounded(speed: f64) -> f64 {
    let mut unit = 1.0;
    while speed.min(FASTEST) >= 1000.0 * unit {
        unit *= 10.0;
    }
    (speed / unit).round() * unit
}
