//! The figure of a chapter: the illustrator computes and draws it, the reader sets its controls.

mod controls;
mod entries;
mod model;
mod numbers;
mod playing;
mod taking_away;

use super::appearance::{Appearance, wants_stillness};
use super::illustrator::Illustrator;
use super::printing::be_ready_to_print;
use super::visibility::{in_view, when_first_in_view};
use super::width::width;
use controls::Controls;
use leptos::either::Either;
use leptos::html::Div;
use leptos::prelude::*;
pub(super) use model::Model;
pub(super) use numbers::tables;
use numbers::{Tables, fill_in};
use serde_json::Value;
use taking_away::TakingAway;

/// The figure with its controls, status, tables, files and links.
#[component]
pub(super) fn Chapter(model: Model) -> impl IntoView {
    let frame = NodeRef::<Div>::new();
    let width = width(frame);
    let appearance = Appearance::of_page();
    let place = Illustrator::of_page().place(in_view(frame), move |answer| model.hear(answer));
    model.place.set_value(Some(place));
    when_first_in_view(frame, move || {
        model.is_in_view.set(true);
        if !wants_stillness() && !model.was_set.get_value() {
            model.play_to_default();
        }
    });
    be_ready_to_print(move || model.is_in_view.set(true));
    Effect::new(move || model.ask(width.get(), appearance.name()));
    Effect::new(move || model.answer.with(|answer| fill_in(model.outline.name, answer)));
    view! {
        <figure class="chapter">
            <div class="drawings" node_ref=frame aria-busy=move || (!model.is_complete.get()).to_string()>
                {move || model.answer.with(|answer| match answer.is_null() {
                    true => Either::Left(awaited(model.outline.pictures)),
                    false => Either::Right(drawings(answer)),
                })}
            </div>
            <Controls model/>
            <p class="status" role="status">
                {move || if model.is_slow.get() { "Computing".to_owned() } else { model.status.get() }}
                // A screen reader would read every change of the seconds aloud.
                <span aria-hidden="true">{move || model.time_left()}</span>
            </p>
            <Tables model/>
            <TakingAway model/>
        </figure>
    }
}

/// Placeholders for `pictures` pictures, in the size that the style sheet gives a picture before it loads.
fn awaited(pictures: usize) -> impl IntoView {
    (0..pictures).map(|_| view! { <div class="drawing"></div> }).collect_view()
}

/// The pictures, each in its own element, so that they do not move while they change.
pub(super) fn drawings(answer: &Value) -> impl IntoView + use<> {
    let figures = answer["figures"].as_array().map(Vec::as_slice).unwrap_or_default();
    figures
        .iter()
        .map(|figure| {
            let svg = figure["svg"].as_str().unwrap_or_default().to_owned();
            let description = figure["description"].as_str().unwrap_or_default().to_owned();
            view! { <div class="drawing" role="img" aria-label=description inner_html=svg></div> }
        })
        .collect_view()
}
