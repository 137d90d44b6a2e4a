//! A report on the paper, opened from a file: for each figure the paper's claim and what was measured.

use super::model::Model;
use super::names::{device, landscape};
use super::numbers::{duration, sentence};
use super::result_view::{Claims, tally};
use leptos::prelude::*;
use serde_json::Value;

/// The supported formats.
const FORMATS: [&str; 2] = ["wedgelab.report/1", "wedgelab.report/2"];

/// Whether an object is a report.
pub(super) fn is_report(value: &Value) -> bool {
    FORMATS.iter().any(|format| value["format"] == *format)
}

/// The report that was opened last.
#[component]
pub(super) fn OpenedReport(model: Model) -> impl IntoView {
    let opened = move || {
        model.opened_report.get().map(|(name, report)| {
            let figures = report["figures"].as_array().map(Vec::as_slice).unwrap_or_default();
            let figures = figures.iter().map(figure_view).collect_view();
            view! {
                <article class="opened" aria-label="Opened report">
                    <h3>{name}</h3>
                    <p>{origin(&report)}</p>
                    {figures}
                    <button type="button" on:click=move |_| model.opened_report.set(None)>"Close this report"</button>
                </article>
            }
        })
    };
    view! { {opened} }
}

/// A sentence on where and how the report was computed.
pub(super) fn origin(report: &Value) -> String {
    let listed = |list: &Value, name: fn(&str) -> String| -> String {
        let names = list.as_array().into_iter().flatten().filter_map(Value::as_str);
        names.map(name).collect::<Vec<_>>().join("; ")
    };
    format!(
        "Networks: {}. Computed on {} in {} from seed {} by Wedge Lab {}.",
        listed(&report["landscapes"], landscape),
        listed(&report["devices"], device),
        duration(report["seconds"].as_f64().unwrap_or_default()),
        report["settings"]["seed"],
        report["provenance"]["version"].as_str().unwrap_or_default(),
    )
}

fn figure_view(figure: &Value) -> impl IntoView + use<> {
    let text = |name: &str| figure[name].as_str().unwrap_or_default().to_owned();
    view! {
        <section>
            <h4>{format!("Figure {}: {}", figure["number"], text("title"))}</h4>
            <p>{text("claim")}</p>
            <p>{verdict(figure)}</p>
            <Claims claims=figure["claims"].clone()/>
        </section>
    }
}

/// The overall verdict on a figure's claims, as a sentence.
pub(super) fn verdict(figure: &Value) -> String {
    match tally(&figure["claims"]) {
        claims if claims.all() == 0 => "No claim could be judged.".to_owned(),
        claims => sentence(&claims.to_string()),
    }
}
