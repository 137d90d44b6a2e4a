//! The page, and the workers that compute for it. Browser only.

mod appearance;
mod canvas;
mod failure;
mod frames;
mod immediately;
mod laboratory;
mod mathematics;
mod shown;
mod slider;
mod typed_number;
mod visibility;
mod wedge_model;
mod worker;
mod worker_client;

pub use worker::serve_jobs;

use appearance::Appearance;
use laboratory::Laboratory;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wedge_model::WedgeModel;

/// The element of `index.html` that the page is mounted in, and that says so until it is.
const PLACE: &str = "page";

/// Mounts the page.
pub fn mount() {
    failure::report_panics();
    let Some(place) = document().get_element_by_id(PLACE) else { return };
    place.set_inner_html("");
    if let Ok(place) = place.dyn_into() {
        leptos::mount::mount_to(place, Page).forget();
    }
}

#[component]
fn Page() -> impl IntoView {
    provide_context(Appearance::watch());
    view! {
        <WedgeModel/>
        <Laboratory/>
    }
}
