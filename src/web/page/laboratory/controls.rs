//! The settings of a job.

use super::field::NumberField;
use super::form::WedgesForm;
use super::model::{Ground, Model};
use super::presets::{PRESETS, Preset};
use super::settings::{NAMED, NUMBERS};
use crate::data::Source;
use crate::web::page::choice::{Choice, element_name};
use leptos::either::Either;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

/// What a job can run on: the field's value, the label, and the ground.
const GROUNDS: [(&str, &str, Ground); 2] =
    [("network", "A network", Ground::Network), ("wedges", "The wedges", Ground::Wedges)];

/// The form with all settings.
#[component]
pub(super) fn Controls(model: Model) -> impl IntoView {
    let number = move |place: usize| {
        view! { <NumberField setting=&NUMBERS[place] value=model.settings.numbers[place]/> }
    };
    let named = move |place: usize| named(model, place);
    let of_network = move || {
        view! {
            {experiment(model)}
            {named(0)}
            {number(0)}
            {named(1)}
            {named(2)}
            {data(model)}
            {(1..NUMBERS.len()).map(number).collect_view()}
        }
    };
    let is_network = Memo::new(move |_| model.ground.get() == Ground::Network);
    view! {
        <form
            class="settings" aria-label="Settings of the job"
            on:submit=|event: SubmitEvent| event.prevent_default()
        >
            {ground(model)}
            {move || match is_network.get() {
                true => Either::Left(of_network()),
                false => Either::Right(view! { <WedgesForm form=model.form/> }),
            }}
        </form>
    }
}

fn ground(model: Model) -> impl IntoView {
    let options = GROUNDS.map(|(name, shown, _)| (name.to_owned(), shown.to_owned())).to_vec();
    let chosen = move || {
        let ground = GROUNDS.iter().find(|(_, _, ground)| *ground == model.ground.get());
        ground.map_or("", |(name, ..)| name).to_owned()
    };
    let choose = move |name: String| {
        if let (Some((_, _, ground)), true) =
            (GROUNDS.iter().find(|(known, ..)| *known == name), untrack(|| model.is_free()))
        {
            model.ground.set(*ground);
        }
    };
    choice("Landscape", Signal::derive(chosen), Signal::stored(options), Callback::new(choose))
}

fn experiment(model: Model) -> impl IntoView {
    let options = PRESETS.iter().map(|preset| (preset.name.to_owned(), preset.shown.to_owned())).collect();
    let chosen = model.settings.preset;
    let choose = move |name: String| {
        if let Some(preset) = Preset::named(&name) {
            chosen.set(preset);
        }
    };
    let hint = move || chosen.get().hint;
    view! {
        {choice(
            "Experiment",
            Signal::derive(move || chosen.get().name.to_owned()),
            Signal::stored(options),
            Callback::new(choose),
        )}
        <p class="hint" hidden=move || hint().is_empty()>{hint}</p>
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
    view! { <Choice label id=element_name(label) value options on_choice/> }
}
