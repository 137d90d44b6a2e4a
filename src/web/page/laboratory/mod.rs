//! The laboratory: experiments on networks and on the wedges run in a worker, and are shown while they run.

mod buttons;
mod comparison;
mod controls;
mod field;
mod figures;
mod files;
mod form;
mod hearing;
mod images;
mod model;
mod names;
mod numbers;
mod offered_names;
mod offered_numbers;
mod outcome;
mod presets;
mod progress;
mod recorded;
mod recovery;
mod report_view;
mod result_view;
mod settings;
mod state;
mod toy;

use super::sharing::Links;
use buttons::Buttons;
use comparison::Comparison;
use controls::Controls;
use figures::Figures;
use files::{Files, OpenedResult};
use leptos::prelude::*;
pub(super) use model::Model;
use outcome::Outcome;
use progress::ProgressReport;
pub(super) use recorded::{Model as RecordedModel, Recorded};
use report_view::OpenedReport;

/// The content of the section.
#[component]
pub(super) fn Laboratory(model: Model) -> impl IntoView {
    leptos::task::spawn_local(async move { model.local_sets.set(images::local_sets().await) });
    view! {
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
        <Links chapter="laboratory"/>
        <Comparison model/>
        <OpenedReport model/>
        <OpenedResult model/>
    }
}
