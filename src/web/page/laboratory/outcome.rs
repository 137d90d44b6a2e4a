//! The result of a job, and its files.

use super::model::Model;
use super::result_view::{Claims, Final, Part, Pictures};
use super::settings::Task;
use crate::web::page::saving::save;
use crate::web::page::shown::shown;
use leptos::prelude::*;

/// The result of the finished job.
#[component]
pub(super) fn Outcome(model: Model) -> impl IntoView {
    let found = move || {
        model.result.get().map(|result| {
            let text = result.to_string();
            let part = if model.task.get_untracked() == Task::Training { Part::Tables } else { Part::Whole };
            view! {
                <div class="outcome">
                    <h3>"Result"</h3>
                    <Final result=result.clone()/>
                    <Claims claims=result["claims"].clone()/>
                    <div class="controls">
                        <div class="buttons">
                            <button
                                type="button"
                                on:click=move |_| save("result.json", "application/json", &text.as_bytes().into())
                            >
                                "Download result.json"
                            </button>
                            <Parameters model/>
                        </div>
                    </div>
                    <Pictures result part/>
                </div>
            }
        })
    };
    view! { {found} }
}

/// The button that downloads the trained weights, if the job was a training.
#[component]
fn Parameters(model: Model) -> impl IntoView {
    let save_parameters = move |_| {
        model.parameters.with(|bytes| {
            if let Some(bytes) = bytes {
                save("theta.safetensors", "application/octet-stream", bytes);
            }
        });
    };
    view! {
        {shown(move || model.parameters.with(Option::is_some), move || view! {
            <button type="button" on:click=save_parameters>"Download parameters (theta.safetensors)"</button>
        })}
    }
}
