//! Exports: pictures and numbers as files, the command that recomputes them, and links.

use super::model::Model;
use crate::web::page::hidden::is_hidden;
use crate::web::page::illustrator::Illustrator;
use crate::web::page::mathematics::time_left;
use crate::web::page::png;
use crate::web::page::saving::save;
use crate::web::page::sentence::sentence;
use crate::web::page::sharing::{EmbeddingHint, HidingHint, LinkButtons, copy_and_say};
use leptos::prelude::*;
use serde_json::Value;

/// The format of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum File {
    Svg,
    Png,
    Csv,
    Json,
}

/// The buttons.
#[component]
pub(super) fn TakingAway(model: Model) -> impl IntoView {
    if is_hidden("files") {
        return None;
    }
    let wanted = StoredValue::new(File::Svg);
    let said = RwSignal::new(String::new());
    let place = Illustrator::of_page().place(
        || true,
        move |answer| match answer["seconds_left"].as_f64() {
            Some(seconds) => said.set(format!("Computing, {}.", time_left(seconds))),
            None => {
                said.set(String::new());
                hand_over(model.outline.name, wanted.get_value(), &answer, said);
            }
        },
    );
    let place = StoredValue::new_local(place);
    let download = move |file: File| {
        wanted.set_value(file);
        place.with_value(|place| place.ask(model.request_for_file()));
    };
    let command =
        move || model.answer.with(|answer| answer["command"].as_str().unwrap_or_default().to_owned());
    let name = model.outline.name;
    let file = move |file: File, label: &'static str| {
        view! { <button type="button" on:click=move |_| download(file)>{label}</button> }
    };
    Some(view! {
        <details class="taking-away">
            <summary>"Files and links"</summary>
            <div class="buttons">
                {file(File::Svg, "Download SVG")}
                {file(File::Png, "Download PNG")}
                {file(File::Csv, "Download CSV")}
                {file(File::Json, "Download JSON")}
                <LinkButtons chapter=name said/>
                <button type="button" on:click=move |_| copy_and_say("Command", command(), said)>"Copy command"</button>
            </div>
            <p class="status" role="status">{move || said.get()}</p>
            <p class="hint">"The same from a command line: "<code>{command}</code></p>
            <EmbeddingHint/>
            <HidingHint/>
        </details>
    })
}

/// Saves the answer as files, or says why there are none.
fn hand_over(chapter: &str, file: File, answer: &Value, said: RwSignal<String>) {
    if let Some(error) = answer["error"].as_str() {
        return said.set(sentence(error));
    }
    if file == File::Json {
        let mut content = answer.clone();
        if let Some(object) = content.as_object_mut() {
            for name in ["figures", "tables", "version", "detail", "status"] {
                object.remove(name);
            }
        }
        let text = serde_json::to_string(&content).unwrap_or_default();
        return save(&format!("{chapter}.json"), "application/json", &text.as_bytes().into());
    }
    for figure in answer["figures"].as_array().into_iter().flatten() {
        let text = |name: &str| figure[name].as_str().unwrap_or_default();
        let stem = format!("{chapter}-{}", text("name"));
        match file {
            File::Svg => save(&format!("{stem}.svg"), "image/svg+xml", &text("svg").as_bytes().into()),
            File::Csv => save(&format!("{stem}.csv"), "text/csv", &text("csv").as_bytes().into()),
            File::Png => png::save_picture(stem, text("svg").to_owned(), said),
            File::Json => {}
        }
    }
}
