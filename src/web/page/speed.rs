//! The speed of this computer: the benchmarks of the command line, in a worker of the page.

use super::shown::shown;
use crate::web::worker_client::{NETWORK_WORKER, Report, WorkerClient};
use leptos::prelude::*;
use serde_json::Value;
use std::rc::Rc;

/// The state. A copy is another handle on the same state.
#[derive(Debug, Clone, Copy)]
struct Model {
    /// The measurements, as the worker sent them.
    figures: RwSignal<Vec<Value>>,
    /// The status, as a sentence.
    status: RwSignal<String>,
    is_running: RwSignal<bool>,
    worker: StoredValue<Option<Rc<WorkerClient>>, LocalStorage>,
}

impl Model {
    /// The initial state. No worker is fetched.
    fn new() -> Self {
        let model = Self {
            figures: RwSignal::new(Vec::new()),
            status: RwSignal::new(String::new()),
            is_running: RwSignal::new(false),
            worker: StoredValue::new_local(None),
        };
        let worker = WorkerClient::new(NETWORK_WORKER, move |report| model.hear(report));
        model.worker.set_value(Some(Rc::new(worker)));
        model
    }

    fn begin(self) {
        if self.is_running.get_untracked() {
            return;
        }
        let Some(worker) = self.worker.get_value() else { return };
        self.figures.set(Vec::new());
        self.status.set("Loading the worker.".to_owned());
        self.is_running.set(true);
        worker.start();
        worker.measure_speed();
    }

    /// Terminates the worker, which is too busy to take a message; the measurements stay.
    fn end(self, sentence: String) {
        if let Some(worker) = self.worker.get_value() {
            worker.stop();
        }
        self.is_running.set(false);
        self.status.set(sentence);
    }

    fn hear(self, report: Report) {
        match report {
            Report::Benchmark(told) => self.follow(told),
            Report::Lost(loss) => self.end(loss.what),
            _ => {}
        }
    }

    fn follow(self, mut told: Value) {
        let begun = &told["begun"];
        if let (Some(name), Some(done)) = (begun["name"].as_str(), begun["done"].as_u64()) {
            self.status.set(format!("Measuring {name}, {} of {}.", done + 1, begun["of"]));
        } else if told["measured"].is_object() {
            self.figures.update(|figures| figures.push(told["measured"].take()));
        } else if let Some(reason) = told["failed"].as_str() {
            self.figures.update(|figures| figures.push(Value::from(reason)));
        } else {
            self.end("Finished.".to_owned());
        }
    }
}

/// Buttons, and a table of the measurements.
#[component]
pub(super) fn Speed() -> impl IntoView {
    let model = Model::new();
    let cancel = move |_| {
        if model.is_running.get_untracked() {
            model.end("Cancelled.".to_owned());
        }
    };
    let is_running = move || model.is_running.get();
    let rows = move || model.figures.with(|figures| figures.iter().map(row).collect_view());
    view! {
        <h3>"How fast is this computer?"</h3>
        <p class="hint">
            "Measures training steps of networks, losses of networks and the wedges, each for about two seconds on one
            processor core. They are some of the benchmarks of "<code>"wedgelab bench"</code>
            ". Close other programs for fair numbers."
        </p>
        <div class="buttons">
            <button type="button" aria-disabled=move || is_running().to_string() on:click=move |_| model.begin()>
                "Measure speed"
            </button>
            <button type="button" aria-disabled=move || (!is_running()).to_string() on:click=cancel>"Cancel"</button>
        </div>
        <p class="status" role="status">{move || model.status.get()}</p>
        {shown(move || model.figures.with(|figures| !figures.is_empty()), move || view! {
            <div class="tables" tabindex="0" role="group" aria-label="Table of speeds">
                <table>
                    <caption>"The best of several runs. A unit is live if it passes a gradient; the fewer are live, the
                    faster the step."</caption>
                    <thead>
                        <tr>
                            <th scope="col">"Benchmark"</th>
                            <th scope="col">"Value"</th>
                            <th scope="col">"Unit"</th>
                            <th scope="col">"Live units"</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        })}
    }
}

fn row(figure: &Value) -> impl IntoView + use<> {
    let name = figure["name"].as_str().or(figure.as_str()).unwrap_or_default().to_owned();
    let live = figure["live_units"].as_f64().map(|share| format!("{share:.2}"));
    view! {
        <tr>
            <th scope="row">{name}</th>
            <td class="number">{figure["value"].as_f64().map(rounded)}</td>
            <td>{figure["unit"].as_str().unwrap_or_default().to_owned()}</td>
            <td class="number">{live.unwrap_or_else(|| "–".to_owned())}</td>
        </tr>
    }
}

/// A speed as text: with two decimals below 100, without decimals from there.
fn rounded(value: f64) -> String {
    if value < 100.0 { format!("{value:.2}") } else { format!("{value:.0}") }
}
