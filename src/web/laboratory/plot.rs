//! A chart on a canvas, as sharp as the screen, in the colours of the moment.

use crate::figure::{Chart, draw};
use crate::web::appearance::Appearance;
use crate::web::canvas::{Extent, extent, fit};
use leptos::html::Canvas;
use leptos::prelude::*;
use plotters::prelude::IntoDrawingArea;
use plotters_canvas::CanvasBackend;
use std::time::Duration;
use web_sys::HtmlCanvasElement;
use web_time::Instant;

/// A chart that changes all the time is drawn no more often than this.
const BETWEEN_DRAWINGS: Duration = Duration::from_millis(100);

/// A chart that is drawn anew whenever it, its size or the colours change.
#[component]
pub(super) fn Plot(
    /// What to draw.
    #[prop(into)]
    chart: Signal<Chart>,
    /// What it shows, for those who cannot see it.
    #[prop(into)]
    description: Signal<String>,
) -> impl IntoView {
    let canvas = NodeRef::<Canvas>::new();
    let extent = extent(canvas);
    let appearance = Appearance::of_page();
    let is_scheduled = StoredValue::new(false);
    let last = StoredValue::new(None::<Instant>);

    let paint = move || {
        // The chart may have been taken off the page meanwhile, and everything of it is gone.
        if is_scheduled.try_get_value().is_none() {
            return;
        }
        is_scheduled.set_value(false);
        last.set_value(Some(Instant::now()));
        if let (Some(canvas), Some(extent)) = (canvas.get_untracked(), extent.get_untracked()) {
            untrack(|| chart.with(|chart| paint(&canvas, extent, chart, appearance)));
        }
    };
    Effect::new(move || {
        chart.track();
        extent.track();
        appearance.theme();
        if !is_scheduled.get_value() {
            is_scheduled.set_value(true);
            let since = last.get_value().map_or(BETWEEN_DRAWINGS, |last| last.elapsed());
            let wait = BETWEEN_DRAWINGS.saturating_sub(since);
            set_timeout(move || request_animation_frame(paint), wait);
        }
    });
    view! {
        <div class="chart">
            <canvas node_ref=canvas role="img" aria-label=description></canvas>
        </div>
    }
}

fn paint(canvas: &HtmlCanvasElement, extent: Extent, chart: &Chart, appearance: Appearance) {
    fit(canvas, extent);
    if let Some(backend) = CanvasBackend::with_canvas_object(canvas.clone())
        && let Err(error) = draw(chart, &backend.into_drawing_area(), appearance.theme(), extent.scale)
    {
        web_sys::console::error_1(&error.to_string().into());
    }
}
