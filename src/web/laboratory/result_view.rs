//! The parts of a result: final numbers, claims, provenance, tables.

use super::numbers::{duration, loss, per_cent};
use crate::experiment::Claim;
use crate::figure::{Chart, charts};
use crate::job::ResultFile;
use crate::landscape::Measurement;
use leptos::prelude::*;
use serde_json::Value;

/// A table shows at most about this many rows of a curve; the file has them all.
const MOST_ROWS: usize = 50;

/// Loss and accuracy at the end, where the experiment is a training.
#[component]
pub(super) fn Final(result: ResultFile) -> impl IntoView {
    result.final_measurements.map(|measured| {
        view! {
            <dl class="numbers">
                {measurement("Training", measured.train)}
                {measurement("Test", measured.test)}
                <div><dt>"Time"</dt><dd>{duration(result.provenance.seconds)}</dd></div>
            </dl>
        }
    })
}

fn measurement(split: &str, measured: Measurement) -> impl IntoView {
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
pub(super) fn Claims(claims: Vec<Claim>) -> impl IntoView {
    let items = claims
        .into_iter()
        .map(|claim| {
            let verdict = if claim.holds { "Holds" } else { "Does not hold" };
            let numbers = format!(
                "Measured {}, compared with {} (tolerance {}).",
                loss(claim.measured),
                loss(claim.expected),
                loss(claim.tolerance)
            );
            view! {
                <li>
                    <b class=if claim.holds { "holds" } else { "does-not-hold" }>{verdict}</b>": "{claim.statement}". "
                    <span class="source">{numbers}</span>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="claims">{items}</ul> }
}

/// Where and how a result came about.
#[component]
pub(super) fn Origin(result: ResultFile) -> impl IntoView {
    let origin = &result.provenance;
    let threads =
        if origin.threads == 1 { "one thread".to_owned() } else { format!("{} threads", origin.threads) };
    let seeds = origin.seeds.iter().map(u64::to_string).collect::<Vec<_>>().join(", ");
    let sentence = format!(
        "The experiment “{}” on {}. Wedge Lab {} (commit {}) computed it on {} ({}, {threads}), beginning {}, in {}. \
         Seed: {seeds}.",
        result.experiment,
        origin.landscape.trim_end_matches('.'),
        origin.version,
        origin.commit,
        origin.device,
        origin.backend,
        moment(&origin.start),
        duration(origin.seconds),
    );
    let settings = result
        .specification
        .iter()
        .map(|(name, value)| view! { <tr><th scope="row">{name.clone()}</th><td>{setting(value)}</td></tr> })
        .collect_view();
    view! {
        <p>{sentence}</p>
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

/// The numbers behind the charts.
#[component]
pub(super) fn Tables(result: ResultFile) -> impl IntoView {
    let tables = charts(&result).unwrap_or_default().into_iter().map(tables_of).collect_view();
    view! {
        <details>
            <summary>"Numbers"</summary>
            <div class="tables">{tables}</div>
        </details>
    }
}

fn tables_of(chart: Chart) -> impl IntoView {
    let Chart { x, y, series, .. } = chart;
    series
        .into_iter()
        .map(|series| {
            let count = series.points.len();
            let stride = count.div_ceil(MOST_ROWS).max(1);
            let shown = series.points.into_iter().enumerate();
            let rows = shown
                .filter(|(place, _)| (place + 1) % stride == 0 || place + 1 == count)
                .map(|(_, (x, y))| view! { <tr><th scope="row">{format!("{x:.2}")}</th><td>{loss(y)}</td></tr> })
                .collect_view();
            let thinned =
                if stride > 1 { format!(", one of {stride} points; result.json has all") } else { String::new() };
            view! {
                <table>
                    <caption>{format!("{}: {}{thinned}", y.label, series.label)}</caption>
                    <thead>
                        <tr><th scope="col">{x.label.clone()}</th><th scope="col">{y.label.clone()}</th></tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            }
        })
        .collect_view()
}
