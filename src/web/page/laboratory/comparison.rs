//! The same experiment on the wedges, below what it found on networks.

use super::model::Model;
use super::result_view::{Claims, Part, Pictures};
use super::settings::Task;
use crate::web::page::shown::shown;
use leptos::prelude::*;

/// The wedges' figures and claims, shown once an experiment on networks has been started.
#[component]
pub(super) fn Comparison(model: Model) -> impl IntoView {
    let has_any = move || {
        let is_on_networks = matches!(model.task.get(), Task::OnNetworks(_));
        is_on_networks && (model.toy.result.with(Option::is_some) || model.toy.failure.with(Option::is_some))
    };
    let found = move || {
        model.toy.result.get().map(|result| {
            view! {
                <Pictures result=result.clone() part=Part::Whole/>
                <Claims claims=result["claims"].clone()/>
            }
        })
    };
    view! {
        {shown(has_any, move || view! {
            <section class="outcome" aria-labelledby="on-the-wedges">
                <h3 id="on-the-wedges">"The same on the wedges"</h3>
                <p>
                    "This is the same experiment on the wedge model, whose loss is the distance to the nearest wedge, so
                    the reason for the shape is known. The paper claims that the figures look alike."
                </p>
                {found}
                <p class="refusal">{move || model.toy.failure.get()}</p>
            </section>
        })}
    }
}
