//! Canvases that are as sharp as the screen they are on.

use leptos::html::Canvas;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ResizeObserver};

/// How large a canvas is shown.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Extent {
    /// Its width in the page's pixels.
    pub(super) width: f64,
    /// Its height in the page's pixels.
    pub(super) height: f64,
    /// The screen's pixels to one of the page's.
    pub(super) scale: f64,
}

impl Extent {
    fn of(canvas: &HtmlCanvasElement) -> Option<Self> {
        let rectangle = canvas.get_bounding_client_rect();
        let extent = Self {
            width: rectangle.width(),
            height: rectangle.height(),
            scale: window().device_pixel_ratio().clamp(1.0, 4.0),
        };
        (extent.width >= 1.0 && extent.height >= 1.0).then_some(extent)
    }
}

/// The extent of a canvas whose size the style sheet gives, now and whenever it changes; none until it is shown.
pub(super) fn extent(canvas: NodeRef<Canvas>) -> Signal<Option<Extent>> {
    let extent = RwSignal::new(None);
    canvas.on_load(move |canvas| {
        extent.set(Extent::of(&canvas));
        let observed = canvas.clone();
        let resized = Closure::<dyn FnMut()>::new(move || {
            let now = Extent::of(&observed);
            // A canvas that is taken off the page shrinks for the last time, and its extent is gone.
            if extent.try_get_untracked().is_some_and(|before| before != now) {
                extent.set(now);
            }
        });
        if let Ok(observer) = ResizeObserver::new(resized.as_ref().unchecked_ref()) {
            observer.observe(&canvas);
        }
        // Most figures live as long as the page.
        resized.forget();
    });
    extent.into()
}

/// Gives the canvas as many pixels as the screen has for it. This empties it.
pub(super) fn fit(canvas: &HtmlCanvasElement, extent: Extent) {
    canvas.set_width((extent.width * extent.scale).round() as u32);
    canvas.set_height((extent.height * extent.scale).round() as u32);
}

/// An empty canvas to draw on, in the page's pixels from its upper left corner.
pub(super) fn fresh_context(canvas: &HtmlCanvasElement, extent: Extent) -> Option<CanvasRenderingContext2d> {
    fit(canvas, extent);
    let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    context.scale(extent.scale, extent.scale).ok()?;
    Some(context)
}
