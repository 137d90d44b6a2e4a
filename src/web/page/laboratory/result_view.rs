//! The parts of a result: final numbers, claims, provenance, tables.

use super::names::{device, landscape};
use super::numbers::{duration, loss, per_cent, sentence};
use crate::experiment::{Claim, Tally};
use crate::web::page::appearance::Appearance;
use crate::web::page::chapter::{drawings, tables};
use crate::web::page::illustrator::Illustrator;
use crate::web::page::relief::Surface;
use crate::web::page::visibility::in_view;
use crate::web::page::width::width;
use crate::web::worker_client::measurement;
use leptos::html::Div;
use leptos::prelude::*;
use serde_json::{Map, Value};

/// Final loss and accuracy, if the experiment is a training.
#[component]
pub(super) fn Final(result: Value) -> impl IntoView {
    result["final"].is_object().then(|| {
        let seconds = result["provenance"]["seconds"].as_f64().unwrap_or_default();
        view! {
            <dl class="numbers">
                {part("Training", &result["final"]["train"])}
                {part("Test", &result["final"]["test"])}
                <div><dt>"Time"</dt><dd>{duration(seconds)}</dd></div>
            </dl>
        }
    })
}

fn part(split: &str, measured: &Value) -> impl IntoView + use<> {
    let measured = measurement(measured);
    let accuracy = measured.accuracy.map(
        |accuracy| view! { <div><dt>{format!("{split} accuracy")}</dt><dd>{per_cent(accuracy)}</dd></div> },
    );
    view! {
        <div><dt>{format!("{split} loss")}</dt><dd>{loss(measured.loss)}</dd></div>
        {accuracy}
    }
}

/// Each claim with what was measured, and whether it holds.
#[component]
pub(super) fn Claims(claims: Value) -> impl IntoView {
    let items = read(&claims)
        .map(|claim| {
            let (verdict, class) = match claim.holds() {
                Some(true) => ("Holds", "holds"),
                Some(false) => ("Does not hold", "does-not-hold"),
                None => ("Could not be judged", "not-judged"),
            };
            let numbers = sentence(&claim.in_words());
            view! {
                <li>
                    <b class=class>{verdict}</b>": "{claim.statement}". "
                    <span class="source">{numbers}</span>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="claims">{items}</ul> }
}

/// The claims of a result, counted by verdict.
pub(super) fn tally(claims: &Value) -> Tally {
    Tally::of(&read(claims).collect::<Vec<_>>())
}

/// The claims in a file. Entries that are not claims are left out, like figures that cannot be drawn.
fn read(claims: &Value) -> impl Iterator<Item = Claim> {
    claims.as_array().into_iter().flatten().filter_map(|claim| Claim::from_json(claim).ok())
}

/// Where and how a result was computed.
#[component]
pub(super) fn Origin(result: Value) -> impl IntoView {
    let origin = &result["provenance"];
    let text = |name: &str| origin[name].as_str().unwrap_or_default();
    let threads = match origin["threads"].as_u64() {
        Some(1) | None => "one thread".to_owned(),
        Some(threads) => format!("{threads} threads"),
    };
    let seeds = origin["seeds"].as_array().map(Vec::as_slice).unwrap_or_default();
    let noun = if seeds.len() == 1 { "seed" } else { "seeds" };
    let seeds = seeds.iter().map(Value::to_string).collect::<Vec<_>>().join(", ");
    let sentence = format!(
        "The experiment “{}” on {}. Wedge Lab {} (commit {}) computed it on {} ({}, {threads}) in {}, starting at {}, \
         from the {noun} {seeds}.",
        result["experiment"].as_str().unwrap_or_default(),
        landscape(text("landscape")),
        text("version"),
        text("commit"),
        device(text("device")),
        text("backend"),
        duration(origin["seconds"].as_f64().unwrap_or_default()),
        moment(text("start")),
    );
    let choice = origin["choice"].as_str().map(|choice| format!(" The device was chosen because {choice}."));
    let known = [("Host", "host"), ("Processor", "processor"), ("Vector instructions", "instructions")];
    let mut known: Vec<String> = known
        .iter()
        .filter_map(|(title, name)| Some(format!("{title}: {}.", origin[*name].as_str()?)))
        .collect();
    let command: Vec<&str> =
        origin["command"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    if !command.is_empty() {
        known.push(format!("Command: {}.", command.join(" ")));
    }
    known.extend(origin["data_sha256"].as_str().map(|sum| format!("SHA-256 of the images: {sum}.")));
    let known = (!known.is_empty()).then(|| view! { <p class="source">{known.join(" ")}</p> });
    let settings = result["specification"]
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, value)| view! { <tr><th scope="row">{name.clone()}</th><td>{setting(value)}</td></tr> })
        .collect_view();
    view! {
        <p>{sentence}{choice}</p>
        {known}
        <details>
            <summary>"Settings"</summary>
            <table>
                <caption>"Every setting, as in the file"</caption>
                <thead><tr><th scope="col">"Setting"</th><th scope="col">"Value"</th></tr></thead>
                <tbody>{settings}</tbody>
            </table>
        </details>
    }
}

/// `2019-12-08T09:30:00Z` as `2019-12-08 09:30 UTC`; anything else as it is.
fn moment(start: &str) -> String {
    match (start.get(..10), start.get(11..16)) {
        (Some(day), Some(time)) => format!("{day} {time} UTC"),
        _ => start.to_owned(),
    }
}

fn setting(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => "none".to_owned(),
        other => other.to_string(),
    }
}

