//! A figure's numbers: in the text around it, and in tables.

use super::model::Model;
use leptos::prelude::*;
use serde_json::Value;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// Puts the measured and predicted numbers into the elements of their chapter's text that name them by `data-number`.
pub(super) fn fill_in(chapter: &str, answer: &Value) {
    for number in list(&answer["numbers"]) {
        let (Some(name), Some(text)) = (number["name"].as_str(), number["text"].as_str()) else { continue };
        if let Ok(Some(place)) = document().query_selector(&format!("#{chapter} [data-number={name}]")) {
            place.set_text_content(Some(text));
        }
    }
}

/// The tables, which are created when opened.
#[component]
pub(super) fn Tables(model: Model) -> impl IntoView {
    let is_open = RwSignal::new(false);
    let toggled = move |event: leptos::ev::Event| {
        let details: Element = event_target::<HtmlElement>(&event).unchecked_into();
        is_open.set(details.has_attribute("open"));
    };
    view! {
        <details on:toggle=toggled>
            <summary>"Numbers"</summary>
            <div class="tables" tabindex="0" role="group" aria-label="Tables of the numbers">
                {move || is_open.get().then(|| model.answer.with(|answer| tables(&answer["tables"])))}
            </div>
        </details>
    }
}

/// Tables of numbers, each with a caption and headings.
pub(in crate::web::page) fn tables(tables: &Value) -> impl IntoView + use<> {
    list(tables)
        .iter()
        .map(|table| {
            let headings: Vec<_> = list(&table["headings"])
                .iter()
                .map(|heading| view! { <th scope="col">{text(heading)}</th> })
                .collect();
            let rows: Vec<_> = list(&table["rows"])
                .iter()
                .map(|row| {
                    let mut cells = list(row).iter();
                    let first = cells.next().map(text);
                    let others: Vec<_> = cells.map(|cell| view! { <td>{text(cell)}</td> }).collect();
                    view! { <tr><th scope="row">{first}</th>{others}</tr> }
                })
                .collect();
            view! {
                <table>
                    <caption>{text(&table["caption"])}</caption>
                    <thead><tr>{headings}</tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            }
        })
        .collect_view()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
