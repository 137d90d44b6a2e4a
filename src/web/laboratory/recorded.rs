//! The recorded report on CIFAR-10: the paper's figures as they came out on a real network, before anything is trained
//! here. It is fetched when it comes into view, and every result when it is asked for.

use super::images::fetch;
use super::report_view::{origin, verdict};
use super::result_view::{Claims, Part, Pictures};
use crate::web::choice::Choice;
use crate::web::visibility::when_first_in_view;
use js_sys::Uint8Array;
use leptos::html::Div;
use leptos::prelude::*;
use serde_json::Value;

/// The folder of the report, from the page.
const FOLDER: &str = "recorded/";
/// What is said while something is fetched.
const LOADING: &str = "Loading.";

/// The state. A copy is another handle on the same state.
#[derive(Debug, Clone, Copy)]
struct Model {
    report: RwSignal<Value>,
    /// Which of the report's figures is shown.
    figure: RwSignal<usize>,
    /// Which of the figure's experiments.
    experiment: RwSignal<usize>,
    /// The experiment's result.
    result: RwSignal<Option<Value>>,
    /// What is being fetched, or what does not come, in a sentence.
    status: RwSignal<String>,
}

impl Model {
    fn new() -> Self {
        Self {
            report: RwSignal::new(Value::Null),
            figure: RwSignal::new(0),
            experiment: RwSignal::new(0),
            result: RwSignal::new(None),
            status: RwSignal::new(String::new()),
        }
    }

    fn load(self) {
        self.status.set(LOADING.to_owned());
        leptos::task::spawn_local(async move {
            let report = object("report.json").await;
            self.tell(report.is_some());
            if let Some(report) = report {
                self.report.set(report);
                self.show(0, 0);
            }
        });
    }

    fn show(self, figure: usize, experiment: usize) {
        self.figure.set(figure);
        self.experiment.set(experiment);
        self.result.set(None);
        let chosen = |report: &Value| report["figures"][figure]["experiments"][experiment].clone();
        let chosen = self.report.with_untracked(chosen);
        let Some(path) = chosen["result"].as_str().map(str::to_owned) else {
            let why = chosen["failure"].as_str().unwrap_or_default();
            return self.status.set(format!("It has no result: {why}."));
        };
        self.status.set(LOADING.to_owned());
        leptos::task::spawn_local(async move {
            let result = object(&path).await;
            // Another one may have been chosen meanwhile.
            if (self.figure.get_untracked(), self.experiment.get_untracked()) == (figure, experiment) {
                self.tell(result.is_some());
                self.result.set(result);
            }
        });
    }

    /// Says how a fetch ended.
    fn tell(self, has_come: bool) {
        let status = if has_come { "" } else { "It does not come. Load the page again." };
        self.status.set(status.to_owned());
    }
}

/// The object in a file of the report; none where it does not come.
async fn object(path: &str) -> Option<Value> {
    let content = fetch(&format!("{FOLDER}{path}")).await?;
    serde_json::from_slice(&Uint8Array::new(&content).to_vec()).ok()
}

/// The figures of the recorded report, one at a time.
#[component]
pub(in crate::web) fn Recorded() -> impl IntoView {
    let model = Model::new();
    let frame = NodeRef::<Div>::new();
    when_first_in_view(frame, move || model.load());
    let is_there = Memo::new(move |_| model.report.with(Value::is_object));
    let shown = move || is_there.get().then(|| view! { <Chosen model/> });
    let computed = move || is_there.get().then(|| model.report.with(origin));
    view! {
        <div class="recorded" node_ref=frame>
            {shown}
            <p class="status" role="status">{move || model.status.get()}</p>
            <p class="source">{computed}</p>
        </div>
    }
}

/// The choice of a figure and of an experiment, what the paper says, and what came out.
#[component]
fn Chosen(model: Model) -> impl IntoView {
    let figures = model.report.with_untracked(|report| names(&report["figures"], figure_name));
    let figures = Signal::derive(move || figures.clone());
    let experiments = Signal::derive(move || {
        let figure = model.figure.get();
        model.report.with(|report| names(&report["figures"][figure]["experiments"], experiment_name))
    });
    let of = move |text: fn(&Value) -> String| {
        move || {
            let figure = model.figure.get();
            model.report.with(|report| text(&report["figures"][figure]))
        }
    };
    let choose_figure = Callback::new(move |place: String| model.show(place.parse().unwrap_or(0), 0));
    let choose_experiment = Callback::new(move |place: String| {
        model.show(model.figure.get_untracked(), place.parse().unwrap_or(0));
    });
    let found = move || {
        model.result.get().map(|result| {
            let claims = result["claims"].clone();
            view! {
                <Pictures result part=Part::Whole/>
                <Claims claims/>
            }
        })
    };
    view! {
        <div class="settings">
            <Choice
                label="Figure of the paper" id="recorded-figure".to_owned()
                value=Signal::derive(move || model.figure.get().to_string())
                options=figures on_choice=choose_figure
            />
            <Choice
                label="Experiment" id="recorded-experiment".to_owned()
                value=Signal::derive(move || model.experiment.get().to_string())
                options=experiments on_choice=choose_experiment
            />
        </div>
        <p>{of(|figure| figure["claim"].as_str().unwrap_or_default().to_owned())}</p>
        <p>{of(verdict)}</p>
        {found}
    }
}

/// The places in a list, each with a name.
fn names(list: &Value, name: fn(&Value) -> String) -> Vec<(String, String)> {
    let list = list.as_array().map(Vec::as_slice).unwrap_or_default();
    list.iter().enumerate().map(|(place, entry)| (place.to_string(), name(entry))).collect()
}

fn figure_name(figure: &Value) -> String {
    format!("{}: {}", figure["number"], figure["title"].as_str().unwrap_or_default())
}

fn experiment_name(experiment: &Value) -> String {
    experiment["name"].as_str().unwrap_or_default().replace('-', " ")
}
