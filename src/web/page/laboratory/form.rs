//! The experiments on the wedges and their settings. The worker lists the settings of an experiment and their values.

use super::numbers::with_capital;
use crate::experiment::Experiment;
use crate::settings::Range;
use crate::web::page::choice::{Choice, element_name};
use crate::web::page::illustrator::Illustrator;
use crate::web::page::number_input::NumberInput;
use crate::web::typed_number::typed_number;
use leptos::either::Either;
use leptos::prelude::*;
use serde_json::{Map, Value};

/// The experiments that need no training of a network, each with its name for a reader.
fn experiments() -> impl Iterator<Item = (String, String)> {
    let titled = Experiment::TITLES_ON_WEDGES.iter().filter_map(|(name, title)| Some((name, (*title)?)));
    titled.map(|(name, title)| ((*name).to_owned(), title.to_owned()))
}

/// Settings that the page decides.
const DECIDED: [&str; 2] = ["experiment", "landscape"];

/// The chosen experiment and settings. A copy is another handle on the same state.
#[derive(Debug, Clone, Copy)]
pub(super) struct Form {
    experiment: RwSignal<String>,
    /// The worker's description of its settings.
    settings: RwSignal<Value>,
    /// What the reader has typed, by setting name.
    typed: RwSignal<Map<String, Value>>,
}

impl Form {
    pub(super) fn new() -> Self {
        Self {
            experiment: RwSignal::new(experiments().next().unwrap_or_default().0),
            settings: RwSignal::new(Value::Null),
            typed: RwSignal::new(Map::new()),
        }
    }

    /// The specification of the job.
    pub(super) fn specification(self) -> Map<String, Value> {
        let mut map = self.typed.get_untracked();
        map.insert("experiment".to_owned(), self.experiment.get_untracked().into());
        map.insert("landscape".to_owned(), "wedges".into());
        map
    }

    /// Takes what the reader chose or typed for a setting that is not a single number.
    fn type_in(self, name: &str, text: &str) {
        let value = typed_number(text).map_or_else(|| Value::from(text), Value::from);
        self.set(name, value);
    }

    fn set(self, name: &str, value: Value) {
        self.typed.update(|typed| {
            typed.insert(name.to_owned(), value);
        });
    }
}

/// The form.
#[component]
pub(super) fn WedgesForm(form: Form) -> impl IntoView {
    let place = Illustrator::of_page().place(
        || true,
        move |answer| {
            if form.settings.try_get_untracked().is_some() {
                form.settings.set(answer);
            }
        },
    );
    let place = StoredValue::new_local(place);
    Effect::new(move || {
        let mut request = Map::new();
        request.insert("what".to_owned(), "settings".into());
        request.insert("experiment".to_owned(), form.experiment.get().into());
        place.with_value(|place| place.ask(request));
    });
    let options: Vec<_> = experiments().collect();
    let choose = move |name: String| {
        form.typed.set(Map::new());
        form.experiment.set(name);
    };
    let fields = move || {
        form.settings.with(|settings| {
            let settings = settings["settings"].as_array().map(Vec::as_slice).unwrap_or_default();
            settings.iter().filter_map(|setting| field(form, setting)).collect_view()
        })
    };
    view! {
        <Choice
            label="Experiment" id="experiment".to_owned() value=Signal::derive(move || form.experiment.get())
            options=Signal::stored(options) on_choice=Callback::new(choose)
        />
        {fields}
    }
}

fn field(form: Form, setting: &Value) -> Option<impl IntoView + use<>> {
    let name = setting["name"].as_str().filter(|name| !DECIDED.contains(name))?.to_owned();
    let label = label(&name);
    let id = format!("wedges-{}", element_name(&name));
    let hint_id = format!("{id}-hint");
    let hint = format!("Give {}.", setting["wanted"].as_str().unwrap_or_default());
    if let (Some(numbers), Some(usual)) = (numbers(setting), setting["default"].as_f64()) {
        let value = RwSignal::new(usual);
        let take = move |number: f64| {
            value.set(number);
            form.set(&name, number.into());
        };
        return Some(Either::Left(view! {
            <div class="field">
                <label for=id.clone()>{label}</label>
                <NumberInput id value numbers step=step(&numbers) on_number=take/>
            </div>
        }));
    }
    let usual = match &setting["default"] {
        Value::String(text) => text.clone(),
        Value::Array(numbers) => numbers.iter().map(Value::to_string).collect::<Vec<_>>().join(","),
        Value::Null => String::new(),
        other => other.to_string(),
    };
    let input = match setting["known"].as_array() {
        Some(known) => {
            let options: Vec<_> = known
                .iter()
                .filter_map(Value::as_str)
                .map(|option| {
                    view! { <option value=option.to_owned() selected=option == usual>{option.to_owned()}</option> }
                })
                .collect();
            let choose = move |event| form.type_in(&name, &event_target_value(&event));
            Either::Left(view! { <select id=id.clone() on:change=choose>{options}</select> })
        }
        None => {
            let is_list = setting["default"].is_array();
            let note = RwSignal::new(String::new());
            let type_in = move |event| {
                let text = event_target_value(&event);
                note.set(if is_list { list_in_words(&text) } else { String::new() });
                form.type_in(&name, &text);
            };
            Either::Right(view! {
                <input type="text" id=id.clone() value=usual aria-describedby=hint_id.clone() title=hint.clone() on:input=type_in/>
                <p role="status" class="refusal understood">{note}</p>
            })
        }
    };
    Some(Either::Right(view! {
        <div class="field">
            <label for=id>{label}</label>
            {input}
            <span class="unseen" id=hint_id>{hint}</span>
        </div>
    }))
}

/// A setting's name for a reader; one letter is a symbol and stays as it is.
fn label(name: &str) -> String {
    match name.len() {
        1 => name.to_owned(),
        _ => with_capital(&name.replace('_', " ")),
    }
}

/// Which numbers a list was read as, so that a reader who types 0,5 for 0.5 sees that these are two. Empty if an entry
/// is not a number, or there is no comma.
fn list_in_words(text: &str) -> String {
    let numbers: Option<Vec<f64>> = text.split(',').map(typed_number).collect();
    match numbers {
        Some(numbers) if numbers.len() > 1 => {
            let list: Vec<String> = numbers.iter().map(f64::to_string).collect();
            format!("Read as {} values: {}.", numbers.len(), list.join("; "))
        }
        _ => String::new(),
    }
}

/// The numbers that a setting takes; `None` if it does not take a single number.
fn numbers(setting: &Value) -> Option<Range> {
    let (low, high) = (setting["range"][0].as_f64()?, setting["range"][1].as_f64()?);
    Some(match (setting["is_whole"] == true, setting["is_above"] == true) {
        (true, _) => Range::Whole(low as u64, high as u64),
        (false, true) => Range::RealAbove(low, high),
        (false, false) => Range::Real(low, high),
    })
}

/// The step of the arrow keys: 1, or 0.01 for real numbers of a small range.
fn step(numbers: &Range) -> f64 {
    if numbers.is_whole() || numbers.high() - numbers.low() > 100.0 { 1.0 } else { 0.01 }
}
