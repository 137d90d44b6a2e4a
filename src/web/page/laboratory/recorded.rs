//! The recorded report on CIFAR-10: the paper's figures as measured on a real network, to see before training anything
//! here. The page fetches it when it comes into view, and each result when the reader chooses it.

use super::images::{Absence, fetch};
use super::numbers::with_capital;
use super::report_view::{origin, verdict};
use super::result_view::{Claims, Part, Pictures};
use crate::report::FIGURES;
use crate::settings::Range;
use crate::teaching::address::{Value as AddressValue, Values};
use crate::web::page::address_bar::Entry;
use crate::web::page::choice::Choice;
use crate::web::page::printing::{be_ready_to_print, on_page};
use crate::web::page::sharing::Links;
use crate::web::page::visibility::when_first_in_view;
use js_sys::Uint8Array;
use leptos::html::Div;
use leptos::prelude::*;
use serde_json::Value;
use std::rc::Rc;

/// The folder of the report, relative to the page.
const FOLDER: &str = "recorded/";
/// The experiment shown first in its figure.
const FIRST_EXPERIMENT: &str = "plane-with-tunnel";
/// The experiments of a figure that an address can name: more than any figure has.
const EXPERIMENTS: Range = Range::Whole(1, 20);
/// The status during a fetch.
const LOADING: &str = "Loading.";

/// The state. A copy is another handle on the same state.
#[derive(Debug, Clone, Copy)]
pub(in crate::web::page) struct Model {
    report: RwSignal<Value>,
    /// The shown figure, by its index in the report.
    figure: RwSignal<usize>,
    /// The shown experiment, by its index in the figure.
    experiment: RwSignal<usize>,
    /// The figure and the experiment that the address names, for when the report has loaded.
    wanted: StoredValue<Option<(usize, usize)>>,
    /// The experiment's result.
    result: RwSignal<Option<Value>>,
    /// Whether the reader or an address has chosen.
    was_chosen: RwSignal<bool>,
    /// A sentence on what is being fetched or could not be fetched.
    status: RwSignal<String>,
    /// Whether the report has been requested.
    is_asked: StoredValue<bool>,
}

impl Model {
    /// The initial state. Nothing is fetched yet.
    pub(in crate::web::page) fn new() -> Self {
        Self {
            report: RwSignal::new(Value::Null),
            figure: RwSignal::new(0),
            experiment: RwSignal::new(0),
            wanted: StoredValue::new(None),
            result: RwSignal::new(None),
            was_chosen: RwSignal::new(false),
            status: RwSignal::new(String::new()),
            is_asked: StoredValue::new(false),
        }
    }

    /// Fetches the report, unless it was already requested.
    fn load(self) {
        if self.is_asked.get_value() {
            return;
        }
        self.is_asked.set_value(true);
        self.status.set(LOADING.to_owned());
        leptos::task::spawn_local(async move {
            let report = object("report.json").await;
            self.tell("report.json", report.as_ref().err().copied());
            // After a failure a later call tries again.
            self.is_asked.set_value(report.is_ok());
            if let Ok(report) = report {
                self.report.set(report);
                let (figure, experiment) =
                    self.wanted.get_value().unwrap_or_else(|| (0, self.first_experiment(0)));
                self.show(figure, experiment);
            }
        });
    }

    /// The experiment of a figure that is shown first: among planes, the one that shows the low ground.
    fn first_experiment(self, figure: usize) -> usize {
        self.report.with_untracked(|report| {
            let experiments = report["figures"][figure]["experiments"].as_array().map(Vec::as_slice);
            let first = |experiment: &Value| experiment["name"] == FIRST_EXPERIMENT;
            experiments.unwrap_or_default().iter().position(first).unwrap_or(0)
        })
    }

    /// What an address can set: the figure of the paper and its experiment, both counted from 1.
    pub(in crate::web::page) fn entries(self) -> Vec<Entry> {
        let entry = |name: &str, numbers: Range, place: fn(&mut (usize, usize)) -> &mut usize| {
            let now = move || (self.figure.get(), self.experiment.get());
            Entry {
                chapter: "cifar10",
                name: name.to_owned(),
                values: Values::Numbers(numbers),
                take: Rc::new(move |given| {
                    if let Some(AddressValue::Number(number)) = given {
                        let mut wanted = self.wanted.get_value().unwrap_or((0, 0));
                        *place(&mut wanted) = number as usize - 1;
                        self.wanted.set_value(Some(wanted));
                        self.was_chosen.set(true);
                        if self.report.with_untracked(Value::is_object) {
                            self.show(wanted.0, wanted.1);
                        }
                    }
                }),
                written: Rc::new(move || {
                    let mut now = now();
                    self.was_chosen.get().then(|| (*place(&mut now) + 1).to_string())
                }),
            }
        };
        vec![
            entry("figure", FIGURES, |wanted| &mut wanted.0),
            entry("of", EXPERIMENTS, |wanted| &mut wanted.1),
        ]
    }

    fn choose(self, figure: usize, experiment: usize) {
        self.was_chosen.set(true);
        self.show(figure, experiment);
    }

