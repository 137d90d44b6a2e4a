//! The settings of a job.

use super::field::{Choice, NumberField, Numbers};
use super::model::Model;
use super::settings::{ACTIVATIONS, DEVICES, NETWORKS};
use crate::data::Source;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

/// All of them.
#[component]
pub(super) fn Controls(model: Model) -> impl IntoView {
    view! {
        <form
            class="settings" aria-label="Settings of the training"
            on:submit=|event: SubmitEvent| event.prevent_default()
        >
            <NetworkSettings model/>
            <DataSettings model/>
            <TrainingSettings model/>
        </form>
    }
}

#[component]
fn NetworkSettings(model: Model) -> impl IntoView {
    let settings = model.settings;
    let device = move || {
        let chosen = settings.device.get();
        DEVICES.into_iter().find(|(device, ..)| *device == chosen).map_or("", |(_, name, _)| name).to_owned()
    };
    let choose_device = move |name: String| {
        if let Some((device, ..)) = DEVICES.into_iter().find(|(_, known, _)| *known == name) {
            settings.device.set(device);
        }
    };
    view! {
        <Choice
            label="Network" id="network" value=settings.network options=named(&NETWORKS)
            on_choice=move |name| settings.network.set(name)
        />
        <NumberField
            label="Width" id="width" unit="times" value=settings.width numbers=Numbers::Real(0.25..=2.0, 0.25)
        />
        <Choice
            label="Activation" id="activation" value=settings.activation options=named(&ACTIVATIONS)
            on_choice=move |name| settings.activation.set(name)
        />
        <Choice
            label="Device" id="device" value=Signal::derive(device)
            options=named(&DEVICES.map(|(_, name, shown)| (name, shown)))
            on_choice=choose_device
        />
    }
}

#[component]
fn DataSettings(model: Model) -> impl IntoView {
    let settings = model.settings;
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
            settings.data.set(source);
        }
    };
    view! {
        <Choice
            label="Data" id="data" value=Signal::derive(move || settings.data.get().name().to_owned())
            options=Signal::derive(options) on_choice=choose
        />
        <NumberField
            label="Training images" id="training-images" unit="" value=settings.training_images
            numbers=Numbers::Whole(10.0..=60_000.0)
        />
        <NumberField
            label="Test images" id="test-images" unit="" value=settings.test_images
            numbers=Numbers::Whole(10.0..=10_000.0)
        />
    }
}

#[component]
fn TrainingSettings(model: Model) -> impl IntoView {
    let settings = model.settings;
    view! {
        <NumberField
            label="Epochs" id="epochs" unit="" value=settings.epochs numbers=Numbers::Whole(1.0..=1000.0)
        />
        <NumberField
            label="Learning rate" id="learning-rate" unit="" value=settings.learning_rate
            numbers=Numbers::Real(0.000_001..=10.0, 0.0005)
        />
        <NumberField
            label="Batch size" id="batch-size" unit="images" value=settings.batch_size
            numbers=Numbers::Whole(1.0..=10_000.0)
        />
        <NumberField
            label="Seed" id="seed" unit="" value=settings.seed numbers=Numbers::Whole(0.0..=4_294_967_295.0)
        />
    }
}

fn named<const COUNT: usize>(options: &[(&str, &str); COUNT]) -> Signal<Vec<(String, String)>> {
    let options = options.iter().map(|(name, shown)| ((*name).to_owned(), (*shown).to_owned())).collect();
    Signal::stored(options)
}