/// Which part of a result is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// Its figures, and the tables of their numbers.
    Whole,
    /// Only the tables, because the figures are already shown.
    Tables,
}

/// The figures of a result, drawn by the illustrator, and the tables of their numbers.
#[component]
pub(super) fn Pictures(result: Value, part: Part) -> impl IntoView {
    let frame = NodeRef::<Div>::new();
    let width = width(frame);
    let appearance = Appearance::of_page();
    let answer = RwSignal::new(Value::Null);
    let surface = (part == Part::Whole).then(|| view! { <Surface result=result.clone()/> });
    let place = Illustrator::of_page().place(in_view(frame), move |drawn| {
        // The result may have been closed in the meantime.
        if answer.try_get_untracked().is_some() {
            answer.set(drawn);
        }
    });
    let place = StoredValue::new_local(place);
    Effect::new(move || {
        let (Some(width), theme) = (width.get(), appearance.name()) else { return };
        let one = if width >= SIDE_BY_SIDE { (width - GAP) / 2.0 } else { width };
        let mut request = Map::new();
        request.insert("what".to_owned(), "result".into());
        request.insert("result".to_owned(), result.clone());
        request.insert("width".to_owned(), one.floor().into());
        request.insert("theme".to_owned(), theme.into());
        place.with_value(|place| place.ask(request));
    });
    let drawn = move || (part == Part::Whole).then(|| answer.with(drawings));
    // What stands below the drawings waits for them; otherwise it would move when they come.
    let is_awaited = move || answer.with(|answer| answer["figures"].is_null() && answer["error"].is_null());
    view! {
        <div class="drawings" class:awaited=is_awaited node_ref=frame>{drawn}</div>
        {surface}
        <p class="refusal">{move || answer.with(|answer| answer["error"].as_str().map(sentence))}</p>
        <details>
            <summary>"Numbers"</summary>
            <div class="tables" tabindex="0" role="group" aria-label="Tables of the numbers">
                {move || answer.with(|answer| tables(&answer["tables"]))}
            </div>
        </details>
    }
}

/// From this width two pictures stand side by side, in CSS pixels,
const SIDE_BY_SIDE: f64 = 640.0;
/// ... with this gap between them.
const GAP: f64 = 40.0;
