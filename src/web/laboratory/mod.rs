//! The section on a real network: it is trained here, in a worker, and shown while it learns.

mod address_bar;
mod buttons;
mod comparison;
mod controls;
mod download;
mod field;
mod figures;
mod files;
mod hearing;
mod images;
mod model;
mod numbers;
mod outcome;
mod plot;
mod progress;
mod recovery;
mod result_view;
mod settings;
mod toy;

use buttons::Buttons;
use comparison::Comparison;
use controls::Controls;
use figures::Figures;
use files::{Files, OpenedResult};
use leptos::prelude::*;
use model::Model;
use outcome::Outcome;
use progress::ProgressReport;

/// The section.
#[component]
pub(super) fn Laboratory() -> impl IntoView {
    let model = Model::new();
    address_bar::keep_in_step(model.settings, model.address_remark);
    leptos::task::spawn_local(async move { model.local_sets.set(images::local_sets().await) });
    view! {
        <section id="laboratory" aria-labelledby="laboratory-title">
            <h2 id="laboratory-title">"A real network"</h2>
            <p>
                "Is a real network’s landscape like that? Train one here and see. The network of the paper, SimpleCNN,
                has 19,466 weights: its landscape has as many directions, and a training is a walk downhill in it. All
                of it is computed in this browser, on your images or on built-in ones, and nothing leaves this computer."
            </p>
            <div class="bench">
                <div class="run">
                    <Buttons model/>
                    <ProgressReport model/>
                </div>
                <div class="seen">
                    <Figures model/>
                    <Outcome model/>
                </div>
                <div class="chosen">
                    <Controls model/>
                    <Files model/>
                </div>
            </div>
            <Comparison model/>
            <OpenedResult model/>
        </section>
    }
}
