//! The page: its figures, its controls, and their requests to workers.

mod address_bar;
mod appearance;
mod canvas;
mod chapter;
mod choice;
mod copying;
mod embedding;
mod failure;
mod frames;
mod hidden;
mod illustrator;
mod immediately;
mod laboratory;
mod landing;
mod mathematics;
mod number_input;
mod plot;
mod png;
mod printing;
mod relief;
mod saving;
mod seed;
mod sentence;
mod sharing;
mod shown;
mod slider;
mod speed;
mod visibility;
mod wedge_model;
mod width;

use crate::teaching::chapter::outline::OUTLINES;
use appearance::Appearance;
use chapter::Chapter;
use illustrator::Illustrator;
use laboratory::{Laboratory, Recorded, RecordedModel};
use leptos::prelude::*;
use sentence::sentence;
use speed::Speed;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use wedge_model::WedgeModel;

/// The element in `index.html` that says that the figures are loading.
const STARTING: &str = "starting";

/// Mounts the figures in their places. The text around them is in `index.html` and can be read before they load.
pub fn mount() {
    failure::report_panics();
    if let Some(sentence) = document().get_element_by_id(STARTING) {
        sentence.remove();
    }
    let embedded = hidden::embedded();
    if let Some(chapter) = &embedded {
        embedding::show_alone(chapter);
    }
    let is_wanted = move |chapter: &str| embedded.as_deref().is_none_or(|embedded| embedded == chapter);
    let page = Page { appearance: Appearance::watch(), illustrator: Illustrator::new() };
    // What belongs to the page lives as long as the page.
    let owner = Owner::new();
    owner.set();
    let mut entries = Vec::new();
    if is_wanted("sheets")
        && let Some(place) = place("sheets")
    {
        match wedge_model::Model::new() {
            Ok(model) => {
                entries.extend(model.entries());
                page.mount(place, move || view! { <WedgeModel model/> });
            }
            Err(error) => place.set_text_content(Some(&sentence(&error.to_string()))),
        }
    }
    for outline in OUTLINES.iter().filter(|outline| is_wanted(outline.name)) {
        if let Some(place) = place(outline.name) {
            let model = chapter::Model::new(outline);
            entries.extend(model.entries());
            page.mount(place, move || view! { <Chapter model/> });
        }
    }
    if is_wanted("cifar10")
        && let Some(place) = place("cifar10")
    {
        let model = RecordedModel::new();
        entries.extend(model.entries());
        page.mount(place, move || view! { <Recorded model/> });
    }
    if is_wanted("laboratory")
        && let Some(place) = place("laboratory")
    {
        let model = laboratory::Model::new();
        entries.extend(model.settings.entries());
        page.mount(place, move || view! { <Laboratory model/> });
        if let Some(place) = self::place("bench") {
            page.mount(place, || view! { <Speed/> });
        }
    }
    address_bar::keep_in_step(entries);
    std::mem::forget(owner);
}

/// What all figures share.
struct Page {
    appearance: Appearance,
    illustrator: Illustrator,
}

impl Page {
    fn mount<V: IntoView + 'static>(&self, place: HtmlElement, figure: impl FnOnce() -> V + 'static) {
        let (appearance, illustrator) = (self.appearance, self.illustrator.clone());
        leptos::mount::mount_to(place, move || {
            provide_context(appearance);
            illustrator.provide();
            figure()
        })
        .forget();
    }
}

/// The element in `index.html` for the figure of a chapter.
fn place(chapter: &str) -> Option<HtmlElement> {
    let place = document().query_selector(&format!("[data-chapter={chapter}]")).ok()??;
    place.dyn_into().ok()
}