    fn show(self, figure: usize, experiment: usize) {
        self.figure.set(figure);
        self.experiment.set(experiment);
        self.result.set(None);
        let chosen = |report: &Value| report["figures"][figure]["experiments"][experiment].clone();
        let chosen = self.report.with_untracked(chosen);
        let Some(path) = chosen["result"].as_str().map(str::to_owned) else {
            let why = chosen["failure"].as_str().unwrap_or_default();
            return self.status.set(format!("This experiment has no result: {why}."));
        };
        self.status.set(LOADING.to_owned());
        leptos::task::spawn_local(async move {
            let result = object(&path).await;
            // Another one may have been chosen in the meantime.
            if (self.figure.get_untracked(), self.experiment.get_untracked()) == (figure, experiment) {
                self.tell(&path, result.as_ref().err().copied());
                self.result.set(result.ok());
            }
        });
    }

    /// Shows how a fetch ended.
    fn tell(self, path: &str, absence: Option<Absence>) {
        let status = match absence {
            None => String::new(),
            Some(Absence::NoAnswer) => {
                "These results are not stored on this computer, and the server cannot be reached. They load as soon as \
                 the connection is back."
                    .to_owned()
            }
            Some(Absence::Missing) => {
                format!("The server does not have {FOLDER}{path}, or the file is damaged. Copy it to the server again.")
            }
        };
        self.status.set(status);
    }

    /// Fetches again what could not be fetched, once there is a network again.
    fn try_again(self) {
        match self.report.with_untracked(Value::is_object) {
            false => self.load(),
            true if self.result.with_untracked(Option::is_none) => {
                self.show(self.figure.get_untracked(), self.experiment.get_untracked());
            }
            true => {}
        }
    }
}

/// Fetches a JSON file of the report.
async fn object(path: &str) -> Result<Value, Absence> {
    let content = fetch(&format!("{FOLDER}{path}")).await?;
    serde_json::from_slice(&Uint8Array::new(&content).to_vec()).map_err(|_| Absence::Missing)
}

/// The figures of the recorded report, one at a time.
#[component]
pub(in crate::web::page) fn Recorded(model: Model) -> impl IntoView {
    let frame = NodeRef::<Div>::new();
    when_first_in_view(frame, move || {
        model.load();
        on_page("online", move || model.try_again());
    });
    be_ready_to_print(move || model.load());
    let is_there = Memo::new(move |_| model.report.with(Value::is_object));
    let has_failed = move || model.status.with(|status| !status.is_empty() && status != LOADING);
    let is_absent = move || !is_there.get() && has_failed();
    let shown = move || is_there.get().then(|| view! { <Chosen model/> });
    // This stands below the pictures, so it waits for the result: shown earlier, it would move when the pictures come.
    let has_result = move || is_there.get() && model.result.with(Option::is_some);
    let computed = move || has_result().then(|| model.report.with(origin));
    let is_settled = Memo::new(move |_| has_result() || has_failed());
    let links = move || is_settled.get().then(|| view! { <Links chapter="cifar10"/> });
    view! {
        <div class="recorded" node_ref=frame>
            <p class="status" role="status" class:absent=is_absent>{move || model.status.get()}</p>
            {shown}
            <p class="source">{computed}</p>
            {links}
        </div>
    }
}

/// The choice of a figure and of an experiment, the paper's claim, and the result.
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
    let choose_figure = Callback::new(move |place: String| {
        let figure = place.parse().unwrap_or(0);
        model.choose(figure, model.first_experiment(figure));
    });
    let choose_experiment = Callback::new(move |place: String| {
        model.choose(model.figure.get_untracked(), place.parse().unwrap_or(0));
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

/// The indices of a list as text, each with a name.
fn names(list: &Value, name: fn(&Value) -> String) -> Vec<(String, String)> {
    let list = list.as_array().map(Vec::as_slice).unwrap_or_default();
    list.iter().enumerate().map(|(place, entry)| (place.to_string(), name(entry))).collect()
}

fn figure_name(figure: &Value) -> String {
    format!("{}: {}", figure["number"], figure["title"].as_str().unwrap_or_default())
}

fn experiment_name(experiment: &Value) -> String {
    let name = experiment["name"].as_str().unwrap_or_default();
    let (name, ground) = match name.strip_suffix("-on-wedges") {
        // Their names say it already.
        Some(name @ ("thin" | "thick")) => (name, ""),
        Some(name) => (name, ", on the wedges"),
        None => (name, ""),
    };
    // Repetitions from other seeds are counted from 2.
    let (name, repetition) = match name.rsplit_once('-') {
        Some((name, number)) if number.bytes().all(|byte| byte.is_ascii_digit()) => {
            (name, format!(", repetition {number}"))
        }
        _ => (name, String::new()),
    };
    format!("{}{ground}{repetition}", with_capital(&in_words(name)))
}

/// What an experiment of the report measures, without an initial capital.
fn in_words(name: &str) -> String {
    let words = match name {
        "interpolation" => "line between two optima",
        "interpolation-from-start" => "line from start to optimum",
        "tunnel-on-mnist-mlp" => "tunnel on MNIST (MLP)",
        "tunnel-on-mnist-cnn" => "tunnel on MNIST (CNN)",
        "thin" => "well of thin wedges",
        "thick" => "well of thick wedges",
        "width-by-l2" => "tunnel width by L2",
        "width-by-width" => "tunnel width by layer width",
        other => match other.strip_prefix("width-by-") {
            Some(setting) => return format!("tunnel width by {}", setting.replace('-', " ")),
            None => return other.replace('-', " "),
        },
    };
    words.to_owned()
}
