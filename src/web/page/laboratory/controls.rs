//! The settings of a job.

use super::field::NumberField;
use super::form::WedgesForm;
use super::model::Model;
use super::offered_names::{ACTIVATION, DEVICE, NETWORK};
use super::offered_numbers::{
    BATCH_SIZE, EPOCHS, LEARNING_RATE, MEASURED_IMAGES, TEST_IMAGES, TRAINING_IMAGES, WIDTH,
};
use super::presets::{PRESETS, Preset};
use super::state::Ground;
use crate::data::Source;
use crate::job::SEED;
use crate::settings::Setting;
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
    let number = move |setting: Setting| {
        model.settings.number(&setting).map(|(offered, value)| view! { <NumberField offered value/> })
    };
    let name = move |setting: Setting| name(model, &setting);
    // A training measures all its images.
    let only_trains = move || model.settings.preset.get().is_training();
    let of_network = move || {
        view! {
            {experiment(model)}
            {name(NETWORK)}
            {number(WIDTH)}
            {name(ACTIVATION)}
            {name(DEVICE)}
            {data(model)}
            {[TRAINING_IMAGES, TEST_IMAGES].map(number)}
            <div hidden=only_trains>{number(MEASURED_IMAGES)}</div>
            {[EPOCHS, LEARNING_RATE, BATCH_SIZE, SEED].map(number)}
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
    let options =
        PRESETS.iter().map(|preset| (preset.offer.name.to_owned(), preset.offer.title.to_owned())).collect();
    let chosen = model.settings.preset;
    let choose = move |name: String| {
        if let Some(preset) = Preset::named(&name) {
            chosen.set(preset);
        }
    };
    let hint = move || chosen.get().offer.hint;
    view! {
        {choice(
            "Experiment",
            Signal::derive(move || chosen.get().offer.name.to_owned()),
            Signal::stored(options),
            Callback::new(choose),
        )}
        <p class="hint" hidden=move || hint().is_empty()>{hint}</p>
    }
}

fn name(model: Model, setting: &Setting) -> Option<impl IntoView + use<>> {
    let (offered, value) = model.settings.name(setting)?;
    let choose = move |name: String| {
        if let Some((name, _)) = offered.names.iter().find(|(known, _)| *known == name) {
            value.set(name);
        }
    };
    let options: Vec<_> =
        offered.names.iter().map(|(name, shown)| ((*name).to_owned(), (*shown).to_owned())).collect();
    Some(choice(
        offered.label,
        Signal::derive(move || value.get().to_owned()),
        Signal::stored(options),
        Callback::new(choose),
    ))
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
