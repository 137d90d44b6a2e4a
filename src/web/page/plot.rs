//! A chart that the illustrator draws in the current size and colours.

use crate::figure::Chart;
use crate::web::page::appearance::Appearance;
use crate::web::page::illustrator::Illustrator;
use crate::web::page::visibility::in_view;
use crate::web::page::width::width;
use leptos::html::Div;
use leptos::prelude::*;
use serde_json::{Map, Value};

/// A chart that is redrawn whenever its data, its size or the colours change.
#[component]
pub(super) fn Plot(
    /// What to draw.
    #[prop(into)]
    chart: Signal<Chart>,
    /// What it shows, for those who cannot see it.
    #[prop(into)]
    description: Signal<String>,
) -> impl IntoView {
    let frame = NodeRef::<Div>::new();
    let width = width(frame);
    let svg = RwSignal::new(String::new());
    let place = Illustrator::of_page().place(in_view(frame), move |answer| {
        // The chart may have been removed from the page in the meantime.
        if let (Some(drawn), true) = (answer["svg"].as_str(), svg.try_get_untracked().is_some()) {
            svg.set(drawn.to_owned());
        }
    });
    let appearance = Appearance::of_page();
    let place = StoredValue::new_local(place);
    Effect::new(move || {
        let request = chart.with(|chart| request(chart, width.get(), appearance));
        if let Some(request) = request {
            place.with_value(|place| place.ask(request));
        }
    });
    view! {
        <div class="drawing" node_ref=frame role="img" aria-label=description inner_html=svg></div>
    }
}

/// The request to draw a chart, once its width is known. Tracked.
pub(super) fn request(
    chart: &Chart,
    width: Option<f64>,
    appearance: Appearance,
) -> Option<Map<String, Value>> {
    let mut request = Map::new();
    request.insert("what".to_owned(), "chart".into());
    request.insert("width".to_owned(), width?.into());
    request.insert("theme".to_owned(), appearance.name().into());
    request.insert("chart".to_owned(), serde_json::to_value(chart).ok()?);
    Some(request)
}
