//! The settings of a job.

use super::field::{Choice, NumberField};
use super::model::Model;
use super::settings::{NAMED, NUMBERS};
use crate::data::Source;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

/// All of them.
#[component]
pub(super) fn Controls(model: Model) -> impl IntoView {
    let number = move |place: usize| {
        view! { <NumberField setting=&NUMBERS[place] value=model.settings.numbers[place]/> }
    };
    let named = move |place: usize| named(model, place);
    view! {
        <form
            class="settings" aria-label="Settings of the training"
            on:submit=|event: SubmitEvent| event.prevent_default()
        >
            {named(0)}
            {number(0)}
            {named(1)}
            {named(2)}
            {data(model)}
            {(1..NUMBERS.len()).map(number).collect_view()}
        </form>
        <p class="refusal" role="status">{move || model.address_remark.get()}</p>
    }
}

fn named(model: Model, place: usize) -> impl IntoView {
    let (setting, value) = (&NAMED[place], model.settings.named[place]);
    let choose = move |name: String| {
        if let Some((name, _)) = setting.names.iter().find(|(known, _)| *known == name) {
            value.set(name);
        }
    };
    let options: Vec<_> =
        setting.names.iter().map(|(name, shown)| ((*name).to_owned(), (*shown).to_owned())).collect();
    choice(
        setting.label,
        Signal::derive(move || value.get().to_owned()),
        Signal::stored(options),
        Callback::new(choose),
    )
}

fn data(model: Model) -> impl IntoView {
    let data = model.settings.data;
    let options = move || {
        let name = |source: Source| source.name().to_owned();
        let mut options = vec![(name(Source::Synthetic), Source::Synthetic.title().to_owned())];
        model.images.with(|images| {
            options.extend(images.iter().map(|images| (name(images.source()), images.title())));
        });
        options
    };
    let choose = move |name: String| {
        if let Ok(source) = name.parse() {
            data.set(source);
        }
    };
    choice(
        "Data",
        Signal::derive(move || data.get().name().to_owned()),
        Signal::derive(options),
        Callback::new(choose),
    )
}

fn choice(
    label: &'static str,
    value: Signal<String>,
    options: Signal<Vec<(String, String)>>,
    on_choice: Callback<String>,
) -> impl IntoView {
    view! { <Choice label value options on_choice/> }
}
