//! The controls below the figure: Play, Step, Restart, the seed, and the settings.

use super::model::Model;
use crate::teaching::address::Values;
use crate::teaching::chapter::outline::Control;
use crate::web::page::choice::Choice;
use crate::web::page::hidden::is_hidden;
use crate::web::page::seed::Seed;
use crate::web::page::slider::Slider;
use leptos::either::Either;
use leptos::prelude::*;

/// All controls, except those that the address hides.
#[component]
pub(super) fn Controls(model: Model) -> impl IntoView {
    let name = model.outline.name;
    let fields = model.outline.controls.iter().enumerate();
    let fields = fields
        .filter(|(_, control)| !is_hidden(control.key))
        .map(|(place, control)| field(model, place, control))
        .collect_view();
    let play = move || if model.is_playing.get() { "Pause" } else { "Play" };
    view! {
        <div class="controls">
            {(!is_hidden("play")).then(|| view! {
                <div class="buttons">
                    <button type="button" class="main" on:click=move |_| model.play_or_pause()>{play}</button>
                    <button type="button" on:click=move |_| model.step()>"Step"</button>
                    <button type="button" on:click=move |_| model.restart()>"Restart"</button>
                </div>
            })}
            {fields}
            {(!is_hidden("seed")).then(|| view! {
                <Seed id=format!("{name}-seed") seed=model.seed on_seed=move |seed| model.choose_seed(seed)/>
            })}
        </div>
    }
}

fn field(model: Model, place: usize, control: &'static Control) -> impl IntoView {
    let value = model.value(place);
    let id = format!("{}-{}", model.outline.name, control.key);
    match control.values {
        Values::Numbers(numbers) => Either::Left(view! {
            <Slider
                label=control.label unit=control.unit id=id value=value numbers
                step=control.step scale=control.scale on_number=move |number| model.choose(place, number)
            />
        }),
        Values::Names(names) => {
            let options: Vec<_> =
                names.iter().map(|(name, shown)| ((*name).to_owned(), (*shown).to_owned())).collect();
            let chosen = move || names.get(value.get() as usize).map_or("", |(name, _)| name).to_owned();
            let choose = move |name: String| {
                if let Some(number) = names.iter().position(|(known, _)| *known == name) {
                    model.choose(place, number as f64);
                }
            };
            Either::Right(view! {
                <Choice
                    label=control.label id=id value=Signal::derive(chosen) options=Signal::stored(options)
                    on_choice=Callback::new(choose)
                />
            })
        }
    }
}
